using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Comments;

public sealed class ThreadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Reader.Article)]
    [InlineData(Reader.Product)]
    public async Task Threads_come_newest_first_and_their_replies_in_the_order_in_which_they_were_said(string url)
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        var first = await SayAsync(app, visitor, url, "first");
        var second = await SayAsync(app, visitor, url, "second");
        await SayAsync(app, visitor, url, "to the first", first);
        await SayAsync(app, visitor, url, "to the second", second);
        await SayAsync(app, visitor, url, "to the first again", first);

        var page = await visitor.PageAsync(url);

        Assert.Equal(["second: to the second", "first: to the first, to the first again"], page.QuerySelectorAll(".comments__thread").Select(t =>
            $"{t.Text(".comment__body")}: {string.Join(", ", t.QuerySelectorAll(".comments__replies .comment__body").Select(b => b.TextContent))}"));
        Assert.Equal("(5)", page.Text("#comments-title .count"));
    }

    [Theory]
    [InlineData(Reader.Article)]
    [InlineData(Reader.Product)]
    public async Task A_first_comment_that_was_rejected_leaves_a_placeholder_over_its_answers_and_counts_as_none(string url)
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        var root = await SayAsync(app, visitor, url, "zebra words", author: "zebra");
        var middle = await SayAsync(app, visitor, url, "an answer", root);
        await SayAsync(app, visitor, url, "a later answer", root);
        var lonely = await SayAsync(app, visitor, url, "nobody answered this");

        await TurnAsync(root, lonely);
        var page = await visitor.PageAsync(url);
        var thread = Assert.Single(page.QuerySelectorAll(".comments__thread"));
        Assert.Equal("这条评论已删除。", thread.Text($"#comment-{root}"));
        Assert.Equal(["an answer", "a later answer"], thread.QuerySelectorAll(".comments__replies .comment__body").Select(b => b.TextContent));
        Assert.Equal("(2)", page.Text("#comments-title .count"));
        Assert.DoesNotContain("zebra", page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        // Remaining replies have reply links, the placeholder has none.
        Assert.Null(thread.QuerySelector($"[data-reply-to='{root}']"));
        var further = await SayAsync(app, visitor, url, "still going on", middle);
        Assert.Equal(root, (await app.CommentsAsync()).Find(c => c.Id == further)!.ParentId);

        await TurnAsync(middle);
        page = await visitor.PageAsync(url);
        Assert.Equal(["a later answer", "still going on"], page.QuerySelectorAll(".comment__body").Select(b => b.TextContent));
        Assert.Equal("(2)", page.Text("#comments-title .count"));

        Task TurnAsync(params int[] ids) => app.ChangeAsync(async db =>
        {
            foreach (var comment in await db.Comments.Where(c => ids.Contains(c.Id)).ToListAsync(Cancel))
                comment.Reject(app.Clock.GetUtcNow().UtcDateTime);
        });
    }

    [Fact]
    public async Task Placeholders_take_a_place_on_the_pages_of_comments_and_are_not_counted()
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        for (var n = 1; n <= 21; n++)
        {
            var root = await SayAsync(app, visitor, Reader.Article, $"remark {n}");
            await SayAsync(app, visitor, Reader.Article, $"answer {n}", root);
        }
        await app.ChangeAsync(async db =>
        {
            foreach (var root in await db.Comments.Roots().ToListAsync(Cancel))
                root.MarkAsSpam(app.Clock.GetUtcNow().UtcDateTime);
        });

        var (first, second) = (await visitor.PageAsync(Reader.Article), await visitor.PageAsync(Reader.Article + "?comments=2"));

        Assert.Equal((20, 1), (first.QuerySelectorAll(".comments__gone").Length, second.QuerySelectorAll(".comments__gone").Length));
        Assert.Equal(("(21)", "(21)", "answer 1"), (first.Text("#comments-title .count"), second.Text("#comments-title .count"), second.Text(".comment__body")));
    }

    [Fact]
    public async Task Without_script_the_link_at_a_comment_leads_to_a_form_that_answers_it()
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        var root = await SayAsync(app, visitor, Reader.Article, "a question", author: "老赵");

        var link = (await visitor.PageAsync(Reader.Article)).QuerySelector<IHtmlAnchorElement>($"#comment-{root} .comment__reply")!;
        Assert.Equal(("nofollow", "#comment-form"), (link.GetAttribute("rel"), link.Hash));
        var page = await visitor.PageAsync(link.GetAttribute("href")!);

        Assert.Null(page.QuerySelector("reply-to[hidden]"));
        Assert.Equal(("老赵", "a question"), (page.Text(".reply-to__author"), page.Text(".reply-to__quote")));
        Assert.Equal($"{Reader.Article}#comment-{root}", page.QuerySelector(".reply-to__cancel:not([hidden])")!.GetAttribute("href"));
        Assert.Contains("reply-to-whom", page.QuerySelector("#comment-body")!.GetAttribute("aria-describedby")!.Split(' '));
        Assert.Equal($"{root}", page.CommentFields("")["ParentId"]);
        Assert.NotNull((await visitor.PageAsync(Reader.Article)).QuerySelector("reply-to[hidden]"));
    }

    [Fact]
    public async Task On_a_later_page_of_comments_a_reply_stays_there()
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        var oldest = await SayAsync(app, visitor, Reader.Product, "the oldest");
        for (var n = 1; n <= 20; n++)
            await SayAsync(app, visitor, Reader.Product, $"remark {n}");
        const string Second = Reader.Product + "?comments=2";

        var link = (await visitor.PageAsync(Second)).QuerySelector(".comment__reply")!.GetAttribute("href")!;
        Assert.Equal($"{Second}&reply={oldest}#comment-form", link);
        var form = await visitor.PageAsync(link);
        Assert.Equal("the oldest", form.Text(".reply-to__quote"));
        Assert.Equal($"{Second}#comment-{oldest}", form.QuerySelector(".reply-to__cancel")!.GetAttribute("href"));
        var place = await SendAsync(app, visitor, Reader.Product, form.CommentFields("an answer"));

        Assert.Matches(@"\?mine=[A-Za-z0-9_-]+&comments=2#comment-\d+$", place);
        Assert.Equal("an answer", (await visitor.PageAsync(place)).Text("#" + place.Split('#')[1] + " .comment__body"));
        // A duplicate submission leads to the same place, and the comment replied to is shown even if its page is not.
        Assert.Equal(place.Split('#')[1], (await SendAsync(app, visitor, Reader.Product, form.CommentFields("an answer"))).Split('#')[1]);
        Assert.Equal("the oldest", (await visitor.PageAsync($"{Reader.Product}?reply={oldest}")).Text(".reply-to__quote"));
    }

    [Fact]
    public async Task Pages_are_counted_by_threads_and_no_reply_is_left_on_another()
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        for (var n = 1; n <= 20; n++)
        {
            var root = await SayAsync(app, visitor, Reader.Article, $"remark {n}");
            await SayAsync(app, visitor, Reader.Article, $"answer {n}", root);
        }

        var page = await visitor.PageAsync(Reader.Article);

        Assert.Equal((20, 40, "(40)"), (page.QuerySelectorAll(".comments__thread").Length, page.QuerySelectorAll(".comment").Length, page.Text("#comments-title .count")));
        Assert.Null(page.QuerySelector("#comments .pager"));
        await visitor.PageAsync(Reader.Article + "?comments=2", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Reader.Article, 5)]
    [InlineData(Reader.Product, 6)]
    public async Task Threads_take_no_query_each(string url, int most)
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        var root = 0;
        for (var n = 1; n <= 8; n++)
        {
            root = await SayAsync(app, visitor, url, $"remark {n}");
            await SayAsync(app, visitor, url, $"answer {n}", root);
        }

        using var ordinary = await visitor.AnswerAsync(url);
        using var replying = await visitor.AnswerAsync($"{url}?reply={root}");

        Assert.InRange(ordinary.Queries(), 1, most);
        Assert.Equal(ordinary.Queries(), replying.Queries());
    }

    [Fact]
    public async Task A_visitor_sees_their_own_waiting_reply_in_its_thread_and_nobody_else_does()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        await visitor.PostAsync(app, Reader.Article, "a question");
        await app.ApproveAllAsync();
        var root = Assert.Single(await app.CommentsAsync());

        var place = await AnswerAsync(app, visitor, root.Id, "my answer");

        var own = await visitor.PageAsync(place);
        var waiting = own.QuerySelector($"#comment-{root.Id}")!.ParentElement!.QuerySelector(".comments__replies .comment.is-pending")!;
        Assert.Equal("my answer", waiting.Text(".comment__body"));
        Assert.Null(waiting.QuerySelector(".comment__reply"));
        Assert.Equal("(2)", own.Text("#comments-title .count"));
        var others = await visitor.PageAsync(Reader.Article);
        Assert.Equal(("(1)", 1), (others.Text("#comments-title .count"), others.QuerySelectorAll(".comment").Length));
        Assert.Equal(root.Id, (await app.CommentsAsync())[1].ParentId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_after_a_post_begins_for_a_screen_reader_with_what_became_of_it(bool publishAtOnce)
    {
        await using var app = await Reader.StoreAsync(("Comments:PublishAtOnce", publishAtOnce.ToString()));
        using var visitor = app.Visitor();

        var place = await visitor.PostAsync(app, Reader.Article);

        var own = (await visitor.PageAsync(place)).QuerySelector("#" + place.Split('#')[1])!;
        Assert.Equal("-1", own.GetAttribute("tabindex"));
        Assert.Contains(publishAtOnce ? "已发表" : "正在等待审核", own.Text("#" + own.GetAttribute("aria-labelledby")), StringComparison.Ordinal);
        await app.ApproveAllAsync();
        Assert.Empty((await visitor.PageAsync(Reader.Article)).QuerySelectorAll(".comment[tabindex], #comment-posted"));
    }

    [Theory]
    [InlineData("WAITING")]
    [InlineData("REJECTED")]
    [InlineData("ELSEWHERE")]
    [InlineData("999999")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("x")]
    public async Task What_cannot_be_answered_gets_the_ordinary_form_and_a_post_to_it_comes_back_with_its_words(string parent)
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        foreach (var (url, body) in ((string, string)[])[(Reader.Article, "WAITING"), (Reader.Article, "REJECTED"), (Reader.Product, "ELSEWHERE")])
            await visitor.PostAsync(app, url, body);
        await app.ChangeAsync(async db =>
        {
            (await db.Comments.SingleAsync(c => c.Body == "REJECTED", Cancel)).Reject(DateTime.UnixEpoch);
            (await db.Comments.SingleAsync(c => c.Body == "ELSEWHERE", Cancel)).Approve(DateTime.UnixEpoch);
        });
        var before = await app.CommentsAsync();
        var id = before.Find(c => c.Body == parent) is { } named ? named.Id.ToString(CultureInfo.InvariantCulture) : parent;

        var ordinary = await visitor.PageAsync($"{Reader.Article}?reply={id}");
        Assert.NotNull(ordinary.QuerySelector("reply-to[hidden]"));
        Assert.Equal("", ordinary.CommentFields("")["ParentId"]);
        var fields = await visitor.FillInAsync(app, Reader.Article, "正文", "标题", "老赵");
        fields["ParentId"] = id;
        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        var page = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("您回复的评论已经看不到了", page.Text(".comment-form .form-error"), StringComparison.Ordinal);
        Assert.Equal(("标题", "正文", "老赵"), page.Typed());
        Assert.Equal(before.Count, (await app.CommentsAsync()).Count);

        app.Clock.Advance(TimeSpan.FromSeconds(3));
        using var again = await visitor.PostFormAsync(Reader.Article + "/comments", page.CommentFields("正文", "标题", "老赵"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Null((await app.CommentsAsync())[^1].ParentId);
    }

    [Fact]
    public async Task A_reply_that_comes_back_for_another_reason_still_answers_the_same_comment()
    {
        await using var app = await Reader.StoreAsync(("Comments:PerMinute", "3"), ("Comments:PublishAtOnce", "true"));
        using var visitor = app.Visitor();
        var root = await SayAsync(app, visitor, Reader.Article, "a question", author: "老赵");
        var form = await visitor.PageAsync($"{Reader.Article}?reply={root}");

        using var tooFast = await visitor.PostFormAsync(Reader.Article + "/comments", form.CommentFields("my answer", author: "小孙"));
        var refused = await tooFast.DocumentAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "老赵"), (tooFast.StatusCode, refused.Text("reply-to:not([hidden]) .reply-to__author")));
        Assert.Equal(("", "my answer", "小孙"), refused.Typed());

        using var third = await visitor.PostFormAsync(Reader.Article + "/comments", []);
        using var flood = await visitor.PostFormAsync(Reader.Article + "/comments", refused.CommentFields("my answer"));
        var told = await flood.DocumentAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, flood.StatusCode);
        Assert.NotNull(told.QuerySelector("reply-to:not([hidden])"));
        Assert.Equal($"{root}", told.CommentFields("")["ParentId"]);
    }

    [Fact]
    public async Task Errors_have_the_focus_and_lead_to_their_fields()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        Assert.Empty((await visitor.PageAsync(Reader.Article)).QuerySelectorAll("[autofocus], .form-error"));

        using var answer = await visitor.SendAsync(app, Reader.Article, "", new string('x', Comment.MaxTitleLength + 1));

        var page = await answer.DocumentAsync();
        var summary = Assert.Single(page.QuerySelectorAll("[autofocus]"));
        Assert.Equal(("form-error", "alert", "-1"), (summary.ClassName, summary.GetAttribute("role"), summary.GetAttribute("tabindex")));
        Assert.Equal(["#comment-title", "#comment-body"], summary.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.All(summary.QuerySelectorAll("a"), a => Assert.Equal("true", page.QuerySelector(a.GetAttribute("href")!)!.GetAttribute("aria-invalid")));
    }

    [Fact]
    public async Task Pages_that_answer_a_comment_are_not_kept_and_leave_the_ordinary_one_alone()
    {
        await using var app = await PublishingStoreAsync();
        using var visitor = app.Visitor();
        var root = await SayAsync(app, visitor, Reader.Article, "a question");
        var ordinary = await visitor.GetStringAsync(Reader.Article, Cancel);

        foreach (var reply in (string[])[$"{root}", $"{root}", "999999", "x", ""])
        {
            using var answer = await visitor.AnswerAsync($"{Reader.Article}?reply={reply}");
            Assert.Equal((HttpStatusCode.OK, null), (answer.StatusCode, answer.Headers.Age));
            Assert.True(answer.Queries() > 0);
        }
        using var kept = await visitor.AnswerAsync(Reader.Article);
        Assert.NotNull(kept.Headers.Age);
        Assert.Equal(ordinary, await kept.TextAsync());
    }

    private static Task<StoreApp> PublishingStoreAsync() => Reader.StoreAsync(("Comments:PublishAtOnce", "true"));

    /// <summary>Posts a comment, in a thread or as a new one; returns its id.</summary>
    private static async Task<int> SayAsync(StoreApp app, HttpClient visitor, string url, string body, int? to = null, string author = "")
    {
        var fields = await visitor.FillInAsync(app, to is null ? url : $"{url}?reply={to}", body, author: author);
        return int.Parse((await SendAsync(app, visitor, url, fields)).Split("#comment-")[1], CultureInfo.InvariantCulture);
    }

    private static async Task<string> AnswerAsync(StoreApp app, HttpClient visitor, int to, string body) =>
        await SendAsync(app, visitor, Reader.Article, await visitor.FillInAsync(app, $"{Reader.Article}?reply={to}", body));

    private static async Task<string> SendAsync(StoreApp app, HttpClient visitor, string url, Dictionary<string, string> fields)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        using var answer = await visitor.PostFormAsync(url + "/comments", fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }
}
