using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Util;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Search;

public sealed class SearchIndexTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task What_is_published_changed_and_withdrawn_is_found_as_it_is_now(DatabaseProvider provider)
    {
        await using var shop = await SearchShop.CreateAsync(provider);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        Assert.True(await shop.CatchUpAsync());
        Assert.Empty(shop.Find("S5735-L24T4S"));

        var product = await Make.ProductAsync(db, line, "S5735-L24T4S");
        Assert.False(await shop.CatchUpAsync());
        Assert.Equal([product.Id], shop.Find("s5735l24t4s"));
        product.Name = "华为 S5735 路由器";
        await db.SaveChangesAsync(Cancel);
        await shop.CatchUpAsync();
        Assert.Equal([product.Id], shop.Find("路由器"));
        Assert.NotEqual([product.Id], shop.Find("交换机"));
        product.Withdraw();
        await db.SaveChangesAsync(Cancel);
        await shop.CatchUpAsync();
        Assert.Empty(shop.Find("S5735-L24T4S"));
    }

    [Theory, EveryDatabase]
    public async Task Changes_of_many_at_once_are_found_by_their_versions(DatabaseProvider provider)
    {
        await using var shop = await SearchShop.CreateAsync(provider);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        await db.InsertManyAsync(Enumerable.Range(1, 30).Select(n => Make.Product(line, $"S{n:000}")), ChangeKind.Catalogue, Cancel);
        await shop.CatchUpAsync();
        Assert.Equal(30, shop.Search.Search(new()).Total);

        await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.SkuKey.CompareTo("S011") < 0)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.PriceOrder, 100).SetProperty(p => p.ListPriceFen, 100).SetProperty(p => p.Version, p => p.Version + 1), Cancel), Cancel);
        await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.SkuKey.CompareTo("S020") > 0).ExecuteDeleteAsync(Cancel), Cancel);
        Assert.False(await shop.CatchUpAsync());

        var answer = shop.Search.Search(new(Order: SearchOrder.Price));
        Assert.Equal(20, answer.Total);
        Assert.Equal(10, answer.Facets.Single(f => f.Key == SearchFacet.Price).Values.Single(v => v.Value == "-1000").Count);
    }

    [Theory, EveryDatabase]
    public async Task An_alias_that_staff_add_to_a_maker_is_found_at_once(DatabaseProvider provider)
    {
        await using var shop = await SearchShop.CreateAsync(provider);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        var product = await Make.ProductAsync(db, line, "S5735");
        await Make.ProductAsync(db, await Make.LineAsync(db, "h3c-switch", "h3c"), "S5560");
        await shop.CatchUpAsync();
        Assert.Empty(shop.Find("菊厂"));

        var maker = await db.Vendors.SingleAsync(v => v.Id == line.VendorId, Cancel);
        maker.Aliases = [.. maker.Aliases, "菊厂"];
        await db.SaveChangesAsync(Cancel);
        Assert.False(await shop.CatchUpAsync());

        Assert.Equal([product.Id], shop.Find("菊厂"));
    }

    [Fact]
    public async Task The_index_looks_at_its_files_also_after_the_clock_was_set_back()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var index = store.Get<SearchIndex>();
        await index.CatchUpAsync(Cancel);
        Assert.False(index.WantsCatchUp(index.Stamp));

        store.Clock.AdjustTime(TestStore.Now.AddDays(-2));

        Assert.True(index.WantsCatchUp(index.Stamp));
    }

    [Fact]
    public async Task A_restart_takes_the_feed_up_where_the_index_stands()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        await Make.ProductAsync(db, line, "S100");
        await shop.CatchUpAsync();
        var generation = shop.Index.Folder.Current;
        shop.Stop();
        await Make.ProductAsync(db, line, "S200");

        shop.Start();
        Assert.False(await shop.CatchUpAsync());

        Assert.Equal(generation, shop.Index.Folder.Current);
        Assert.Equal(2, shop.Search.Search(new()).Total);
    }

    [Fact]
    public async Task A_feed_that_was_trimmed_meanwhile_is_made_up_for()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        var kept = await Make.ProductAsync(db, line, "S100");
        var gone = await Make.ProductAsync(db, line, "S200");
        await shop.CatchUpAsync();
        db.Products.Remove(gone);
        kept.Name = "华为 S100 防火墙";
        await db.SaveChangesAsync(Cancel);
        await db.TrimFeedAsync(DateTime.UtcNow.AddHours(1), Cancel);

        Assert.False(await shop.CatchUpAsync());

        Assert.Equal([kept.Id], shop.Find("防火墙"));
        Assert.Equal(1, shop.Search.Search(new()).Total);
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("delete")]
    [InlineData("scribble")]
    [InlineData("pointer")]
    [InlineData("folder")]
    [InlineData("format")]
    public async Task A_damaged_index_is_built_anew_at_the_next_start(string harm)
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-L24T4S");
        await shop.CatchUpAsync();
        shop.Stop();
        Harm(shop.Index.Folder, harm);

        shop.Start();
        Assert.True(await shop.CatchUpAsync());

        Assert.Equal([product.Id], shop.Find("s5735"));
        Assert.Single(Directory.GetDirectories(Path.Combine(shop.Store.DataPath, "index")));
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("delete")]
    public async Task A_file_that_is_harmed_while_the_store_runs_is_noticed_within_seconds(string harm)
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735-L24T4S");
        await shop.CatchUpAsync();
        Harm(shop.Index.Folder, harm);
        _ = shop.Search.Search(new("s5735")); // with or without hits, but no exception

        Assert.False(shop.Index.WantsCatchUp(shop.Index.Stamp));
        shop.Store.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(shop.Index.WantsCatchUp(shop.Index.Stamp));
        Assert.True(await shop.CatchUpAsync());

        Assert.Equal([product.Id], shop.Find("s5735"));
    }

    [Fact]
    public async Task A_half_made_generation_is_neither_used_nor_kept()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735");
        await shop.CatchUpAsync();
        shop.Stop();
        var half = shop.Index.Folder.NewGeneration(TestStore.Now);
        await File.WriteAllTextAsync(Path.Combine(half, "_0.cfs"), "killed here", Cancel);

        shop.Start();
        Assert.False(await shop.CatchUpAsync());

        Assert.Equal([product.Id], shop.Find("S5735"));
        Assert.False(Directory.Exists(half));
    }

    [Fact]
    public async Task A_change_that_a_full_disk_does_not_take_is_found_as_soon_as_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        disk.Become(Path.Combine(shop.Store.DataPath, "index"));
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        var old = await Make.ProductAsync(db, line, "S5735");
        await shop.CatchUpAsync();
        disk.Fill();
        var added = await Make.ProductAsync(db, line, "AR651");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAnyAsync<IOException>(() => shop.CatchUpAsync());
            shop.Store.Clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal([old.Id], shop.Find("S5735"));
            Assert.DoesNotContain(added.Id, shop.Find("AR651"));
        }
        disk.MakeRoom();
        Assert.False(await shop.CatchUpAsync());

        Assert.Equal([added.Id], shop.Find("AR651"));
        Assert.Equal(2, shop.Search.Search(new()).Total);
    }

    [Fact]
    public async Task A_rebuild_for_which_there_is_no_room_leaves_the_old_index_serving()
    {
        using var disk = SmallDisk.Mount();
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        disk.Become(Path.Combine(shop.Store.DataPath, "index"));
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735");
        await shop.CatchUpAsync();
        var generation = shop.Index.Folder.Current;
        shop.Index.Folder.Ask();
        disk.Fill();

        await Assert.ThrowsAnyAsync<IOException>(() => shop.CatchUpAsync());
        Assert.Equal([product.Id], shop.Find("S5735"));
        Assert.Equal(generation, shop.Index.Folder.Current);
        Assert.Single(Directory.GetDirectories(Path.Combine(shop.Store.DataPath, "index")));
        disk.MakeRoom();
        Assert.True(await shop.CatchUpAsync());

        Assert.Equal([product.Id], shop.Find("S5735"));
        Assert.Single(Directory.GetDirectories(Path.Combine(shop.Store.DataPath, "index")));
    }

    [Fact]
    public async Task A_new_index_that_cannot_be_named_as_the_one_in_use_leaves_the_old_one_in_use()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        var old = await Make.ProductAsync(db, line, "S5735");
        await shop.CatchUpAsync();
        var inTheWay = Directory.CreateDirectory(Path.Combine(shop.Store.DataPath, "index", "current.new"));
        shop.Index.Folder.Ask();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => shop.CatchUpAsync());
        Assert.Equal([old.Id], shop.Find("S5735"));
        inTheWay.Delete();
        shop.Index.Folder.Answered(shop.Index.Folder.AskedAt);
        var added = await Make.ProductAsync(db, line, "AR651");
        Assert.False(await shop.CatchUpAsync());

        Assert.Equal([added.Id], shop.Find("AR651"));
        Assert.Single(Directory.GetDirectories(Path.Combine(shop.Store.DataPath, "index")));
    }

    [Fact]
    public async Task An_asked_for_rebuild_happens_once_and_searches_go_on()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735");
        await shop.CatchUpAsync();
        using var over = new CancellationTokenSource();
        var searches = Task.Run(() =>
        {
            var answers = 0;
            do
            {
                Assert.Equal([product.Id], shop.Find("S5735"));
                answers++;
            }
            while (!over.IsCancellationRequested);
            return answers;
        }, Cancel);

        new SearchFolder(shop.Store.DataPath).Ask();
        Assert.True(shop.Index.WantsCatchUp(shop.Index.Stamp));
        Assert.True(await shop.CatchUpAsync());
        await over.CancelAsync();

        Assert.True(await searches > 0);
        Assert.False(await shop.CatchUpAsync());
    }

    [Fact]
    public async Task A_new_index_of_several_segments_is_joined_into_one_while_it_follows_the_feed()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        await db.InsertManyAsync(Enumerable.Range(1, 2_500).Select(n => Make.Product(line, $"S{n:0000}")), ChangeKind.Catalogue, Cancel);
        await shop.CatchUpAsync();
        var built = Segments();
        Assert.True(built > 1);

        var changed = await db.Products.FirstAsync(p => p.Sku == "S0007", Cancel);
        changed.Name = "搬家了的路由器";
        await db.SaveChangesAsync(Cancel);
        await shop.CatchUpAsync();
        Assert.Equal([changed.Id], shop.Find("路由器"));
        await PatientlyAsync(() => Segments() <= 2 || shop.Index.WantsCatchUp(shop.Index.Stamp)); // the change may already include the merge
        await shop.CatchUpAsync();

        Assert.InRange(Segments(), 1, 2); // all segments that were built, and possibly one of a later change
        Assert.Equal([changed.Id], shop.Find("路由器"));
        Assert.Equal(2_500, shop.Search.Search(new()).Total);
        Assert.False(shop.Index.WantsCatchUp(shop.Index.Stamp));

        int Segments() => Directory.GetFiles(shop.Index.Folder.Current!, "*.si").Length;
    }

    [Fact]
    public async Task A_whole_index_holds_what_one_holds_that_followed_the_feed()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        await shop.CatchUpAsync();
        await db.InsertManyAsync(Enumerable.Range(1, 1_500).Select(Varied), ChangeKind.Catalogue, Cancel);
        await Make.ArticleAsync(db);
        Assert.False(await shop.CatchUpAsync());
        var followed = IndexContents.Of(shop.Index.Folder.Current!);

        shop.Index.Folder.Ask();
        Assert.True(await shop.CatchUpAsync());

        Assert.Equal(1_501, followed.Documents.Count);
        Assert.NotEmpty(followed.Terms["text"]);
        Assert.Equal(followed.Lines, IndexContents.Of(shop.Index.Folder.Current!).Lines);

        // Some have neither specs nor texts, some contain duplicates; words are in all, in every hundredth and in one of them.
        Product Varied(int n)
        {
            var product = Make.Product(line, $"S{n / 100}-{n:0000}");
            product.Summary = n % 3 == 0 ? "" : $"机房用的第{n % 7}种交换机";
            product.Describe(n % 5 == 0 ? "" : $"## 用途\n\n适合机房与第{n % 11}类园区网络，{(n % 100 == 0 ? "支持堆叠" : "单机使用")}。");
            product.Specs = n % 4 == 0 ? [] : [new("下行端口", $"{n % 48 + 1}×10/100/1000BASE-T"), new("PoE", "不支持"), new("交换容量", "336", "Gbps"), new("交换容量", "336", "Gbps")];
            return product;
        }
    }

    private static async Task PatientlyAsync(Func<bool> happened)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!happened())
            await Task.Delay(50, limit.Token);
    }

    [Theory]
    [InlineData("catalist", true)] // substituted letter
    [InlineData("catalyts", true)] // transposed letters
    [InlineData("catalst", true)] // missing letter
    [InlineData("cattalyst", true)] // extra letter
    [InlineData("katalist", true)]
    [InlineData("kattalist", false)] // three typing errors are another word
    public async Task A_letter_or_two_may_be_wrong(string typed, bool isFound)
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "CATALYST");
        await shop.CatchUpAsync();

        var answer = shop.Search.Search(new(typed));

        Assert.Equal(isFound, answer.Hits.Any(h => h.ProductId == product.Id) && !answer.IsNearest);
    }

    [Fact]
    public async Task What_comes_nearest_is_looked_for_in_names_and_only_then_in_texts()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var line = await Make.LineAsync(db);
        var named = Make.Product(line, "S100");
        var told = Make.Product(line, "S200");
        (named.Name, told.Name) = ("华为 S100 路由器", "华为 S200 交换机");
        told.Describe("与路由器一起放在机房里。");
        db.Products.AddRange(named, told);
        await db.SaveChangesAsync(Cancel);
        await shop.CatchUpAsync();

        Assert.Equal(named.Id, Nearest("路由器 qqqq"));
        Assert.Equal(told.Id, Nearest("机房 qqqq"));

        int Nearest(string text) => shop.Search.Search(new(text)) is { IsNearest: true } answer ? Assert.Single(answer.Hits).ProductId : 0;
    }

    [Fact]
    public async Task Two_writers_on_one_folder_never_spoil_it()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = shop.Store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S5735");
        await shop.CatchUpAsync();
        using var second = new SearchIndex(shop.Store.Databases, shop.Store.Get<StoreSettings>(), shop.Store.Clock);

        await Assert.ThrowsAsync<Lucene.Net.Store.LockObtainFailedException>(() => second.CatchUpAsync(Cancel));

        Assert.Equal([product.Id], shop.Find("S5735"));
        Assert.False(await shop.CatchUpAsync());
    }

    [Fact]
    public async Task Without_an_index_the_answer_says_so()
    {
        await using var shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
        var answer = shop.Search.Search(new("交换机"));

        Assert.False(answer.IsReady);
        Assert.Empty(shop.Search.Suggest("交换", 8));
    }

    private static void Harm(SearchFolder folder, string harm)
    {
        var generation = folder.Current!;
        var file = Directory.GetFiles(generation).Where(f => Path.GetExtension(f) is not (".lock" or ".gen") && !Path.GetFileName(f).StartsWith("segments", StringComparison.Ordinal))
            .MaxBy(f => new FileInfo(f).Length)!;
        switch (harm)
        {
            case "truncate":
                using (var cut = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                    cut.SetLength(cut.Length / 2);
                break;
            case "scribble":
                using (var bytes = new FileStream(file, FileMode.Open))
                {
                    bytes.Seek(bytes.Length / 2, SeekOrigin.Begin);
                    bytes.Write("nonsense"u8);
                }
                break;
            case "delete":
                File.Delete(file);
                break;
            case "format":
                using (var files = new Lucene.Net.Store.NIOFSDirectory(new DirectoryInfo(generation)))
                using (var writer = new IndexWriter(files, new IndexWriterConfig(LuceneVersion.LUCENE_48, null)))
                {
                    writer.SetCommitData(new Dictionary<string, string>(writer.CommitData) { ["format"] = "0" });
                    writer.Commit();
                }
                break;
            case "pointer":
                File.WriteAllText(Path.Combine(Path.GetDirectoryName(generation)!, "current"), "../../elsewhere");
                break;
            default:
                Directory.Delete(generation, recursive: true);
                break;
        }
    }
}
