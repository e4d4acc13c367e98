using System.Security.Cryptography;
using SkiaSharp;

namespace BaiguStore.Core.Pictures;

/// <summary>
/// A complete JPEG without its end-of-image marker, as some cameras and chat programs write it. Every viewer shows it; the decoder considers it
/// truncated.
/// </summary>
internal static class EndlessJpeg
{
    private static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>Bytes without a marker, in pseudo-random order: missing pixels become visible noise.</summary>
    private static readonly byte[] Noise = [.. Enumerable.Range(0, 512).Select(n => (byte)(n * 151 % 253))];

    /// <summary>
    /// Decodes it with the end marker appended. A truncated file would decode the bytes before that marker as pixels, so it is decoded a second time
    /// with noise in their place, and refused if the results differ.
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
