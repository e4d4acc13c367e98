using BaiguStore.Core.Pictures;
using BaiguStore.Core.Tests.Text;

namespace BaiguStore.Core.Tests.Pictures;

/// <summary>Runs alone, because it measures the allocations of the process.</summary>
[Collection(MeasuredAlone.Alone)]
public sealed class PictureMemoryTests
{
    /// <summary>50,000 x 50,000 pixels would be ten gigabytes; it must be refused without decoding.</summary>
    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(16_001, 1)]
    [InlineData(1, 16_001)]
    [InlineData(8_000, 8_000)]
    public async Task A_picture_of_too_many_pixels_is_refused_from_its_header(int width, int height)
    {
        using var maker = new PictureMaker();
        var before = GC.GetTotalAllocatedBytes();

        var refused = await Assert.ThrowsAsync<PictureRefusedException>(() => maker.MakeAsync(new MemoryStream(Photo.PngHeader(width, height)), TestContext.Current.CancellationToken));

        Assert.Equal(PictureRefusal.TooLarge, refused.Refusal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 8_000_000);
    }
}
