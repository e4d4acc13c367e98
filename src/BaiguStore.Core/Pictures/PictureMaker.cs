using System.Security.Cryptography;
using SkiaSharp;

namespace BaiguStore.Core.Pictures;

public enum PictureRefusal
{
    /// <summary>More than <see cref="PictureMaker.MaxBytes"/>.</summary>
    TooHeavy = 0,

    /// <summary>Not a supported image: another format, a document, a script.</summary>
    NotAPicture = 1,

    /// <summary>More pixels than <see cref="PictureMaker.MaxSide"/> or <see cref="PictureMaker.MaxPixels"/> allow.</summary>
    TooLarge = 2,

    /// <summary>Truncated or corrupt.</summary>
    Damaged = 3,
}

/// <summary>An upload that cannot be stored as a picture.</summary>
public sealed class PictureRefusedException(PictureRefusal refusal) : Exception($"The picture was refused: {refusal}.")
{
    public PictureRefusal Refusal => refusal;
}

/// <summary>A picture in all its widths, the largest last, and the key derived from its content.</summary>
public sealed record MadePicture(string Key, int Width, int Height, IReadOnlyList<(int Width, byte[] Bytes)> Files);

/// <summary>
/// Decodes an upload and redraws it: upright, in our widths, as WebP. Nothing of the original file is kept, so neither its location data nor anything
/// hidden in it. One at a time, since a large picture takes some hundred megabytes.
/// </summary>
public sealed class PictureMaker : IDisposable
{
    public const int MaxBytes = 20 * 1024 * 1024, MaxSide = 16_000, MaxPixels = 60_000_000;

    private const int Quality = 82;

    private static readonly SKEncodedImageFormat[] Formats = [SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp, SKEncodedImageFormat.Gif];

    /// <summary>Not a static field: that would load the library in stores without pictures.</summary>
    private static SKSamplingOptions Smooth => new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Throws <see cref="PictureRefusedException"/>.</summary>
    public async Task<MadePicture> MakeAsync(Stream file, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var bytes = await ReadAsync(file, cancel);
            return await Task.Run(() => Make(bytes), cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static async Task<byte[]> ReadAsync(Stream file, CancellationToken cancel)
    {
        using var read = new MemoryStream();
        var portion = new byte[81_920];
        while (await file.ReadAsync(portion, cancel) is > 0 and var count)
        {
            Refuse(read.Length + count > MaxBytes, PictureRefusal.TooHeavy);
            read.Write(portion, 0, count);
        }
        return read.ToArray();
    }

    private static MadePicture Make(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw new PictureRefusedException(PictureRefusal.NotAPicture);
        Refuse(!Formats.Contains(codec.EncodedFormat), PictureRefusal.NotAPicture);
        var (width, height) = (codec.Info.Width, codec.Info.Height); // from the header, before decoding
        Refuse(width > MaxSide || height > MaxSide || (long)width * height > MaxPixels, PictureRefusal.TooLarge);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        var isWhole = codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success || EndlessJpeg.TryDecode(bytes, codec.EncodedFormat, bitmap);
        Refuse(!isWhole, PictureRefusal.Damaged);
        using var sent = SKImage.FromPixels(bitmap.PeekPixels());
        return Draw(sent, codec.EncodedOrigin);
    }

    private static MadePicture Draw(SKImage sent, SKEncodedOrigin origin)
    {
        var lies = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = lies ? (sent.Height, sent.Width) : (sent.Width, sent.Height);
        var scale = Math.Min(1, (float)PictureAddress.MaxWidth / width);
        using var largest = Surface((int)Math.Round(width * scale), Math.Max(1, (int)Math.Round(height * scale)), sent);
        largest.Canvas.Scale(scale);
        largest.Canvas.Concat(Upright(origin, sent.Width, sent.Height));
        largest.Canvas.DrawImage(sent, 0, 0, Smooth);
        using var drawn = largest.Snapshot();
        var files = PictureAddress.WidthsOf(drawn.Width).Select(w => (w, w == drawn.Width ? Encoded(largest) : Narrowed(drawn, w))).ToList();
        return new(Convert.ToHexStringLower(SHA256.HashData(files[^1].Item2))[..Picture.KeyLength], drawn.Width, drawn.Height, files);
    }

    private static byte[] Narrowed(SKImage largest, int width)
    {
        var height = Math.Max(1, (int)Math.Round((double)width * largest.Height / largest.Width));
        using var surface = Surface(width, height, largest);
        surface.Canvas.DrawImage(largest, SKRect.Create(width, height), Smooth);
        return Encoded(surface);
    }

    /// <summary>Without a color space: the pixels are sRGB, which is the default, so the file needs no profile.</summary>
    private static SKSurface Surface(int width, int height, SKImage like) =>
        SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, like.AlphaType));

    private static byte[] Encoded(SKSurface surface)
    {
        using var pixels = surface.PeekPixels();
        using var encoded = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality)) ?? throw new PictureRefusedException(PictureRefusal.TooLarge); // WebP is limited to 16,383 pixels
        return encoded.ToArray();
    }

    /// <summary>Rotates a picture of that size by its EXIF orientation.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static void Refuse(bool condition, PictureRefusal refusal)
    {
        if (condition)
            throw new PictureRefusedException(refusal);
    }
}
