using System.Text;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Decodes text: UTF-8, UTF-16 with or without BOM, or the encodings of Chinese Windows.</summary>
internal static class TextBytes
{
    /// <summary>GB18030 is a superset of GBK and GB2312.</summary>
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>Bytes examined to detect the encoding.</summary>
    private const int LooksAt = 4_096;

    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var encoding in Encodings)
            if (bytes.StartsWith(encoding.Preamble))
                return Text(encoding, bytes[encoding.Preamble.Length..]) ?? throw new TableFaultException(TableFault.NotATable);
        return (Unmarked(bytes) is { } wide ? Text(wide, bytes) : Text(Encodings[0], bytes) ?? Text(Chinese, bytes)) ?? throw new TableFaultException(TableFault.NotATable);
    }

    /// <summary>UTF-16 without BOM: digits, separators and line ends have a zero byte, always on the same side.</summary>
    private static Encoding? Unmarked(ReadOnlySpan<byte> bytes)
    {
        var (even, odd, pairs) = (0, 0, Math.Min(bytes.Length, LooksAt) / 2);
        for (var i = 0; i < pairs; i++)
        {
            even += bytes[2 * i] == 0 ? 1 : 0;
            odd += bytes[2 * i + 1] == 0 ? 1 : 0;
        }
        return Math.Max(even, odd) * 8 < pairs || bytes.Length % 2 != 0 || Math.Min(even, odd) > 0 ? null : odd > even ? Encodings[1] : even > odd ? Encodings[2] : null;
    }

    /// <summary>Null if the bytes are not text in that encoding: images and programs contain control characters.</summary>
    private static string? Text(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = encoding.GetString(bytes);
            return Core.Text.PlainText.IsWellFormed(text) && !text.Any(c => c is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\x1A')) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
