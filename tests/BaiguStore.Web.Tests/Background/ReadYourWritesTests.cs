using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Background;
using BaiguStore.Web.Tests.Comments;
using BaiguStore.Web.Tests.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Background;

/// <summary>Who has saved something sees it on the next page, cached or not. The store of these tests never looks at the feed by itself.</summary>
public sealed class ReadYourWritesTests(ReadYourWritesTests.Office office) : IClassFixture<ReadYourWritesTests.Office>
{
    private const string Product = "/p/edited", Article = "/articles/intel-vt";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("products", "Name", "改过的商品", Product)]
    [InlineData("categories", "Name", "改过的分类", "/c/huawei-switch")]
    [InlineData("articles", "Title", "改过的文章", Article)]
    [InlineData("comments", "Body", "改过的评论", Article)]
    [InlineData("settings/vendors", "Name", "改过的品牌", Product)]
    [InlineData("settings/salespeople", "Name", "改过的销售", "/c/huawei-switch")]
    [InlineData("settings/company", "Phone", "0531-00000001", "/contact")]
    public async Task What_is_saved_in_an_editor_is_on_the_page_that_was_cached_before(string kind, string field, string typed, string page)
    {
        var editor = await office.EditorOfAsync(kind);
        Assert.DoesNotContain(typed, await office.SeenAsync(page), StringComparison.Ordinal);

        await ConflictTests.Office.SaveAsync(office.Member, editor, field, typed);

        Assert.Contains(typed, await office.SeenAsync(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("products", "withdrawn", "withdrawal", "/p/withdrawn")]
    [InlineData("products", "binned", "bin", "/p/binned")]
    [InlineData("articles", "raid-rebuild", "withdrawal", "/articles/raid-rebuild")]
    [InlineData("categories", "huawei-router", "hiding", "/c/huawei-router")]
    public async Task What_is_taken_away_is_not_found_any_more(string kind, string slug, string verb, string page)
    {
        var editor = await office.EditorOfAsync(kind, slug);
        await office.SeenAsync(page);

        using var taken = await office.PostAsync(editor, editor.Replace("edit", verb, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        await office.Visitor.PageAsync(page, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_row_of_the_list_many_rows_and_what_is_undone_or_restored_are_seen_at_once()
    {
        const string Row = "/p/row", List = "/admin/products", Bulk = List + "/bulk";
        var id = (await ProductEditorTests.ProductAsync(office.App, "ROW")).Id;

        using (await office.PostAsync(List, $"{List}/{id}/row", ("ListPrice", "4,321"), ("Stock", "InStock"), ("Published", "true")))
            Assert.Contains("4,321", await office.SeenAsync(Row), StringComparison.Ordinal);
        using var preview = await office.PostAsync(List, Bulk + "/preview", ("Ids", $"{id}"), ("Act", "Withdraw"));
        using var bulk = await office.Member.PostFormAsync(Bulk, Door.FieldsOf(await preview.DocumentAsync(), Bulk));
        await office.Visitor.PageAsync(Row, HttpStatusCode.NotFound);
        var list = await office.Member.PageAsync(bulk.Headers.Location!.OriginalString);
        var undo = list.QuerySelector(".undo-bar")!.GetAttribute("action")!;
        using (await office.Member.PostFormAsync(undo, Door.FieldsOf(list, undo)))
            await office.Visitor.PageAsync(Row);
        const string Restoration = "/0/restoration";
        using (await office.PostAsync($"/admin/history/product/{id}{Restoration}", $"/admin/history/product/{id}{Restoration}"))
            Assert.Contains("4,280", await office.SeenAsync(Row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_of_comments_hold_at_once_and_a_comment_that_needs_no_approval_is_there_for_everybody()
    {
        const string AtOnce = "/p/at-once", Rules = "/admin/settings/comments";
        await office.SeenAsync(AtOnce);

        using var ruled = await office.PostAsync(Rules, Rules, ("PublishAtOnce", "1"));
        using var author = office.App.Visitor();
        await author.PostAsync(office.App, AtOnce, "不用等。");

        Assert.Contains("不用等。", await office.SeenAsync(AtOnce), StringComparison.Ordinal);
        using var again = await office.PostAsync(Rules, Rules, ("PublishAtOnce", ""));
    }

    [Fact]
    public async Task Comments_that_are_approved_answered_and_rejected_come_and_go_at_once()
    {
        const string Moderated = "/p/moderated", Queue = "/admin/comments";
        await office.Visitor.PostAsync(office.App, Moderated, "等一等。");
        var id = (await office.App.CommentsAsync()).Last().Id;
        Assert.DoesNotContain("等一等。", await office.SeenAsync(Moderated), StringComparison.Ordinal);

        using (await office.PostAsync(Queue, $"{Queue}/{id}/approval"))
            Assert.Contains("等一等。", await office.SeenAsync(Moderated), StringComparison.Ordinal);
        using (await office.PostAsync($"{Queue}/{id}/edit", $"{Queue}/{id}/replies", ("Reply", "谢谢。")))
            Assert.Contains("谢谢。", await office.SeenAsync(Moderated), StringComparison.Ordinal);
        using (await office.PostAsync($"{Queue}/{id}/edit", $"{Queue}/{id}/rejection"))
            Assert.DoesNotContain("等一等。", await office.SeenAsync(Moderated), StringComparison.Ordinal);
        var queue = await office.Member.PageAsync(Queue);
        var undo = queue.QuerySelector(".queue-undo")!.GetAttribute("action")!;
        using (await office.Member.PostFormAsync(undo, Door.FieldsOf(queue, undo)))
            Assert.Contains("等一等。", await office.SeenAsync(Moderated), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_reads_or_saves_nothing_does_not_wait_for_what_others_have_saved()
    {
        var editor = await office.EditorOfAsync("products", "saved");
        var fields = ConflictTests.FieldsOf(await office.Member.PageAsync(editor), editor);
        await office.App.CatchUpAsync();
        await office.App.ReadAsync(async db =>
        {
            await db.PutAsync("h3c-switch", "OTHERS", null, DateTime.UnixEpoch);
            return await db.SaveChangesAsync(Cancel);
        });
        var known = office.App.Stamp;

        foreach (var url in (string[])["/", "/c/h3c-switch", Product, Article, "/search?q=others", "/api/v1/categories", "/admin/products", editor])
            Assert.Equal(HttpStatusCode.OK, (await office.Member.AnswerAsync(url)).StatusCode);
        using var wrong = await office.Member.PostFormAsync(editor, new(fields) { ["Name"] = "" });
        Assert.Equal((HttpStatusCode.BadRequest, known), (wrong.StatusCode, office.App.Stamp));

        using var right = await office.Member.PostFormAsync(editor, new(fields) { ["Name"] = "改过的名称" });
        Assert.Equal((HttpStatusCode.SeeOther, known + 2), (right.StatusCode, office.App.Stamp));
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("OPTIONS", false)]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    [InlineData("DELETE", true)]
    public async Task An_answer_waits_after_a_write_of_an_unsafe_request_alone(string method, bool waits)
    {
        await using var scope = office.App.Services.CreateAsyncScope();
        await office.App.CatchUpAsync();
        var before = office.App.Stamp;
        long? answeredAt = null;

        await office.SaveInAsync(scope.ServiceProvider);
        await AnswerAsync(scope.ServiceProvider, method, () => answeredAt = office.App.Stamp, Cancel);

        Assert.Equal(waits ? before + 1 : before, answeredAt);
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_that_is_not_wanted_any_more()
    {
        await using var scope = office.App.Services.CreateAsyncScope();
        await office.SaveInAsync(scope.ServiceProvider);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AnswerAsync(scope.ServiceProvider, "POST", () => Assert.Fail("answered"), new(canceled: true)));
    }

    private static Task AnswerAsync(IServiceProvider scope, string method, Action answer, CancellationToken aborted)
    {
        var http = new DefaultHttpContext { Request = { Method = method }, RequestAborted = aborted };
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor());
        var context = new ResultExecutingContext(action, [], new EmptyResult(), NoController);
        return ActivatorUtilities.CreateInstance<ReadYourWrites>(scope).OnResultExecutionAsync(context, () =>
        {
            answer();
            return Task.FromResult(new ResultExecutedContext(action, [], new EmptyResult(), NoController));
        });
    }

    private static readonly object NoController = new();

    /// <summary>A store with products and a comment, a member who may do all, and a visitor. Each test has things of its own.</summary>
    public sealed class Office : IAsyncLifetime
    {
        private const string Token = "__RequestVerificationToken";

        private int _saved;

        internal StoreApp App { get; private set; } = null!;

        internal HttpClient Member { get; private set; } = null!;

        internal HttpClient Visitor { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = (await StoreApp.WithPageAsync()).FollowingOnlyWhenAsked();
            await App.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
            await App.ChangeAsync(async db =>
            {
                foreach (var sku in (string[])["EDITED", "WITHDRAWN", "BINNED", "ROW", "AT-ONCE", "MODERATED", "SAVED"])
                    await db.PutAsync("huawei-switch", sku, null, DateTime.UnixEpoch);
                (await db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel)).SalespersonId = await db.Salespeople.MinAsync(s => s.Id, Cancel);
            });
            (Member, Visitor) = (await App.SignedInAsync(), App.Visitor());
            await Visitor.PostAsync(App, Article);
            await App.ApproveAllAsync();
        }

        /// <summary>The page as the next visitor sees it. Afterwards the cache has it, so that the next write must take it out.</summary>
        internal async Task<string> SeenAsync(string page)
        {
            using var seen = await Visitor.AnswerAsync(page);
            await Patience.UntilAsync(async () =>
            {
                using var again = await Visitor.AnswerAsync(page);
                return again.Headers.Age is not null;
            });
            return await seen.TextAsync();
        }

        /// <summary>Sends a form of a page; its token alone where a button of another form leads there.</summary>
        internal async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] typed)
        {
            var document = await Member.PageAsync(page);
            var isForm = document.QuerySelector($"form[action='{action}']") is not null;
            return await Member.PostFormAsync(action, isForm ? Door.FieldsOf(document, action, typed)
                : new() { [Token] = document.QuerySelector<IHtmlInputElement>($"input[name={Token}]")!.Value });
        }

        internal Task SaveInAsync(IServiceProvider scope)
        {
            var db = scope.GetRequiredService<StoreDb>();
            db.Salespeople.Add(new() { Name = $"孙销售 {++_saved}" });
            return db.SaveChangesAsync(Cancel);
        }

        internal async Task<string> EditorOfAsync(string kind, string? slug = null) =>
            kind == "settings/company" ? "/admin/settings/company" : $"/admin/{kind}/{await App.ReadAsync(db => IdAsync(db, kind, slug))}/edit";

        private static Task<int> IdAsync(StoreDb db, string kind, string? slug) => kind switch
        {
            "products" => db.Products.Where(p => p.Slug == (slug ?? "edited")).Select(p => p.Id).SingleAsync(Cancel),
            "categories" => db.Categories.Where(c => c.Slug == (slug ?? "huawei-switch")).Select(c => c.Id).SingleAsync(Cancel),
            "articles" => db.Articles.Where(a => a.Slug == (slug ?? "intel-vt")).Select(a => a.Id).SingleAsync(Cancel),
            "comments" => db.Comments.Where(c => c.ArticleId != null).Select(c => c.Id).SingleAsync(Cancel),
            "settings/vendors" => db.Products.Where(p => p.Slug == "edited").Select(p => p.VendorId).SingleAsync(Cancel),
            _ => db.Categories.Where(c => c.Slug == "huawei-switch").Select(c => c.SalespersonId!.Value).SingleAsync(Cancel),
        };

        public async ValueTask DisposeAsync()
        {
            Member.Dispose();
            Visitor.Dispose();
            await App.DisposeAsync();
        }
    }
}
