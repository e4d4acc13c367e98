using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Web.PageCache;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Comments;

/// <summary>Refused forms: each shows a message and keeps all input.</summary>
public sealed class RefusalTests(RefusalTests.SharedStore store) : IClassFixture<RefusalTests.SharedStore>, IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private long _before;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store.App.Services.GetRequiredService<PageCacheStore>().EvictAll(); // a form of the cached page can be sent once
        _before = (await store.App.CommentsAsync()).Select(c => (long)c.Id).DefaultIfEmpty().Max();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Reader.Article)]
    [InlineData(Reader.Product)]
    public async Task A_form_sent_back_too_fast_is_not_taken_and_can_be_sent_again(string url)
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = (await visitor.PageAsync(url)).CommentFields("正文", "标题", "老赵");
        app.Clock.Advance(Second);

        using var answer = await visitor.PostFormAsync(url + "/comments", fields);

        var again = await RefusedAsync(app, answer, "提交得太快了", "标题", "正文", "老赵");
        app.Clock.Advance(3 * Second);
        using var second = await visitor.PostFormAsync(url + "/comments", again);
        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
    }

    [Fact]
    public async Task A_form_that_was_open_too_long_is_not_taken_and_can_be_sent_again()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = (await visitor.PageAsync(Reader.Article)).CommentFields("正文", "标题", "老赵");
        app.Sleep(TimeSpan.FromHours(72) + Second);

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        var again = await RefusedAsync(app, answer, "打开得太久了", "标题", "正文", "老赵");
        app.Clock.Advance(3 * Second);
        using var second = await visitor.PostFormAsync(Reader.Article + "/comments", again);
        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\u534E")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_stamp_is_not_taken(string stamp)
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, "正文", "标题", "老赵");
        fields["Stamp"] = stamp;

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        await RefusedAsync(app, answer, "表单已失效", "标题", "正文", "老赵");
    }

    [Fact]
    public async Task The_stamp_of_another_page_or_no_stamp_is_not_taken()
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, "正文", "标题", "老赵");

        using var other = await visitor.PostFormAsync(Reader.Product + "/comments", fields);
        await RefusedAsync(app, other, "表单已失效", "标题", "正文", "老赵");
        fields.Remove("Stamp");
        using var none = await visitor.PostFormAsync(Reader.Article + "/comments", fields);
        await RefusedAsync(app, none, "表单已失效", "标题", "正文", "老赵");
    }

    [Theory]
    [InlineData(0, 0, 0, "#comment-body-error")]
    [InlineData(Comment.MaxTitleLength + 1, 10, 0, "#comment-title-error")]
    [InlineData(0, Comment.MaxBodyLength + 1, 0, "#comment-body-error")]
    [InlineData(0, 10, Comment.MaxAuthorLength + 1, "#comment-author-error")]
    [InlineData(Comment.MaxTitleLength + 1, Comment.MaxBodyLength + 1, Comment.MaxAuthorLength + 1, "#comment-title-error, #comment-body-error, #comment-author-error")]
    public async Task Nothing_or_too_much_comes_back_with_an_error_at_the_field(int title, int body, int author, string errors)
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var (t, b, a) = (new string('\u6807', title), new string('\u6587', body), new string('\u540D', author));

        using var answer = await visitor.SendAsync(app, Reader.Article, b, t, a);

        var page = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((t, b, a), page.Typed());
        Assert.Equal(errors.Split(", ").Order(), page.QuerySelectorAll(".field__error").Select(e => "#" + e.Id).Order());
        Assert.All(page.QuerySelectorAll(".field__error"), e => Assert.Equal("true", page.QuerySelector($"[aria-describedby~={e.Id}]")!.GetAttribute("aria-invalid")));
        Assert.Empty(await CommentsAsync());
    }

    [Fact]
    public async Task The_longest_title_body_and_name_are_taken()
    {
        var app = store.App;
        using var visitor = app.Visitor();

        await visitor.PostAsync(app, Reader.Article, new string('b', Comment.MaxBodyLength), new string('t', Comment.MaxTitleLength), new string('a', Comment.MaxAuthorLength));

        Assert.Single(await CommentsAsync());
    }

    [Fact]
    public async Task Line_ends_count_as_one_character_each()
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var lines = string.Concat(Enumerable.Repeat("x\r\n", Comment.MaxBodyLength / 2));

        await visitor.PostAsync(app, Reader.Article, lines);
        using var answer = await visitor.SendAsync(app, Reader.Article, lines + "y");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(Comment.MaxBodyLength - 1, Assert.Single(await CommentsAsync()).Body.Length);
    }

    [Fact]
    public async Task Letters_that_become_two_when_they_are_kept_count_as_two()
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var (title, body, author) = (new string('\u0958', Comment.MaxTitleLength), new string('\u0958', Comment.MaxBodyLength), new string('\u0958', Comment.MaxAuthorLength));

        using var answer = await visitor.SendAsync(app, Reader.Article, body, title, author);
        await visitor.PostAsync(app, Reader.Article, body[..(Comment.MaxBodyLength / 2)], title[..(Comment.MaxTitleLength / 2)], author[..(Comment.MaxAuthorLength / 2)]);

        var page = await answer.DocumentAsync();
        Assert.Equal((HttpStatusCode.BadRequest, 3), (answer.StatusCode, page.QuerySelectorAll(".field__error").Length));
        Assert.Equal((title, body, author), page.Typed());
        Assert.Equal(Comment.MaxBodyLength, Assert.Single(await CommentsAsync()).Body.Length);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("\r\n\t\r\n")]
    public async Task A_body_of_blanks_is_not_taken(string body)
    {
        var app = store.App;
        using var visitor = app.Visitor();

        using var answer = await visitor.SendAsync(app, Reader.Article, body, "标题");

        Assert.Equal((HttpStatusCode.BadRequest, "标题"), (answer.StatusCode, (await answer.DocumentAsync()).Typed().Title));
        Assert.Empty(await CommentsAsync());
    }

    [Fact]
    public async Task A_flood_is_told_to_wait_and_gets_its_words_back()
    {
        await using var app = await Reader.StoreAsync(("Comments:PerMinute", "3"));
        using var visitor = app.Visitor();
        for (var n = 1; n <= 3; n++)
            await visitor.PostAsync(app, Reader.Article, $"第 {n} 条");

        using var answer = await visitor.SendAsync(app, Reader.Article, "第 4 条", "标题", "老赵");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var page = await answer.DocumentAsync();
        Assert.Equal(("429", "提交太频繁"), (page.Text(".error-page__status"), page.Text("h1")));
        Assert.NotNull(page.QuerySelector(".site-header"));
        Assert.Equal(("标题", "第 4 条", "老赵"), page.Typed());
        Assert.Equal(Reader.Article + "/comments", page.QuerySelector("form.comment-form")!.GetAttribute("action"));
        Assert.Equal(3, (await app.CommentsAsync()).Count);
        await visitor.PageAsync(Reader.Article);
    }

    [Fact]
    public async Task Saying_to_be_somebody_else_in_a_header_does_not_help_a_flood()
    {
        await using var app = await Reader.StoreAsync(("Comments:PerMinute", "1"));
        using var visitor = app.Visitor();
        await visitor.PostAsync(app, Reader.Article, "一");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        visitor.DefaultRequestHeaders.Add("Forwarded", "for=203.0.113.9");
        visitor.DefaultRequestHeaders.Add("X-Real-IP", "203.0.113.9");

        using var answer = await visitor.SendAsync(app, Reader.Article, "二");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://localhost.evil.example", false)]
    [InlineData("Origin", "http://localhost:81", false)]
    [InlineData("Origin", "https://localhost", false)]
    [InlineData("Origin", "http://localhost", true)]
    [InlineData("X-Nothing", "", true)]
    public async Task A_post_from_another_site_is_forbidden(string header, string value, bool taken)
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, $"{header} {value.Length}"); // the same text once more is the same comment
        visitor.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(taken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(taken ? 1 : 0, (await CommentsAsync()).Count);
        if (!taken)
            Assert.Equal("403", (await answer.DocumentAsync()).Text(".error-page__status"));
    }

    [Fact]
    public async Task Browsers_that_say_both_are_believed_by_what_scripts_cannot_forge()
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article);
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        visitor.DefaultRequestHeaders.Add("Origin", "http://localhost");

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(70_000, HttpStatusCode.BadRequest)]
    [InlineData(200_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_that_no_form_sends_is_refused(int length, HttpStatusCode expected)
    {
        var app = store.App;
        using var visitor = app.Visitor();

        using var answer = await visitor.SendAsync(app, Reader.Article, new string('x', length));

        Assert.Equal(expected, answer.StatusCode);
        Assert.NotEmpty((await answer.DocumentAsync()).Text(".error-page__status"));
        Assert.Empty(await CommentsAsync());
    }

    [Fact]
    public async Task A_real_server_refuses_an_oversized_body_too()
    {
        await using var app = await Reader.StoreOnPortAsync();
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, new string('x', 1_000_000));

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(await app.CommentsAsync());
    }

    [Fact]
    public async Task Hundreds_of_fields_are_refused()
    {
        var app = store.App;
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article);
        for (var n = 0; n < 100; n++)
            fields[$"f{n}"] = "";

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/json", "{\"Body\":\"x\"}")]
    [InlineData("text/plain", "Body=x")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken")]
    [InlineData("multipart/form-data", "x")]
    [InlineData(null, "Body=x")]
    public async Task A_post_that_is_no_form_is_a_client_error(string? contentType, string body)
    {
        var app = store.App;
        using var visitor = app.Visitor();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        using var answer = await visitor.PostAsync(Reader.Article + "/comments", content, Cancel);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Empty(await CommentsAsync());
    }

    [Fact]
    public async Task A_multipart_form_is_taken_like_any_other()
    {
        var app = store.App;
        using var visitor = app.Visitor();
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in await visitor.FillInAsync(app, Reader.Article, "分段 \U0001F680"))
            content.Add(new StringContent(value), name);

        using var answer = await visitor.PostAsync(Reader.Article + "/comments", content, Cancel);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("分段 \U0001F680", Assert.Single(await CommentsAsync()).Body);
    }

    [Theory]
    [InlineData("/articles/nothing/comments")]
    [InlineData("/p/nothing/comments")]
    public async Task A_comment_on_nothing_is_not_found(string url)
    {
        var app = store.App;
        using var visitor = app.Visitor();

        using var answer = await visitor.PostFormAsync(url, await visitor.FillInAsync(app, Reader.Article));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(Reader.Article)]
    [InlineData("/articles/%E6%9C%BA%E6%88%BF")]
    public async Task While_another_writer_holds_the_database_the_words_come_back_and_go_through_later(string url)
    {
        await using var app = await Reader.BusyStoreAsync();
        await app.AddArticleAsync("机房", "\u673A\u623F");
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, url, "正文", "标题", "老赵");
        await using var writer = new SqliteConnection(SqliteStoreDb.ConnectionString(app.DatabaseFile));
        await writer.OpenAsync(Cancel);
        await using var hold = writer.BeginTransaction(deferred: false);

        using var answer = await visitor.PostFormAsync(url + "/comments", fields);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var page = await answer.DocumentAsync();
        Assert.Equal(("标题", "正文", "老赵"), page.Typed());
        await visitor.PageAsync(url);
        await hold.RollbackAsync(Cancel);
        app.Clock.Advance(3 * Second);
        using var again = await visitor.PostFormAsync(page.QuerySelector("form.comment-form")!.GetAttribute("action")!, page.CommentFields("正文", "标题", "老赵"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        using var same = await visitor.PostFormAsync(url + "/comments", fields);
        Assert.Equal(HttpStatusCode.SeeOther, same.StatusCode);
        Assert.Equal("正文", Assert.Single(await app.CommentsAsync()).Body);
    }

    /// <summary>What this test has had saved in the store that it shares.</summary>
    private async Task<List<Comment>> CommentsAsync() => [.. (await store.App.CommentsAsync()).Where(c => c.Id > _before)];

    /// <summary>Checks that the page shows the error and the input; returns the form's fields to be sent again.</summary>
    private async Task<Dictionary<string, string>> RefusedAsync(StoreApp app, HttpResponseMessage answer, string error, string title, string body, string author)
    {
        var page = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(error, page.Text(".comment-form .form-error"), StringComparison.Ordinal);
        Assert.Equal((title, body, author), page.Typed());
        Assert.NotEmpty(page.Text("h1"));
        Assert.Empty(app == store.App ? await CommentsAsync() : await app.CommentsAsync());
        return page.CommentFields(body, title, author);
    }

    /// <summary>A store with one product. A refusal leaves nothing in it that another test would meet.</summary>
    public sealed class SharedStore : IAsyncLifetime
    {
        internal StoreApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await Reader.StoreAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
