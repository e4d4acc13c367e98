using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Comments;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>The moderation pages.</summary>
public sealed class ModerationTests
{
    private const string Queue = "/admin/comments", Page = "/articles/rings";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A store with an article and a signed-in moderator.</summary>
    private static async Task<(StoreApp App, HttpClient Moderator)> OpenAsync()
    {
        var app = await Door.OpenAsync(StaffRoles.Moderator);
        await app.AddArticleAsync("特权级", "rings");
        return (app, await app.SignedInAsync());
    }

    private static async Task SayAsync(StoreApp app, string body, string author = "济南网工", string address = "198.51.100.7")
    {
        using var visitor = app.Browser(address);
        await visitor.PostAsync(app, Page, body, author: author);
    }

    private static Task<Comment> CommentAsync(StoreApp app, int id) => app.ReadAsync(db => db.Comments.AsNoTracking().SingleAsync(c => c.Id == id, Cancel));

    private static Dictionary<string, string> ActFields(IParentNode page, int id) => Door.FieldsOf(page, $"{Queue}/{id}/approval");

    [Fact]
    public async Task A_comment_that_waits_is_approved_seen_at_once_and_taken_back()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        using var reader = app.Visitor();
        await SayAsync(app, "写得清楚。");
        Assert.DoesNotContain("写得清楚", (await reader.PageAsync(Page)).Text("#comments"), StringComparison.Ordinal);

        var page = await moderator.PageAsync(Queue);
        Assert.Equal("特权级", page.Text(".queue-item__about a"));
        Assert.Contains("198.51.100.7", page.Text(".queue-item__about"), StringComparison.Ordinal);
        using var approved = await moderator.PostFormAsync($"{Queue}/1/approval", ActFields(page, 1));

        Assert.Equal((HttpStatusCode.SeeOther, Queue), (approved.StatusCode, approved.Headers.Location!.OriginalString));
        Assert.Contains("写得清楚", (await reader.PageAsync(Page)).Text("#comments"), StringComparison.Ordinal);
        var after = await moderator.PageAsync(Queue);
        Assert.Equal("已通过 1 条评论。", after.Text(".notice"));
        Assert.Empty(after.QuerySelectorAll(".queue-item"));

