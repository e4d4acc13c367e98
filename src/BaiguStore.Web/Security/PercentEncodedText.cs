using System.Buffers;
using System.Globalization;
using System.Text;

namespace BaiguStore.Web.Security;

/// <summary>Validates a percent-encoded form as UTF-8 chunk by chunk, so that a long form is never in memory as a whole.</summary>
internal static class PercentEncodedText
{
    /// <summary>Bytes per chunk.</summary>
    private const int Part = 16 * 1024;

    /// <summary>Length of an escape: a percent sign and two digits.</summary>
    private const int Escape = 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads to the end even if the result is known earlier, so that an error page can repeat the form's values.</summary>
    public static async Task<bool> IsUtf8Async(Stream body, CancellationToken cancel)
    {
        var room = ArrayPool<byte>.Shared.Rent(Part);
        try
        {
            var (decoder, isText, held) = (Strict.GetDecoder(), true, 0);
            for (int read; (read = await body.ReadAsync(room.AsMemory(held, Part - held), cancel)) > 0;)
            {
                var length = held + read;
                var whole = Whole(room.AsSpan(0, length));
                isText = isText && IsText(decoder, room.AsSpan(0, whole), isLast: false);
                room.AsSpan(whole, length - whole).CopyTo(room);
                held = length - whole;
            }
            return isText && IsText(decoder, room.AsSpan(0, held), isLast: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>The length that can be decoded without the following bytes.</summary>
    private static int Whole(ReadOnlySpan<byte> encoded)
    {
        var percent = encoded[Math.Max(0, encoded.Length - Escape + 1)..].IndexOf((byte)'%');
        return percent < 0 ? encoded.Length : Math.Max(0, encoded.Length - Escape + 1) + percent;
    }

    private static bool IsText(Decoder decoder, Span<byte> encoded, bool isLast)
    {
        Span<char> letters = stackalloc char[1_024];
        ReadOnlySpan<byte> bytes = encoded[..Decode(encoded, encoded)];
        try
        {
            do
            {
                decoder.Convert(bytes, letters, isLast, out var read, out _, out _);
                if (bytes[..read].Contains((byte)0))
                    return false;
                bytes = bytes[read..];
            }
            while (bytes.Length > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Decodes percent escapes. Source and target may be the same buffer. Returns the decoded length.</summary>
    public static int Decode(ReadOnlySpan<byte> encoded, Span<byte> bytes)
    {
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && byte.TryParse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                i += 2;
            else
                value = encoded[i];
            bytes[length++] = value;
        }
        return length;
    }
}
