using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Forms;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class ArticlePagesTests
{
    private const string List = "/admin/articles", Writing = List + "/new";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_article_is_written_planned_and_appears_and_goes_by_the_clock()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        var line = await app.ReadAsync(db => db.Categories.SingleAsync(c => c.Slug == "huawei-switch", Cancel));
        var (from, until) = (app.Clock.GetUtcNow().AddHours(2), app.Clock.GetUtcNow().AddHours(4));

        using var written = await editor.SubmitAsync(Writing, Writing,
            ("Title", "怎样选交换机"), ("Slug", "Choose A Switch"), ("Summary", "一段话。"), ("Parameters", "端口: 24 [个]\n容量：336 [Gbps]"), ("Body", "## 第一节\r\n\r\n文字。"),
            ("Tags", "交换机\n选型"), ("CategoryId", $"{line.Id}"), ("HelpsToChoose", $"{line.Id}"), ("PublishFrom", China(from)), ("PublishUntil", China(until)));

        Assert.Equal(HttpStatusCode.SeeOther, written.StatusCode);
        var place = written.Headers.Location!.OriginalString;
        Assert.Equal("定时", (await editor.PageAsync(place)).Text("h1 .badge"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync());
        await ByTheClockAsync(app, TimeSpan.FromHours(2.1), async () => await StatusAsync() == HttpStatusCode.OK);
        var page = await visitor.PageAsync("/articles/choose-a-switch");
        Assert.Equal(("怎样选交换机", "第一节"), (page.Text("h1"), page.Text(".prose h2")));
        Assert.Contains("336 Gbps", page.Text(".spec-table"), StringComparison.Ordinal);
        Assert.Contains("怎样选交换机", (await visitor.PageAsync("/c/huawei-switch")).Body!.TextContent, StringComparison.Ordinal);
        await ByTheClockAsync(app, TimeSpan.FromHours(2), async () => await StatusAsync() == HttpStatusCode.NotFound);
        Assert.Equal("已下架", (await editor.PageAsync(place)).Text("h1 .badge"));

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await visitor.GetAsync("/articles/choose-a-switch", Cancel);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task An_article_is_published_withdrawn_thrown_away_and_restored()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        using var written = await editor.SubmitAsync(Writing, Writing, ("Title", "标题"), ("Slug", "a"), ("Body", "文字。"), ("Then", "Publish"));
        var place = written.Headers.Location!.OriginalString;
        var one = place[..^"/edit".Length];
        var fields = Door.FieldsOf(await editor.PageAsync(place), place);

        Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync("/articles/a")).StatusCode);
        foreach (var (verb, state, status) in ((string, string, HttpStatusCode)[])
            [("withdrawal", "已下架", HttpStatusCode.NotFound), ("publication", "已发布", HttpStatusCode.OK), ("bin", "回收站", HttpStatusCode.NotFound), ("publication", "回收站", HttpStatusCode.NotFound), ("restoration", "已下架", HttpStatusCode.NotFound)])
        {
            using var done = await editor.PostFormAsync($"{one}/{verb}", fields);
            Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
            var page = await editor.PageAsync(place);
            Assert.Equal(state, page.Text("h1 .badge"));
            Assert.NotEmpty(page.Text(".notice"));
            Assert.Equal(status, (await visitor.AnswerAsync("/articles/a")).StatusCode);
        }
        using var gone = await editor.PostFormAsync($"{List}/999999/publication", fields);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_kept_comes_back_beside_its_error()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        var past = China(app.Clock.GetUtcNow().AddHours(-2));
        (string Field, string Value, string Error)[] wrong =
        [
            ("Title", "", "请填写标题。"), ("Body", new string('>', 1_000), "嵌套超过"), ("Body", new string('字', RichText.MaxLength + 1), "最多 200,000 个"),
            ("Parameters", "没有冒号的一行", "第 1 行看不懂"), ("Tags", new string('长', 25), "标签最多"), ("CategoryId", "999999", "没有这个分类。"),
            ("PublishFrom", past, "定时发布的时间须在将来。"), ("PublishUntil", "明天", "请写成："),
        ];

        foreach (var (field, value, error) in wrong)
        {
            using var answer = await editor.SubmitAsync(Writing, Writing, [("Title", "标题"), ("Body", "写了很久的一段话。"), (field, value)]);
            var page = await answer.DocumentAsync();
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(error, page.Text($"#{field}-error"), StringComparison.Ordinal);
            Assert.Equal(field == "Body" ? value : "写了很久的一段话。", page.QuerySelector<IHtmlTextAreaElement>("#Body")!.Value);
        }
        Assert.False(await app.ReadAsync(db => db.Articles.AnyAsync(a => a.Title == "标题", Cancel)));
    }

    [Fact]
    public async Task What_readers_will_not_see_is_told_after_the_save_and_in_the_preview()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        const string Body = "文字[^a]。\n\n![外](https://example.com/x.png)\n\n[^b]: 没有引用的注。";

        using var written = await editor.SubmitAsync(Writing, Writing, ("Title", "标题"), ("Body", Body));
        var page = await editor.PageAsync(written.Headers.Location!.OriginalString);

        foreach (var told in (string[])["https://example.com/x.png", "注释 [^b]", "[^a]"])
        {
            Assert.Contains(told, page.Text(".notice"), StringComparison.Ordinal);
            Assert.Contains(told, page.Text(".article-draft .omissions"), StringComparison.Ordinal);
        }
        using var clean = await editor.SubmitAsync(Writing, Writing, ("Title", "另一篇"), ("Body", "文字。"));
        Assert.Null((await editor.PageAsync(clean.Headers.Location!.OriginalString)).QuerySelector(".omissions"));
    }

    [Fact]
    public async Task A_text_longer_than_any_other_form_is_taken_whole()
    {
        await using var app = await StoreApp.WithPageAsync();
        var address = app.ListenOnPort();
        await app.AddStaffAsync(Door.Owner, Core.Staff.StaffRoles.Editor);
        using var editor = app.CreateClient(new() { BaseAddress = address, AllowAutoRedirect = false });
        using var signed = await editor.SignInAsync();
        var text = string.Concat(Enumerable.Repeat("这是一段很长的文字。\r\n\r\n", 10_000));

        using var written = await editor.SubmitAsync(Writing, Writing, ("Title", "长文"), ("Body", text[..120_000]));
        using var visitor = app.CreateClient(new() { BaseAddress = address, AllowAutoRedirect = false });
        using var elsewhere = await visitor.PostFormAsync("/articles/intel-vt/comments", new() { ["Body"] = text });

        Assert.EndsWith("/edit", written.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal); // this client follows redirects
        Assert.Equal(text[..120_000].ReplaceLineEndings("\n"), await app.ReadAsync(db => db.Articles.Where(a => a.Title == "长文").Select(a => a.Body).SingleAsync(Cancel)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, elsewhere.StatusCode);
    }

    [Fact]
    public async Task The_preview_is_what_would_be_published_and_saves_nothing()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        const string Body = "## 一节\n\n文字一段，有[^1]脚注和 **VMCS**。\n\n[x](javascript:alert(1))\n\n![图](/figures/intel-vt-rings.svg \"说明\")\n\n[^1]: 注。";
        var fields = Door.FieldsOf(await editor.PageAsync(Writing), Writing, ("Title", ""), ("Body", Body));

        using var fragment = await editor.PostFormAsync(List + "/preview", new(fields) { ["fragment"] = "true" });
        using var page = await editor.PostFormAsync(List + "/preview", fields);
        using var refused = await editor.PostFormAsync(List + "/preview", new(fields) { ["Body"] = new('>', 1_000), ["fragment"] = "true" });
        using var published = await editor.PostFormAsync(Writing, new(fields) { ["Title"] = "一篇", ["Slug"] = "one", ["Then"] = "Publish" });

        var shown = await fragment.DocumentAsync();
        var prose = (await editor.PageAsync("/articles/one")).QuerySelector(".prose")!.InnerHtml;
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (fragment.StatusCode, page.StatusCode, refused.StatusCode));
        Assert.Empty(shown.QuerySelectorAll("header, link, h1"));
        Assert.Equal(prose, shown.QuerySelector(".prose")!.InnerHtml);
        Assert.Equal(prose, (await page.DocumentAsync()).QuerySelector(".prose")!.InnerHtml);
        Assert.DoesNotContain("javascript:", prose, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("^[0-9]+ 个汉字，[0-9]+ 个词", shown.Text(".article-draft__count"));
        Assert.Contains("嵌套超过", (await refused.DocumentAsync()).Text(".form-error"), StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.Articles.CountAsync(a => a.Slug == "one", Cancel)));
    }

    [Fact]
    public async Task A_draft_is_read_by_its_sealed_link_for_a_week_and_by_nothing_else()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        await app.AddArticleAsync("还没写完", "draft", published: false);
        var id = await app.ReadAsync(db => db.Articles.Where(a => a.Slug == "draft").Select(a => a.Id).SingleAsync(Cancel));
        var link = new Uri((await editor.PageAsync($"{List}/{id}/edit")).QuerySelector<IHtmlAnchorElement>(".article-editor__link")!.GetAttribute("href")!).PathAndQuery;

        using var first = await visitor.AnswerAsync(link);
        using var second = await visitor.AnswerAsync(link);
        var page = await first.DocumentAsync();

        Assert.Equal((HttpStatusCode.OK, "还没写完"), (first.StatusCode, page.Text("h1")));
        Assert.Contains("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"), StringComparison.Ordinal);
        Assert.Contains("noindex", string.Concat(first.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl!.NoStore);
        Assert.Equal((null, null), (second.Headers.Age, second.Headers.ETag));
        Assert.False(first.Headers.Contains("Set-Cookie"));
        var wrong = link[..^6] + (link.EndsWith("AAAAAA", StringComparison.Ordinal) ? "BBBBBB" : "AAAAAA");
        foreach (var url in (string[])["/articles/draft", wrong, "/articles/preview/1", "/articles/preview/" + new string('a', 1_000)])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(url)).StatusCode);
        app.Sleep(TimeSpan.FromDays(6.9));
        Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync(link)).StatusCode);
        app.Sleep(TimeSpan.FromDays(0.2));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(link)).StatusCode);
    }

    [Fact]
    public async Task What_lies_in_the_bin_is_read_by_no_link()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        await app.AddArticleAsync("还没写完", "draft", published: false);
        var id = await app.ReadAsync(db => db.Articles.Where(a => a.Slug == "draft").Select(a => a.Id).SingleAsync(Cancel));
        var link = new Uri((await editor.PageAsync($"{List}/{id}/edit")).QuerySelector(".article-editor__link")!.GetAttribute("href")!).PathAndQuery;

        await app.ChangeAsync(async db => (await db.Articles.SingleAsync(a => a.Id == id, Cancel)).ToBin(app.Clock.GetUtcNow().UtcDateTime));

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_stale_save_answers_409_with_what_the_other_did_and_loses_nothing()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        var id = await app.ReadAsync(db => db.Articles.Where(a => a.Slug == "intel-vt").Select(a => a.Id).SingleAsync(Cancel));
        var place = $"{List}/{id}/edit";
        var mine = CategoryPagesTests.Full(await editor.PageAsync(place), place);

        using var first = await editor.PostFormAsync(place, new(mine) { ["Title"] = "对方的标题", ["Body"] = "对方写的正文。" });
        using var stale = await editor.PostFormAsync(place, new(mine) { ["Title"] = "我的标题", ["Summary"] = "我的描述。" });

        var page = await stale.DocumentAsync();
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (first.StatusCode, stale.StatusCode));
        Assert.Contains("对方的标题", page.Text(".conflict"), StringComparison.Ordinal);
        var proposal = ConflictTests.FieldsOf(page, place);
        Assert.Equal(("我的标题", "我的描述。", "对方写的正文。"), (proposal["Title"], proposal["Summary"], proposal["Body"]));
        using var again = await editor.PostFormAsync(place, proposal);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        var saved = await app.ReadAsync(db => db.Articles.SingleAsync(a => a.Id == id, Cancel));
        Assert.Equal(("我的标题", "我的描述。", "对方写的正文。"), (saved.Title, saved.Summary, saved.Body));
    }

    [Fact]
    public async Task Opening_and_saving_changes_nothing_and_what_the_form_does_not_have_is_ignored()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        Task<Article> ReadAsync() => app.ReadAsync(db => db.Articles.AsNoTracking().Include(a => a.HelpsToChoose).SingleAsync(a => a.Slug == "intel-vt", Cancel));
        var before = await ReadAsync();
        var place = $"{List}/{before.Id}/edit";
        var helps = before.HelpsToChoose.Select(c => c.Id).Order().ToList();
        var fields = CategoryPagesTests.Full(await editor.PageAsync(place), place).Where(f => f.Key != "HelpsToChoose")
            .Concat(helps.Select(id => KeyValuePair.Create("HelpsToChoose", $"{id}")))
            .Concat(new Dictionary<string, string> { ["Status"] = "Draft", ["DeletedAt"] = "2020-01-01", ["PublishedAt"] = "2020-01-01", ["BodyHtml"] = "<script>", ["Id"] = "1", ["ReadingMinutes"] = "99" });

        using var saved = await editor.PostAsync(place, new FormUrlEncodedContent(fields), Cancel);

        var after = await ReadAsync();
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal((before.Title, before.Slug, before.Summary, before.Body, before.BodyHtml, before.Status, before.PublishedAt, before.DeletedAt, before.ReadingMinutes),
            (after.Title, after.Slug, after.Summary, after.Body, after.BodyHtml, after.Status, after.PublishedAt, after.DeletedAt, after.ReadingMinutes));
        Assert.Equal(before.Parameters, after.Parameters);
        Assert.Equal(before.Tags, after.Tags);
        Assert.Equal(helps, after.HelpsToChoose.Select(c => c.Id).Order());
    }

    [Fact]
    public async Task The_list_is_filtered_by_state_and_words_and_paged_both_ways()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        for (var n = 0; n < 60; n++)
            await app.AddArticleAsync($"第 {n} 篇", $"zz-{n}", published: n % 2 == 0);

        var first = await editor.PageAsync(List + "?q=zz-");
        var second = await editor.PageAsync(first.QuerySelector("[rel=next]")!.GetAttribute("href")!);
        var back = await editor.PageAsync(second.QuerySelector("[rel=prev]")!.GetAttribute("href")!);
        var drafts = await editor.PageAsync(List + "?state=Draft&q=" + Uri.EscapeDataString("第 1"));

        Assert.Equal((50, 10), (Titles(first).Count, Titles(second).Count));
        Assert.Equal("第 59 篇", Titles(first)[0]);
        Assert.Empty(Titles(first).Intersect(Titles(second)));
        Assert.Equal(Titles(first), Titles(back));
        Assert.Null(back.QuerySelector("[rel=prev]"));
        Assert.All(drafts.QuerySelectorAll("tbody .badge"), b => Assert.Equal("草稿", b.TextContent));
        Assert.Equal(["第 19 篇", "第 17 篇", "第 15 篇", "第 13 篇", "第 11 篇", "第 1 篇"], Titles(drafts));
        foreach (var url in (string[])["?state=Nothing", "?before=x"])
            Assert.Equal(HttpStatusCode.BadRequest, (await editor.AnswerAsync(List + url)).StatusCode);

        static List<string> Titles(IParentNode page) => [.. page.QuerySelectorAll("tbody th").Select(t => t.TextContent.Trim())];
    }

    [Fact]
    public async Task The_pages_speak_English_to_who_chose_it()
    {
        await using var app = await CategoryPagesTests.StoreAsync();
        using var editor = await app.SignedInAsync();
        var article = await app.ReadAsync(db => db.Articles.OrderBy(a => a.Id).Select(a => a.Id).FirstAsync(Cancel));
        var line = await app.ReadAsync(db => db.Categories.Where(c => c.Slug == "huawei-switch").Select(c => c.Id).SingleAsync(Cancel));
        (await editor.AnswerAsync("/language/en?returnUrl=/admin")).Dispose();

        foreach (var url in (string[])[List, Writing, $"{List}/{article}/edit", "/admin/categories", "/admin/categories/new", $"/admin/categories/{line}/edit", $"/admin/categories/{line}/parent", $"/admin/categories/{line}/merger"])
        {
            var page = await editor.PageAsync(url);
            Assert.Empty(page.QuerySelectorAll("main *").Where(e => e.Closest("bdi, [lang='zh-CN'], option, .field__check, .place-choice__one, .article-draft") is null && e.ChildElementCount == 0 && Guards.UiTexts.HasHan(e.TextContent)).Select(e => $"{url}: {e.TextContent}"));
        }
    }

    private static string China(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Advances the clock once, then second by second until the store has followed.</summary>
    private static async Task ByTheClockAsync(StoreApp app, TimeSpan by, Func<Task<bool>> isDone)
    {
        app.Clock.Advance(by);
        await Patience.UntilAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return await isDone();
        });
    }
}
