using System.Reflection;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Publishing;
using BaiguStore.Core.Search;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Runs all operations of the store, so that their SQL statements can be checked. Add new operations to one of these lists.</summary>
internal static class StoreStatements
{
    private const string LongSku = "S5735-L48T4S-A1";

    private static readonly DateTime Now = TestStore.Now;

    private static readonly int[] Ids = [1, 2, 3];

    /// <summary>The setters of a bulk edit, which otherwise run only if there are products to change.</summary>
    private static readonly MethodInfo Set = typeof(BulkEdit).GetMethod("Set", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public static IEnumerable<(string Name, Func<IServiceProvider, StoreDb, CancellationToken, Task> Work)> All =>
        [.. Products, .. Comments, .. Inquiries, .. Staff, .. Saves, .. Tending];

    private static IEnumerable<(string, Func<IServiceProvider, StoreDb, CancellationToken, Task>)> Products =>
    [
        ..
            from filter in Filters
            from order in Enum.GetValues<ProductListOrder>()
            from place in new[] { null, PlaceOf(order) }
            select One($"staff list {filter} {order} {place}", async (s, db, stop) =>
            {
                await db.Products.AsNoTracking().Matching(filter).ListPageAsync(order, place, backwards: place is null, 20, stop);
                await s.GetRequiredService<ProductLists>().ReadAsync(db, filter, order, place, backwards: place is not null, 20, stop);
                await s.GetRequiredService<ProductLists>().Loading;
            }),
        ..
            from order in Enum.GetValues<ProductOrder>()
            from number in new[] { 1, 40 } // the last page is read from the end
            select One($"list by {order}, page {number}", (_, db, stop) =>
                db.Products.AsNoTracking().Published().In(1).By(order).ToPageAsync(number, 24, 960, db.Products.RowsOf, stop)),
        .. Edits.Select(edit => One($"bulk edit {edit}", async (_, db, stop) =>
        {
            await db.PreviewAsync(BulkSelection.Of(Ids), edit, Now, stop);
            await db.ApplyAsync(BulkSelection.Of(new ProductFilter { Ids = Ids }), edit, null, Now, stop);
            await db.Products.Where(p => EF.Parameter(Ids).Contains(p.Id)).ExecuteUpdateAsync(set => Set.Invoke(edit, [set, Now]), stop);
        })),
        One("related", (_, db, stop) => db.RelatedAsync(Line, 1, "S5735", stop)),
        One("by part numbers", (_, db, stop) => db.Products.Published().WithSkuAmong([LongSku, "USG6000"]).AsRows().ToListAsync(stop)),
        One("by as many part numbers as are allowed", (_, db, stop) =>
            db.Products.WithSkuAmong([.. Enumerable.Range(0, ProductQueries.MostAmong).Select(n => $"S{n}-A")]).AsRows().ToListAsync(stop)),
        One("by the beginning of a part number", (_, db, stop) => db.Products.WithSkuStarting("s57").ToListAsync(stop)),
        One("found", (_, db, stop) => db.RowsAsync([new SearchHit(1, 1)], CategoryTree.Empty, stop)),
        One("staff's search", async (s, db, stop) =>
        {
            await s.GetRequiredService<SearchIndex>().CatchUpAsync(stop);
            await s.GetRequiredService<ProductFinder>().FindAsync(db, "s57", stop);
        }),
        One("index", (s, _, stop) => s.GetRequiredService<SearchIndex>().CatchUpAsync(stop)),
        One("snapshot", (s, _, stop) => s.GetRequiredService<StoreSnapshots>().CatchUpAsync(stop)),
        One("recount", (s, _, stop) => s.GetRequiredService<StoreSnapshots>().RecountAsync(stop)),
        One("figures", (_, db, stop) => CatalogueFigures.LoadAsync(db, Now, stop)),
        One("pictures of a text", (_, db, stop) => db.PictureSizesAsync([.. Enumerable.Range(0, 2_500).Select(n => $"{n}")], stop)),
        One("picture", (_, db, stop) => db.PictureBytesAsync(new PictureAddress("0123456789abcdef0123456789abcdef", 320), stop)),
        One("articles", (_, db, stop) => db.Articles.Published().Newest().AsCards().ToListAsync(stop)),
        .. Enum.GetValues<PublicationState>().Select(state => One($"articles {state}", (_, db, stop) => db.Articles.In(state).ToListAsync(stop))),
    ];

    private static IEnumerable<(string, Func<IServiceProvider, StoreDb, CancellationToken, Task>)> Comments =>
    [
        ..
            from filter in Queues
            from place in new (int? OlderThan, int? NewerThan)[] { (null, null), (5, null), (null, 5) }
            select One($"queue {filter} {place}", async (_, db, stop) =>
            {
                await db.Comments.Matching(filter).QueueAsync(place.OlderThan, place.NewerThan, 20, stop);
                await db.ModerateAsync(ModerationKind.Spam, db.Comments.Matching(filter), Now, stop);
            }),
        One("threads", (_, db, stop) => db.ThreadsAsync(OnArticle, 0, 20, stop)),
        One("threads before", (_, db, stop) => db.Comments.On(OnArticle).VisibleTo(7).CountThreadsBeforeAsync(3, stop)),
        One("visible", (_, db, stop) => db.Comments.On(OnArticle).VisibleTo(7).PageOfThreads(20, 20).ToListAsync(stop)),
        One("post", (_, db, stop) => db.PostAsync(new(OnArticle, "t", "b", "a", "192.0.2.1", TrapFilled: false), publishAtOnce: true, Now, stop)),
        One("undo", (_, db, stop) => db.UndoAsync(1, 1, Now, stop)),
        One("last act", (_, db, stop) => db.LastActOfAsync(1, stop)),
        One("networks of comments", (_, db, stop) => db.Comments.ForgetNetworksAsync(Now, stop)),
        One("networks of inquiries", (_, db, stop) => db.Inquiries.ForgetNetworksAsync(Now, stop)),
    ];

    private static IEnumerable<(string, Func<IServiceProvider, StoreDb, CancellationToken, Task>)> Inquiries =>
    [
        One("a list of 500 rows with all that they may mean", (s, _, stop) => s.GetRequiredService<InquiryResolver>().ResolveAsync(
            [.. Enumerable.Range(0, 500).Select(n => new TypedRow($"S{n}-A", "1", $"T{n}-A"))], withNear: false, stop)),
        One("a pasted list of 900 lines", (s, _, stop) => s.GetRequiredService<PartListReader>().ReadAsync(
            string.Join('\n', Enumerable.Range(0, 900).Select(n => $"交换机 S{n}-A 双电源版 P{n} x3")), stop)),
        One("send", (_, db, stop) => db.SendAsync(Draft, Now, null, stop)),
        One("board", (_, db, stop) => db.InquiryParts.BoardAsync(20, stop)),
        One("part", (_, db, stop) => db.InquiryPartAsync(1, stop)),
        One("whole", (_, db, stop) => db.WholeInquiryAsync("X261122-0000", "secret", stop)),
        .. Enum.GetValues<InquiryState>().Select(state => One($"parts {state}", (_, db, stop) =>
            db.InquiryParts.For(1).In(state).Naming(new([["s57"]])).AsCards().ToListAsync(stop))),
        One("waiting", (_, db, stop) => db.InquiryParts.AsWaiting(InquiryState.New).ToListAsync(stop)),
    ];

    private static IEnumerable<(string, Func<IServiceProvider, StoreDb, CancellationToken, Task>)> Staff =>
    [
        One("invite", (s, _, stop) => s.GetRequiredService<StaffMembers>().InviteFirstAsync(stop)),
        One("add", (s, _, stop) => s.GetRequiredService<StaffMembers>()
            .AddAsync("wang@baigu.example", "Wang", StaffRoles.Administrator, "correct horse battery", stop)),
        One("find", (s, _, stop) => s.GetRequiredService<StaffMembers>().FindAsync("wang@baigu.example", stop)),
        One("reset", (s, _, stop) => s.GetRequiredService<StaffMembers>().FindByResetAsync(new string('0', 64), stop)),
        One("set up", (s, _, stop) => s.GetRequiredService<StaffMembers>().CanSetUpAsync(new string('0', 64), stop)),
        One("throttle", async (s, _, stop) =>
        {
            await s.GetRequiredService<SignInThrottle>().RefusesAsync("wang@baigu.example", "192.0.2.1", "browser", stop);
            await s.GetRequiredService<SignInThrottle>().WelcomeAsync("wang@baigu.example", "192.0.2.1", "browser", stop);
        }),
        One("log", (s, _, stop) => s.GetRequiredService<StaffLog>().RecordAsync(StaffEvent.SignedIn, "Wang", cancel: stop)),
        .. Enum.GetValues<RevisionKind>().Select(kind => One($"history of {kind}", async (_, db, stop) =>
        {
            await db.StepsOfAsync(kind, 1, 5, 20, stop);
            await db.Revisions.HistoryOf(kind, 1).Since(2).ToListAsync(stop);
        })),
        One("undo of many", async (_, db, stop) => await Assert.ThrowsAsync<BulkRefusedException>(() => db.UndoAsync(1, Now, stop))),
    ];

    /// <summary>Inserts a row of each kind, and updates and deletes it where the store does that.</summary>
    private static IEnumerable<(string, Func<IServiceProvider, StoreDb, CancellationToken, Task>)> Saves =>
    [
        One("product", async (_, db, stop) =>
        {
            var product = await Make.ProductAsync(db, await Make.LineAsync(db), LongSku);
            product.Slug = "renamed";
            await db.SaveChangesAsync(stop);
            db.Remove(product);
            await db.SaveChangesAsync(stop);
        }),
        One("article", async (_, db, stop) =>
        {
            var article = await Make.ArticleAsync(db);
            article.Withdraw();
            await db.SaveChangesAsync(stop);
            db.Remove(article);
            await db.SaveChangesAsync(stop);
        }),
        One("many vendors", async (_, db, stop) =>
        {
            db.Vendors.AddRange(Enumerable.Range(0, 60).Select(n => new Vendor { Code = $"v{n}", Name = "V" }));
            await db.SaveChangesAsync(stop);
        }),
        One("the rest", async (_, db, stop) =>
        {
            db.Add(new Salesperson { Name = "Pan" });
            db.Add(new Company { Name = "Baigu" });
            db.Add(new DataProtectionKey { Name = "n", Xml = "<x/>" });
            db.Add(new Picture { Key = "0123", Width = 1, Height = 1, CreatedAt = Now, Files = [new() { Width = 1, Bytes = [1] }] });
            db.Add(CommentBlock.Of(BlockKind.Word, "casino", refuses: true, "Wang", Now));
            db.Post(new EmailMessage("buyer@example.com", "s", "b"), Now);
            await db.SaveChangesAsync(stop);
        }),
    ];

    private static IEnumerable<(string, Func<IServiceProvider, StoreDb, CancellationToken, Task>)> Tending =>
    [
        One("schedule", (_, db, stop) => db.PublishDueAsync(Now, stop)),
        One("bin", (_, db, stop) => db.EmptyBinAsync(Now, stop)),
        One("feed", (_, db, stop) => db.TrimFeedAsync(Now, stop)),
        One("changes", (_, db, stop) => db.ChangesAfterAsync(7, stop)),
        One("visits", async (_, db, stop) =>
        {
            await db.AddVisitsAsync(ChinaTime.DayOf(Now), [.. Enumerable.Range(1, 700).Select(n => (VisitKind.Line, n, 1L))], stop);
            await db.ForgetVisitsAsync(Now, stop);
        }),
        One("searches in vain", async (_, db, stop) =>
        {
            await db.AddEmptySearchesAsync(ChinaTime.DayOf(Now), [("s5735", 2)], stop);
            await db.MostEmptySearchesAsync(ChinaTime.DayOf(Now), 10, stop);
            await db.ForgetEmptySearchesAsync(ChinaTime.DayOf(Now), stop);
        }),
        One("row texts", (_, db, stop) => db.FillRowTextsAsync(stop)),
        One("mail", (_, db, stop) => db.ForgetMailAsync(Now, stop)),
        .. ((int?[])[null, 1]).Select(parent => One($"move below {parent}", async (_, db, stop) =>
            await Assert.ThrowsAsync<TreeRefusedException>(() => db.MoveAsync(1, parent, 2, stop)))),
        One("merge", async (_, db, stop) => await Assert.ThrowsAsync<TreeRefusedException>(() => db.MergeAsync(1, 2, Now, stop))),
        One("empty places", (_, db, stop) => db.Categories.Empty(db).ToListAsync(stop)),
    ];

    private static ProductFilter[] Filters =>
    [
        new(),
        new() { CategoryId = 1, VendorId = 1, IsSample = true, State = PublicationState.Published },
        new() { WithoutPrice = true, WithoutPicture = true, NotConfirmedSince = Now },
        new() { CategoryPath = "/1/", Ids = Ids, State = PublicationState.Bin },
        new() { Ids = [1], State = PublicationState.Scheduled },
    ];

    private static CommentFilter[] Queues =>
    [
        new(),
        new() { Status = CommentStatus.Pending, ArticleId = 1 },
        new() { ProductId = 1, Author = "a", Address = "192.0.2.1", Words = new([["x%", "y"], [" z"]], "138") },
    ];

    private static BulkEdit[] Edits =>
    [
        new BulkEdit.SetPrice(100), new BulkEdit.ChangePrice(500, PriceRounding.Yuan), new BulkEdit.ClearPrice(),
        new BulkEdit.SetStock(StockState.InStock), new BulkEdit.Publish(), new BulkEdit.Withdraw(), new BulkEdit.ToBin(), new BulkEdit.Restore(), new BulkEdit.Confirm(),
    ];

    private static CommentTarget OnArticle => CommentTarget.Article(1);

    private static CategoryNode Line => new()
    {
        Id = 1, Name = "S", Slug = "s", Summary = "", Kind = "", KeySpecs = [], VendorId = 1, Salesperson = null,
    };

    private static InquiryDraft Draft => new(
        [new AskedRow(LongSku, "", 1, RowFault.None, null, null, [])], "Wang", "Baigu", "1", "wang@baigu.example", "", "zh-CN", "key", "192.0.2.1");

    private static ProductListCursor PlaceOf(ProductListOrder order) => new(order switch
    {
        ProductListOrder.Updated => "2026-11-22T02:30:00.0000000Z",
        ProductListOrder.Price => "100",
        _ => "S5735",
    }, 7);

    private static (string, Func<IServiceProvider, StoreDb, CancellationToken, Task>) One(
        string name, Func<IServiceProvider, StoreDb, CancellationToken, Task> work) => (name, work);
}