        var undo = after.QuerySelector<IHtmlFormElement>(".queue-undo")!.GetAttribute("action")!;
        using var undone = await moderator.PostFormAsync(undo, Door.FieldsOf(after, undo));
        Assert.Equal("已撤销，1 条评论恢复原样。", (await moderator.PageAsync(undone.Headers.Location!.OriginalString)).Text(".notice"));
        Assert.DoesNotContain("写得清楚", (await reader.PageAsync(Page)).Text("#comments"), StringComparison.Ordinal);
        var trail = await app.ReadAsync(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Moderation).OrderBy(e => e.Id).Select(e => e.Name + ": " + e.What).ToListAsync(Cancel));
        Assert.Equal(["owner: comment approved", "owner: comment approved taken back"], trail);
    }

    [Theory]
    [InlineData("rejection", CommentStatus.Rejected)]
    [InlineData("spam", CommentStatus.Spam)]
    public async Task What_is_rejected_leaves_the_queue_and_the_next_one_is_at_hand(string act, CommentStatus status)
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, "一");
        await SayAsync(app, "二");

        var page = await moderator.PageAsync(Queue);
        Assert.Equal(["comment-2", "comment-1"], page.QuerySelectorAll(".queue-item").Select(i => i.Id!));
        using var answer = await moderator.PostFormAsync($"{Queue}/2/{act}", ActFields(page, 2));

        Assert.Equal($"{Queue}#comment-1", answer.Headers.Location!.OriginalString);
        Assert.Equal(status, (await CommentAsync(app, 2)).Status);
        Assert.Equal("comment-2", Assert.Single((await moderator.PageAsync($"{Queue}?status={status}")).QuerySelectorAll(".queue-item")).Id);
        Assert.Equal(HttpStatusCode.NotFound, (await moderator.PostFormAsync($"{Queue}/99/{act}", ActFields(await moderator.PageAsync(Queue), 1))).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/admin/comments")]
    [InlineData("/admin/staff")]
    public async Task An_act_leads_back_to_the_queue_and_nowhere_else(string back)
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, "一");

        var fields = ActFields(await moderator.PageAsync(Queue), 1);
        fields["Back"] = back;
        using var answer = await moderator.PostFormAsync($"{Queue}/1/approval", fields);

        Assert.Equal(Queue, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Ticked_ones_and_all_of_one_sender_are_dealt_with_by_one_act()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        foreach (var (body, author, address) in new[] { ("一", "甲", "198.51.100.1"), ("二", "乙", "198.51.100.2"), ("三", "乙", "198.51.100.3"), ("四", "丙", "198.51.100.2") })
            await SayAsync(app, body, author, address);

        var fields = Door.FieldsOf(await moderator.PageAsync(Queue), $"{Queue}/acts", ("Act", "Approve"));
        using var ticked = await moderator.PostAsync($"{Queue}/acts", new FormUrlEncodedContent([.. fields, new("Ids", "1"), new("Ids", "4"), new("Ids", "4000")]), Cancel);
        Assert.Equal("已通过 2 条评论。", (await moderator.PageAsync(ticked.Headers.Location!.OriginalString)).Text(".notice"));

        var ofAddress = await moderator.PageAsync($"{Queue}?status=all&address=198.51.100.2");
        var sender = ofAddress.QuerySelector<IHtmlFormElement>(".queue-sender")!;
        Assert.Contains("2", sender.TextContent, StringComparison.Ordinal);
        var all = sender.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(i => i.Name!, i => i.Value);
        using var looked = await moderator.PostFormAsync($"{Queue}/acts", new(all) { ["Act"] = "Spam" });
        Assert.Equal([CommentStatus.Approved, CommentStatus.Pending, CommentStatus.Pending, CommentStatus.Approved], (await app.CommentsAsync()).Select(c => c.Status));
        using var spam = await moderator.PostFormAsync($"{Queue}/acts", Door.FieldsOf(await looked.DocumentAsync(), $"{Queue}/acts"));

        Assert.Equal([CommentStatus.Approved, CommentStatus.Spam, CommentStatus.Pending, CommentStatus.Spam], (await app.CommentsAsync()).Select(c => c.Status));
        all["Author"] = all["Address"] = "";
        using var nobody = await moderator.PostFormAsync($"{Queue}/acts", new(all) { ["Act"] = "Spam" });
        using var edit = await moderator.PostFormAsync($"{Queue}/acts", new(all) { ["Act"] = "Edit" });
        Assert.Equal("请先勾选评论。", (await moderator.PageAsync(nobody.Headers.Location!.OriginalString)).Text(".notice"));
        Assert.Equal(HttpStatusCode.BadRequest, edit.StatusCode);
        Assert.Equal(CommentStatus.Pending, (await CommentAsync(app, 3)).Status);
    }

    [Fact]
    public async Task Words_are_edited_with_a_trace_and_nothing_else_can_be_smuggled_in()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        using var reader = app.Visitor();
        await SayAsync(app, "电话 13800000000");
        await app.ChangeAsync(async db => (await db.Comments.SingleAsync(Cancel)).Approve(DateTime.UnixEpoch));

        var edit = $"{Queue}/1/edit";
        using var saved = await moderator.SubmitAsync(edit, edit, ("Body", "电话已隐去"), ("Status", "Spam"), ("StaffId", "1"), ("CreatedAt", "2001-01-01"), ("ArticleId", "9"));

        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var comment = await CommentAsync(app, 1);
        Assert.Equal(("电话已隐去", CommentStatus.Approved, null), (comment.Body, comment.Status, comment.StaffId));
        Assert.Contains("经店员修改", (await reader.PageAsync(Page)).Text(".comment__meta"), StringComparison.Ordinal);
        Assert.Equal("电话 13800000000", (await moderator.PageAsync(edit)).Text(".word-change del"));

        using var empty = await moderator.SubmitAsync(edit, edit, ("Body", ""), ("Author", new string('x', 31)));
        var page = await empty.DocumentAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "请填写内容。", new string('x', 31)), (empty.StatusCode, page.Text("#Body-error"), page.QuerySelector<IHtmlInputElement>("#Author")!.Value));
    }

    [Fact]
    public async Task Two_who_edit_one_comment_are_told_and_lose_nothing()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, "原文", author: "甲");
        var edit = $"{Queue}/1/edit";
        var opened = Door.FieldsOf(await moderator.PageAsync(edit), edit, ("Body", "我的"));
        using (await moderator.SubmitAsync(edit, edit, ("Body", "对方的"), ("Author", "乙")))
        {
        }

        using var stale = await moderator.PostFormAsync(edit, opened);
        var page = await stale.DocumentAsync();

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(["对方的", "我的", "对方的\n我的"], page.QuerySelectorAll<IHtmlInputElement>(".conflict-text__overlap input").Select(c => c.Value.TrimEnd('\n')));
        var proposal = ConflictTests.FieldsOf(page, edit);
        Assert.Equal("乙", proposal["Author"]); // changed only by the other editor, so it is merged
        using var again = await moderator.PostFormAsync(edit, proposal);
        Assert.Equal(("我的", "乙"), ((await CommentAsync(app, 1)).Body, (await CommentAsync(app, 1)).Author));
    }

    [Fact]
    public async Task The_store_answers_in_its_own_name()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        using var reader = app.Visitor();
        await SayAsync(app, "请问固件是哪一版。");

        using var answer = await moderator.SubmitAsync($"{Queue}/1/edit", $"{Queue}/1/replies", ("Reply", "1.2 版。"));
        using var empty = await moderator.SubmitAsync($"{Queue}/1/edit", $"{Queue}/1/replies", ("Reply", " "));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (answer.StatusCode, empty.StatusCode));
        var thread = (await reader.PageAsync(Page)).QuerySelector(".comments__thread")!;
        Assert.Equal(("owner", "店员", "1.2 版。"), (thread.Text(".comments__replies .comment__author"), thread.Text(".comments__replies .comment__staff"), thread.Text(".comments__replies .comment__body")));
        Assert.Equal(["1", "2"], (await moderator.PageAsync($"{Queue}/2/edit")).QuerySelectorAll(".thread-list a").Select(a => a.GetAttribute("href")!.Split('/')[3]));
    }

    [Fact]
    public async Task What_is_blocked_waits_or_is_turned_away_with_the_words_given_back()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        app.Set("Comments:PublishAtOnce", "true");
        const string blocks = Queue + "/blocks";
        using (await moderator.SubmitAsync(blocks, blocks, ("Kind", "Word"), ("Text", "加微信"), ("Refuses", "false")))
        using (await moderator.SubmitAsync(blocks, blocks, ("Kind", "Address"), ("Text", "203.0.113.9"), ("Refuses", "true")))
        using (var twice = await moderator.SubmitAsync(blocks, blocks, ("Kind", "Word"), ("Text", "加 微 信"), ("Refuses", "true")))
        using (var wrong = await moderator.SubmitAsync(blocks, blocks, ("Kind", "Host"), ("Text", "no host")))
        {
            Assert.Equal("已经在列表里。", (await twice.DocumentAsync()).Text("#Text-error"));
            Assert.Equal("no host", (await wrong.DocumentAsync()).QuerySelector<IHtmlInputElement>("#Text")!.Value);
        }

        await SayAsync(app, "请加微信看资料");
        using var stranger = app.Browser("203.0.113.9");
        using var refused = await stranger.SendAsync(app, Page, "好话一句");

        Assert.Equal("留待审核：含屏蔽词 加微信", (await moderator.PageAsync(Queue)).Text(".queue-item__held"));
        Assert.Equal((HttpStatusCode.BadRequest, 1), (refused.StatusCode, (await app.CommentsAsync()).Count));
        var page = await refused.DocumentAsync();
        Assert.StartsWith("评论含有本店不接受的内容", page.Text(".form-error"), StringComparison.Ordinal);
        Assert.Equal("好话一句", page.QuerySelector<IHtmlTextAreaElement>("#comment-body")!.Value.Trim());
        using (await moderator.SubmitAsync(blocks, $"{blocks}/2/removal"))
            Assert.Single((await moderator.PageAsync(blocks)).QuerySelectorAll("tbody tr"));
        using var now = await stranger.SendAsync(app, Page, "好话一句");
        Assert.Equal(HttpStatusCode.SeeOther, now.StatusCode);
    }

    [Fact]
    public async Task Nobody_takes_back_what_another_did_and_nonsense_in_the_address_is_refused()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await app.AddStaffAsync("second@baigu.example", StaffRoles.Moderator);
        using var second = await app.SignedInAsync("second@baigu.example");
        await SayAsync(app, "一");
        using (await moderator.PostFormAsync($"{Queue}/1/spam", ActFields(await moderator.PageAsync(Queue), 1)))
        {
        }

        var theirs = await second.PageAsync($"{Queue}?status=all");
        Assert.Null(theirs.QuerySelector(".queue-undo"));
        using var stolen = await second.PostFormAsync($"{Queue}/acts/1/undoing", ActFields(theirs, 1));
        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);
        foreach (var query in (string[])["status=nope", "status=7", "before=x", "article=-", "after=99999999999"])
            Assert.Equal(HttpStatusCode.BadRequest, (await second.AnswerAsync($"{Queue}?{query}")).StatusCode);
        await second.PageAsync($"{Queue}?status=all&text=%25_'%22&author=a&address=b&before=5");
        Assert.Equal(HttpStatusCode.NotFound, (await second.AnswerAsync($"{Queue}/99/edit")).StatusCode);
    }

    [Fact]
    public async Task What_visitors_write_is_text_in_the_queue_too()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, "<script>alert(1)</script>", author: "<b>甲");

        foreach (var place in (string[])[Queue, $"{Queue}/1/edit", "/admin"])
        {
            var page = await moderator.PageAsync(place);
            Assert.Empty(page.QuerySelectorAll("script:not([src]), main b"));
        }
    }
}
