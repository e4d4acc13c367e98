using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace BaiguStore.Core.Tests.Pictures;

/// <summary>Image files, valid and malicious. The quarters of a photo are red, green, blue and white, row by row from the top left.</summary>
internal static class Photo
{
    /// <summary>A text in the photo's metadata.</summary>
    public const string Secret = "taken at home by Li Lei";

    public static byte[] Png(int width = 64, int height = 48, uint tint = 0) => Encoded(width, height, tint, SKEncodedImageFormat.Png);

    /// <summary>With EXIF: orientation, location, and a note.</summary>
    public static byte[] Jpeg(int width, int height, SKEncodedOrigin origin = SKEncodedOrigin.TopLeft)
    {
        var plain = Encoded(width, height, 0, SKEncodedImageFormat.Jpeg);
        return [.. plain[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff((byte)origin)]), .. Segment(0xFE, Encoding.ASCII.GetBytes(Secret)), .. plain[2..]];
    }

    public static byte[] Encoded(int width, int height, uint tint, SKEncodedImageFormat format)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKColor[] colours = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White];
        for (var i = 0; i < 4; i++)
            using (var paint = new SKPaint { Color = colours[i] })
                surface.Canvas.DrawRect(SKRect.Create(i % 2 * width / 2f, i / 2 * height / 2f, width / 2f, height / 2f), paint);
        using (var dot = new SKPaint { Color = new SKColor(0xFF000000 | tint) })
            surface.Canvas.DrawRect(SKRect.Create(width * 0.4f, height * 0.4f, width * 0.2f, height * 0.2f), dot);
        using var image = surface.Snapshot();
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A PNG header with the given size, without pixels.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        (size[8], size[9]) = (8, 2);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", size), .. Chunk("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]), .. Chunk("IEND", [])];
    }

    /// <summary>Colors of the quarters, row by row: `RGBW` for an upright photo.</summary>
    public static string Quarters(byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        return string.Concat(from y in new[] { bitmap.Height / 5, bitmap.Height * 4 / 5 } from x in new[] { bitmap.Width / 5, bitmap.Width * 4 / 5 } select Name(bitmap.GetPixel(x, y)));

        static char Name(SKColor c) => (c.Red > 128, c.Green > 128, c.Blue > 128) switch { (true, true, true) => 'W', (true, _, _) => 'R', (_, true, _) => 'G', (_, _, true) => 'B', _ => '?' };
    }

    private static byte[] Tiff(byte origin) =>
    [
        .. "MM\0*"u8, 0, 0, 0, 8,
        0, 2, // two entries
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, origin, 0, 0,
        0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, // GPS data at byte 38
        0, 0, 0, 0,
        0, 1, 0, 1, 0, 2, 0, 0, 0, 2, (byte)'N', 0, 0, 0, 0, 0, 0, 0,
    ];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
        return ~crc;
    }
}
