using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Tests.Text;

namespace BaiguStore.Core.Tests.Spreadsheets;

/// <summary>Runs alone, because it measures the allocations of the process.</summary>
[Collection(MeasuredAlone.Alone)]
public sealed class TableMemoryTests
{
    /// <summary>200 KB that unpack to 200 MB.</summary>
    [Fact]
    public async Task A_bomb_does_not_go_off()
    {
        var bomb = TableReaderTests.Bomb(200_000_000);
        Assert.InRange(bomb.Length, 10_000, 250_000);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var table = await TableReader.ReadAsync(new MemoryStream(bomb), new(), TestContext.Current.CancellationToken);

        Assert.Equal(TableFault.TooLarge, table.Fault);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 5_000_000);
    }
}
