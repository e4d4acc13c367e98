using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Search;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Tests.Spreadsheets;
using BaiguStore.Core.Text;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Text;

/// <summary>Runs alone, because it measures the allocations of the process.</summary>
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Alone = "allocations are measured";
}

/// <summary>Every parser of external input needs memory proportional to its own limit, whatever the input.</summary>
[Collection(MeasuredAlone.Alone)]
public sealed class ReaderMemoryTests
{
    private const int Megabyte = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Workbooks => [.. typeof(HostileWorkbook).GetMethods().Where(m => m.ReturnType == typeof(byte[])).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Workbooks))]
    public async Task A_workbook_costs_a_few_times_what_may_be_unpacked_of_it(string kind)
    {
        var limits = PartList.Limits;
        var bytes = (byte[])typeof(HostileWorkbook).GetMethod(kind)!.Invoke(null, [limits.MaxUnpacked - 300_000])!;
        Assert.InRange(bytes.Length, 400_000, limits.MaxBytes);

        var allocated = await AllocatedAsync(() => TableReader.ReadAsync(new MemoryStream(bytes), limits, Cancel));

        Assert.InRange(allocated, 0, 5L * limits.MaxUnpacked);
    }

    [Fact]
    public async Task A_workbook_that_unpacks_to_more_costs_nothing()
    {
        var bytes = HostileWorkbook.TextNode(60 * Megabyte);
        Assert.InRange(bytes.Length, 400_000, Megabyte);

        var allocated = await AllocatedAsync(() => TableReader.ReadAsync(new MemoryStream(bytes), PartList.Limits, Cancel));

        Assert.InRange(allocated, 0, 5L * Megabyte);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("\n")]
    [InlineData("\"")]
    [InlineData("a,")]
    [InlineData("a\n")]
    [InlineData("\"a\nb\",1\n")]
    [InlineData("\u578B")]
    [InlineData("\xFF")]
    [InlineData("1\0")]
    public async Task A_text_file_costs_a_few_times_its_bytes(string repeated)
    {
        var limits = PartList.Limits;
        var bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(repeated, limits.MaxBytes / repeated.Length)));

        var allocated = await AllocatedAsync(() => TableReader.ReadAsync(new MemoryStream(bytes), limits, Cancel));

        Assert.InRange(allocated, 0, 24L * limits.MaxBytes);
    }

    [Fact]
    public async Task A_file_of_any_length_is_read_as_far_as_its_limit()
    {
        var endless = new Endless();

        var allocated = await AllocatedAsync(() => TableReader.ReadAsync(endless, PartList.Limits, Cancel));

        Assert.InRange(allocated, 0, 4L * PartList.Limits.MaxBytes);
        Assert.InRange(endless.Given, 0, PartList.Limits.MaxBytes + Megabyte);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\n")]
    [InlineData("1 ")]
    [InlineData("A1-")]
    [InlineData("\"")]
    [InlineData("A1,2\n")]
    [InlineData("A1\t2\t3\n")]
    [InlineData("3\u53F0\u3001")]
    [InlineData("|")]
    public async Task A_pasted_list_costs_a_few_times_its_length(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, PartList.MaxText / repeated.Length));

        Assert.InRange(await AllocatedAsync(() => Task.FromResult(PartList.Read(text, KnownParts.None))), 0, 600L * PartList.MaxText);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("> ")]
    [InlineData("a|b\n")]
    [InlineData("- x\n")]
    [InlineData("`")]
    [InlineData("http://a.b ")]
    public async Task Markdown_costs_a_bounded_multiple_of_its_longest_text(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, RichText.MaxLength / repeated.Length));

        var allocated = await AllocatedAsync(() =>
        {
            try
            {
                return Task.FromResult(RichText.ToHtml(text));
            }
            catch (MarkdownRefusedException)
            {
                return Task.FromResult("");
            }
        });

        Assert.InRange(allocated, 0, 1_000L * RichText.MaxLength);
    }

    [Fact]
    public async Task A_picture_that_says_it_is_vast_costs_its_bytes()
    {
        using var maker = new PictureMaker();
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0x3E, 0x80, 0, 0, 0x3E, 0x80, 8, 6, 0, 0, 0, 0, 0, 0, 0];
        var file = new byte[PictureMaker.MaxBytes];
        png.CopyTo(file, 0);

        var allocated = await AllocatedAsync(() => Assert.ThrowsAsync<PictureRefusedException>(() => maker.MakeAsync(new MemoryStream(file), Cancel)));

        Assert.InRange(allocated, 0, 5L * PictureMaker.MaxBytes);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<p a=1>x")]
    [InlineData("x\n")]
    [InlineData("<a b='")]
    public async Task A_saved_page_costs_a_bounded_multiple_of_its_bytes(string repeated)
    {
        var page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, SourcePage.MaxBytes / repeated.Length)));

        var allocated = await AllocatedAsync(() => Task.FromResult(Record.Exception(() => SourcePage.Read(page)) is null or InvalidDataException));

        Assert.InRange(allocated, 0, 200L * SourcePage.MaxBytes);
        Assert.Throws<InvalidDataException>(() => SourcePage.Read(new byte[SourcePage.MaxBytes + 1]));
    }

    [Theory]
    [InlineData("x ")]
    [InlineData("s5735-")]
    [InlineData("\u4EA4\u6362\u673A ")]
    [InlineData("1\u4E07 ")]
    [InlineData("\"")]
    [InlineData("*?~")]
    public async Task A_search_costs_little_whatever_is_typed(string repeated)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using (var db = store.Open())
            await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-L24T4S-A1");
        await store.Get<StoreSnapshots>().CatchUpAsync(Cancel);
        await store.Get<SearchIndex>().CatchUpAsync(Cancel);
        var text = string.Concat(Enumerable.Repeat(repeated, SearchRequest.MaxText / repeated.Length));
        var search = store.Services.GetRequiredService<StoreSearch>();
        search.Search(new("S5735"));

        Assert.InRange(await AllocatedAsync(() => Task.FromResult(search.Search(new(text)))), 0, 20L * Megabyte);
    }

    private static async Task<long> AllocatedAsync<T>(Func<Task<T>> read)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await read();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)'a', offset, count);
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
