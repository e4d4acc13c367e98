using System.Security.Cryptography;
using SkiaSharp;

namespace BaiguStore.Core.Pictures;

/// <summary>
/// A JPEG that has all its pixels and lacks the mark of its end, as some cameras and chat programs leave it. Every viewer shows it; the decoder
/// takes it for cut.
/// </summary>
internal static class EndlessJpeg
{
    private static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>Bytes that are no mark, in no order: where pixels are missing, they become some.</summary>
    private static readonly byte[] Noise = [.. Enumerable.Range(0, 512).Select(n => (byte)(n * 151 % 253))];

    /// <summary>
    /// Decodes it with its end put in place. A file that was cut would take what stands before that end for pixels, so it is decoded with other bytes
    /// there, too, and refused where they can be seen.
    /// </summary>
    public static bool TryDecode(byte[] bytes, SKEncodedImageFormat format, SKBitmap into)
    {
        if (format != SKEncodedImageFormat.Jpeg)
            return false;
        var whole = bytes.AsSpan().TrimEnd((byte)0xFF);
        return Decode([.. whole, .. Noise, .. End], into) && SHA256.HashData(into.GetPixelSpan()) is var noisy
            && Decode([.. whole, .. End], into) && SHA256.HashData(into.GetPixelSpan()).AsSpan().SequenceEqual(noisy);
    }

    private static bool Decode(byte[] bytes, SKBitmap into)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        return codec?.GetPixels(into.Info, into.GetPixels()) == SKCodecResult.Success;
    }
}
