using System.Text;
using BaiguStore.Core.Pictures;
using SkiaSharp;

namespace BaiguStore.Core.Tests.Pictures;

public sealed class PictureMakerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SKEncodedOrigin.TopLeft, "RGBW", 200, 120)]
    [InlineData(SKEncodedOrigin.TopRight, "GRWB", 200, 120)]
    [InlineData(SKEncodedOrigin.BottomRight, "WBGR", 200, 120)]
    [InlineData(SKEncodedOrigin.BottomLeft, "BWRG", 200, 120)]
    [InlineData(SKEncodedOrigin.LeftTop, "RBGW", 120, 200)]
    [InlineData(SKEncodedOrigin.RightTop, "BRWG", 120, 200)]
    [InlineData(SKEncodedOrigin.RightBottom, "WGBR", 120, 200)]
    [InlineData(SKEncodedOrigin.LeftBottom, "GWRB", 120, 200)]
    public async Task A_photo_stands_upright_however_the_camera_was_held(SKEncodedOrigin origin, string quarters, int width, int height)
    {
        var sent = Photo.Jpeg(200, 120, origin);
        using var codec = SKCodec.Create(new MemoryStream(sent));
        Assert.Equal(origin, codec.EncodedOrigin); // otherwise the photo has no orientation and nothing would be tested

        var made = await MakeAsync(sent);

        Assert.Equal((quarters, width, height), (Photo.Quarters(made.Files[^1].Bytes), made.Width, made.Height));
    }

    [Fact]
    public async Task Nothing_of_the_sent_file_stays_but_what_it_shows()
    {
        var sent = Photo.Jpeg(700, 500);
        Assert.Contains(Photo.Secret, Encoding.Latin1.GetString(sent), StringComparison.Ordinal);

        var made = await MakeAsync(sent);

        foreach (var (_, bytes) in made.Files)
        {
            Assert.Equal(["VP8 "], Chunks(bytes)); // only pixels; no EXIF, XMP or profile
            Assert.DoesNotContain(Photo.Secret, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(3_000, 1_000, new[] { 480, 960, 1600 })]
    [InlineData(1_600, 900, new[] { 480, 960, 1600 })]
    [InlineData(700, 500, new[] { 480, 700 })]
    [InlineData(480, 300, new[] { 480 })]
    [InlineData(20, 10, new[] { 20 })]
    public async Task A_picture_has_three_widths_at_most_and_is_never_enlarged(int width, int height, int[] widths)
    {
        var made = await MakeAsync(Photo.Jpeg(width, height));

        Assert.Equal(widths, made.Files.Select(f => f.Width));
        foreach (var (of, bytes) in made.Files)
        {
            using var codec = SKCodec.Create(new MemoryStream(bytes));
            Assert.Equal((SKEncodedImageFormat.Webp, of), (codec.EncodedFormat, codec.Info.Width));
            Assert.InRange(codec.Info.Height, of * height / width - 1, of * height / width + 1);
        }
        Assert.Equal((widths[^1], Picture.KeyLength), (made.Width, made.Key.Length));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public async Task The_formats_that_people_have_are_taken(SKEncodedImageFormat format) =>
        Assert.Equal("RGBW", Photo.Quarters((await MakeAsync(Photo.Encoded(100, 80, 0, format))).Files[0].Bytes));

    /// <summary>Without the end-of-image marker, or with half of it, as some programs write photos; every viewer shows it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_photo_that_lacks_the_mark_of_its_end_is_taken_whole(int missing)
    {
        var whole = Photo.Jpeg(301, 203);

        var made = await MakeAsync(whole[..^missing]);

        Assert.Equal((await MakeAsync(whole)).Key, made.Key);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(300)]
    [InlineData(1_500)]
    public async Task A_photo_that_lacks_pixels_is_not(int missing)
    {
        var refused = await Assert.ThrowsAsync<PictureRefusedException>(() => MakeAsync(Photo.Jpeg(301, 203)[..^missing]));

        Assert.Equal(PictureRefusal.Damaged, refused.Refusal);
    }

    [Fact]
    public async Task An_animation_is_taken_as_its_first_picture()
    {
        // Two frames: red, then blue.
        byte[] gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0, 0x3B];

        var made = await MakeAsync(gif);

        Assert.StartsWith("R", Photo.Quarters(made.Files[0].Bytes), StringComparison.Ordinal);
    }

    /// <summary>SVG, HTML, polyglots: decoding decides, not the declared type.</summary>
    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData("GIF89a/*<script>*/=1;alert(1)")]
    [InlineData("RIFF\u0010\0\0\0WEBPVP8 <script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public Task A_document_that_calls_itself_a_picture_is_refused(string text) =>
        Assert.ThrowsAsync<PictureRefusedException>(() => MakeAsync(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public async Task A_picture_that_is_a_page_too_is_a_picture_only()
    {
        var made = await MakeAsync([.. Photo.Png(), .. "<script>alert(1)</script>"u8]);

        Assert.All(made.Files, f => Assert.DoesNotContain("<script>", Encoding.Latin1.GetString(f.Bytes), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_that_ends_before_its_end_is_refused()
    {
        foreach (var whole in (byte[][])[Photo.Jpeg(300, 200), Photo.Png(300, 200), Photo.Encoded(300, 200, 0, SKEncodedImageFormat.Webp)])
        {
            var refused = await Assert.ThrowsAsync<PictureRefusedException>(() => MakeAsync(whole[..(whole.Length / 2)]));
            Assert.True(refused.Refusal is PictureRefusal.Damaged or PictureRefusal.NotAPicture, $"{refused.Refusal}");
        }
    }

    [Fact]
    public async Task A_file_that_is_too_heavy_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PictureRefusedException>(() => MakeAsync([.. Photo.Png(), .. new byte[PictureMaker.MaxBytes]]));

        Assert.Equal(PictureRefusal.TooHeavy, refused.Refusal);
    }

    [Fact]
    public async Task After_a_refusal_the_next_one_is_taken()
    {
        using var maker = new PictureMaker();
        await Assert.ThrowsAsync<PictureRefusedException>(() => maker.MakeAsync(new MemoryStream([1, 2, 3]), Cancel));

        Assert.NotEmpty((await maker.MakeAsync(new MemoryStream(Photo.Png()), Cancel)).Files);
    }

    private static async Task<MadePicture> MakeAsync(byte[] file)
    {
        using var maker = new PictureMaker();
        return await maker.MakeAsync(new MemoryStream(file), Cancel);
    }

    /// <summary>The names of a WebP file's chunks.</summary>
    private static List<string> Chunks(byte[] webp)
    {
        List<string> names = [];
        for (var at = 12; at + 8 <= webp.Length; at += 8 + (BitConverter.ToInt32(webp, at + 4) + 1 & ~1))
            names.Add(Encoding.ASCII.GetString(webp, at, 4));
        return names;
    }
}
