using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Bulk moderation, blocking of sources, and the queue during other moderators' work.</summary>
public sealed class SpamWaveTests
{
    private const string Queue = "/admin/comments", Acts = Queue + "/acts", Blocks = Queue + "/blocks", Page = "/articles/rings", Wave = "限时优惠 https://a1.spam.example/x", Net = "203.0.113.9";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_that_a_text_finds_is_shown_with_its_number_done_exactly_as_it_was_shown_and_taken_back()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, [$"{Wave} 1", $"{Wave} 2", $"{Wave} 3", "好文章"]);

        using var looked = await LookAsync(moderator, $"{Queue}?text={Uri.EscapeDataString("限时优惠")}", "Spam");
        var preview = await looked.DocumentAsync();
        Assert.Equal((HttpStatusCode.OK, "把 3 条评论标为垃圾", "把 3 条评论标为垃圾"), (looked.StatusCode, preview.Text("h1"), preview.Text(".confirm-form .button--danger")));
        Assert.Equal(3, preview.QuerySelectorAll(".thread-list li").Length);
        Assert.All(await StatusesAsync(app), s => Assert.Equal(CommentStatus.Pending, s));

        // Before it is confirmed, another comment arrives and somebody approves one of those shown.
        await SayAsync(app, [$"{Wave} 4"]);
        await app.ChangeAsync(async db => (await db.Comments.SingleAsync(c => c.Id == 2, Cancel)).Approve(DateTime.UnixEpoch));
        Assert.Equal("已把 2 条评论标为垃圾评论。 另有 1 条刚才有人改过，没有动。", await ConfirmAsync(moderator, preview));
        Assert.Equal([CommentStatus.Spam, CommentStatus.Approved, CommentStatus.Spam, CommentStatus.Pending, CommentStatus.Pending], await StatusesAsync(app));

        await UndoAsync(moderator);
        Assert.Equal([CommentStatus.Pending, CommentStatus.Approved, CommentStatus.Pending, CommentStatus.Pending, CommentStatus.Pending], await StatusesAsync(app));
    }

    [Theory]
    [InlineData("text=%E4%BC%98%E6%83%A0", "Approve", CommentStatus.Approved, "1,2")]
    [InlineData("author=%E7%94%B2", "Reject", CommentStatus.Rejected, "1,3")]
    [InlineData("address=203.0.113.9", "Spam", CommentStatus.Spam, "1,2,3")]
    [InlineData("article=1&text=%E4%BC%98%E6%83%A0", "Spam", CommentStatus.Spam, "1,2")]
    [InlineData("status=all&text=1", "Spam", CommentStatus.Spam, "1")]
    public async Task Whatever_a_filter_finds_is_dealt_with_and_nothing_else(string filter, string act, CommentStatus status, string changed)
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, ["优惠 1"], "甲");
        await SayAsync(app, ["优惠 2"], "乙");
        await SayAsync(app, ["好文章"], "甲");
        await SayAsync(app, ["别的"], "丙", "198.51.100.7");

        using var looked = await LookAsync(moderator, $"{Queue}?{filter}", act);
        await ConfirmAsync(moderator, await looked.DocumentAsync());

        Assert.Equal(changed, string.Join(',', (await app.CommentsAsync()).Where(c => c.Status == status).Select(c => c.Id)));
    }

    [Fact]
    public async Task What_spam_leads_to_and_comes_from_is_blocked_together_with_the_act_offered_for_what_waits_and_taken_back_with_it()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, [$"{Wave} 1", "看 a1.spam.example 吧", "好文章 1.2.3"]);
        await SayAsync(app, ["同一网络，没有链接"], address: "2001:db8:1:2::7");

        var item = (await moderator.PageAsync(Queue)).QuerySelector<IHtmlAnchorElement>("#comment-1 [data-key=b]")!;
        var preview = await moderator.PageAsync(item.GetAttribute("href")!);
        Assert.Equal(["Host:a1.spam.example", $"Address:{Net}"], preview.QuerySelectorAll<IHtmlInputElement>("[name=Sources]").Select(s => s.Value));
        using var done = await PostAsync(moderator, preview, ("Sources", "Host:a1.spam.example"), ("Refuses", "true"));

        // The other comment with that host is still pending: the same action is offered for it.
        var offer = await moderator.PageAsync(done.Headers.Location!.OriginalString);
        Assert.Equal("已把 1 条评论标为垃圾评论。 已屏蔽 a1.spam.example。", offer.Text(".notice"));
        Assert.Equal("把 1 条评论标为垃圾", offer.Text("h1"));
        Assert.Equal([CommentStatus.Spam, CommentStatus.Pending, CommentStatus.Pending, CommentStatus.Pending], await StatusesAsync(app));
        Assert.Equal("Host a1.spam.example True", await app.ReadAsync(db => db.CommentBlocks.Select(b => $"{b.Kind} {b.Text} {b.Refuses}").SingleAsync(Cancel)));
        await ConfirmAsync(moderator, offer);
        Assert.Equal(CommentStatus.Spam, (await StatusesAsync(app))[1]);

        await UndoAsync(moderator);
        Assert.Equal(1, await app.ReadAsync(db => db.CommentBlocks.CountAsync(Cancel)));
        Assert.Contains("已屏蔽 a1.spam.example", (await moderator.PageAsync(Queue)).Text(".queue-undo"), StringComparison.Ordinal);
        await UndoAsync(moderator);
        Assert.Equal(0, await app.ReadAsync(db => db.CommentBlocks.CountAsync(Cancel)));
        Assert.All(await StatusesAsync(app), s => Assert.Equal(CommentStatus.Pending, s));
    }

    [Theory]
    [InlineData("Word", "限 时 优 惠", 2)]
    [InlineData("Host", "spam.example", 2)]
    [InlineData("Address", Net, 3)]
    [InlineData("Word", "没有这个", 0)]
    public async Task A_new_block_offers_itself_for_what_waits(string kind, string text, int against)
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, [$"{Wave} 1", $"{Wave} 2", "好文章"]);
        await SayAsync(app, ["别处来的"], address: "198.51.100.7");

        using var added = await moderator.SubmitAsync(Blocks, Blocks, ("Kind", kind), ("Text", text), ("Refuses", "false"));
        var list = await moderator.PageAsync(added.Headers.Location!.OriginalString);

        if (against == 0)
        {
            Assert.Null(list.QuerySelector(".queue-sender"));
            return;
        }
        Assert.Contains($"有 {against} 条", list.Text(".queue-sender"), StringComparison.Ordinal);
        await ConfirmAsync(moderator, await moderator.PageAsync(list.QuerySelector(".queue-sender a")!.GetAttribute("href")!));
        Assert.Equal(against, (await StatusesAsync(app)).Count(s => s == CommentStatus.Spam));
        Assert.Null((await moderator.PageAsync(added.Headers.Location!.OriginalString)).QuerySelector(".queue-sender"));
    }

    [Fact]
    public async Task Ticked_ones_can_be_looked_at_with_what_they_come_from_too()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, [$"{Wave} 1", $"{Wave} 2", $"{Wave} 3"]);

        var fields = Door.FieldsOf(await moderator.PageAsync(Queue), Acts, ("LookAt", "Spam"));
        using var looked = await moderator.PostAsync(Acts, new FormUrlEncodedContent([.. fields, new("Ids", "1"), new("Ids", "3")]), Cancel);
        using var done = await PostAsync(moderator, await looked.DocumentAsync(), ("Sources", $"Address:{Net}"));

        Assert.Equal([CommentStatus.Spam, CommentStatus.Pending, CommentStatus.Spam], await StatusesAsync(app));
        Assert.StartsWith(Acts, done.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Shown", "x")]
    [InlineData("Shown", "1.0,1.0")]
    [InlineData("Shown", "1,2")]
    [InlineData("Sources", "Word:好")]
    [InlineData("Sources", "Nothing:x")]
    [InlineData("Sources", "Host")]
    [InlineData("Sources", "Host:no host")]
    [InlineData("Act", "Edit")]
    public async Task Nonsense_in_a_confirmed_act_is_refused_and_does_nothing(string field, string value)
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, [Wave]);
        using var looked = await LookAsync(moderator, $"{Queue}?address={Net}", "Spam");

        using var answer = await PostAsync(moderator, await looked.DocumentAsync(), (field, value));

        Assert.Equal((HttpStatusCode.BadRequest, CommentStatus.Pending, 0), (answer.StatusCode, (await StatusesAsync(app))[0], await app.ReadAsync(db => db.CommentBlocks.CountAsync(Cancel))));
        using var nothing = await moderator.AnswerAsync($"{Acts}?Act=Spam");
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (nothing.StatusCode, (await moderator.AnswerAsync(Acts)).StatusCode));
    }

    [Fact]
    public async Task A_script_is_answered_in_place_and_told_when_somebody_else_was_quicker()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, ["一", "二"]);
        var page = await moderator.PageAsync(Queue);

        using var spam = await InPlaceAsync(moderator, $"{Queue}/2/spam", Fields(page, 2));
        var told = JsonDocument.Parse(await spam.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal((HttpStatusCode.OK, "已把 1 条评论标为垃圾评论。", 1), (spam.StatusCode, told.GetProperty("said").GetString(), told.GetProperty("waiting").GetInt32()));
        using var undone = await InPlaceAsync(moderator, $"{Acts}/{told.GetProperty("act").GetInt32()}/undoing", Fields(page, 2));
        var back = JsonDocument.Parse(await undone.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal((2, 2, JsonValueKind.Null), (back.GetProperty("comments")[0].GetProperty("id").GetInt32(), back.GetProperty("waiting").GetInt32(), back.GetProperty("last").ValueKind));

        await app.ChangeAsync(async db => (await db.Comments.SingleAsync(c => c.Id == 1, Cancel)).Rewrite("", "一，改过的", "", DateTime.UnixEpoch));
        using var stale = await InPlaceAsync(moderator, $"{Queue}/1/approval", Fields(page, 1));
        var now = await stale.DocumentAsync();
        Assert.Equal((HttpStatusCode.Conflict, "一，改过的"), (stale.StatusCode, now.Text(".queue-item__body")));
        Assert.StartsWith("刚才有人改过这条评论", now.Text(".queue-item__error"), StringComparison.Ordinal);
        using (var plain = await moderator.PostFormAsync($"{Queue}/1/approval", Fields(page, 1))) // without script
        {
            Assert.Equal($"{Queue}#comment-1", plain.Headers.Location!.OriginalString);
            Assert.StartsWith("刚才有人改过这条评论", (await moderator.PageAsync(Queue)).Text(".notice"), StringComparison.Ordinal);
        }
        Assert.All(await StatusesAsync(app), s => Assert.Equal(CommentStatus.Pending, s));
        using var again = await InPlaceAsync(moderator, $"{Queue}/1/approval", Fields(now, 1));
        Assert.Equal((HttpStatusCode.OK, CommentStatus.Approved), (again.StatusCode, (await StatusesAsync(app))[0]));
        Assert.Equal(HttpStatusCode.NotFound, (await InPlaceAsync(moderator, $"{Queue}/99/spam", Fields(now, 1))).StatusCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("?status=Spam", "?status=Pending&before=28")]
    [InlineData("?before=3", "?before=28")]
    public async Task What_is_taken_back_is_in_hand_again_wherever_the_moderator_is(string from, string place)
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, [.. Enumerable.Range(1, 28).Select(n => $"第 {n} 条")]);
        using (await moderator.PostFormAsync($"{Queue}/27/spam", Fields(await moderator.PageAsync(Queue), 27)))
        {
        }

        using var undone = await UndoAsync(moderator, Queue + from);

        Assert.Equal($"{Queue}{place}#comment-27", undone.Headers.Location!.OriginalString);
        Assert.NotNull((await moderator.PageAsync(undone.Headers.Location.OriginalString.Split('#')[0])).QuerySelector("#comment-27"));
    }

    [Fact]
    public async Task An_answer_keeps_the_queue_and_given_again_after_it_was_taken_back_it_is_there_again()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        using var reader = app.Visitor();
        await SayAsync(app, ["请问固件是哪一版。", "还有一问。"]);

        var inQueue = $"{Queue}?text={Uri.EscapeDataString("问")}";
        var page = await moderator.PageAsync(inQueue);
        using var wrong = await moderator.PostFormAsync($"{Queue}/2/replies", Door.FieldsOf(page, $"{Queue}/2/replies", ("Reply", " ")));
        var editor = await wrong.DocumentAsync();
        using var answered = await moderator.PostFormAsync($"{Queue}/2/replies", Door.FieldsOf(editor, $"{Queue}/2/replies", ("Reply", "1.2 版。")));
        Assert.Equal((HttpStatusCode.BadRequest, $"{inQueue}#comment-1"), (wrong.StatusCode, answered.Headers.Location!.OriginalString));

        await UndoAsync(moderator);
        Assert.DoesNotContain("1.2 版", (await reader.PageAsync(Page)).Text("#comments"), StringComparison.Ordinal);
        using var again = await InPlaceAsync(moderator, $"{Queue}/2/replies", Door.FieldsOf(await moderator.PageAsync(inQueue), $"{Queue}/2/replies", ("Reply", "1.2 版。")));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Contains("1.2 版", (await reader.PageAsync(Page)).Text("#comments"), StringComparison.Ordinal);
        Assert.Equal(3, (await app.CommentsAsync()).Count);
        using var empty = await InPlaceAsync(moderator, $"{Queue}/1/replies", Door.FieldsOf(await moderator.PageAsync(inQueue), $"{Queue}/1/replies", ("Reply", "")));
        Assert.Contains("请填写内容", await empty.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_called_taken_back_that_was_not()
    {
        var (app, moderator) = await OpenAsync();
        await using var _ = app;
        using var __ = moderator;
        await SayAsync(app, ["一"]);
        using var spam = await moderator.PostFormAsync($"{Queue}/1/spam", Fields(await moderator.PageAsync(Queue), 1));
        var open = await moderator.PageAsync(Queue); // offers an undo, which another moderator makes impossible now
        await app.ChangeAsync(async db => (await db.Comments.SingleAsync(Cancel)).Approve(DateTime.UnixEpoch));

        using (await UndoAsync(moderator, open))
            Assert.Equal("没有撤销：这 1 条评论后来又有人改过，没有动。", (await moderator.PageAsync(Queue)).Text(".notice"));
        Assert.Equal([CommentStatus.Approved], await StatusesAsync(app));
        Assert.Null((await moderator.PageAsync(Queue)).QuerySelector(".queue-undo"));
    }

    /// <summary>A store with an article and a signed-in moderator.</summary>
    private static async Task<(StoreApp App, HttpClient Moderator)> OpenAsync()
    {
        var app = await Door.OpenAsync(StaffRoles.Moderator);
        app.Set("Comments:PerMinute", "1000");
        await app.AddArticleAsync("特权级", "rings");
        return (app, await app.SignedInAsync());
    }

    private static async Task SayAsync(StoreApp app, string[] bodies, string author = "济南网工", string address = Net)
    {
        using var visitor = app.Browser(address);
        foreach (var body in bodies)
            await visitor.PostAsync(app, Page, body, author: author);
    }

    /// <summary>Presses a bulk action's button.</summary>
    private static async Task<HttpResponseMessage> LookAsync(HttpClient moderator, string list, string act)
    {
        var form = (await moderator.PageAsync(list)).QuerySelector<IHtmlFormElement>(".queue-sender")!;
        return await moderator.PostFormAsync(Acts, new(form.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(i => i.Name!, i => i.Value)) { ["Act"] = act });
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient moderator, IParentNode preview, params (string Name, string Value)[] typed) =>
        moderator.PostFormAsync(Acts, Door.FieldsOf(preview, Acts, typed));

    /// <summary>Confirms a preview, and returns the next page's message.</summary>
    private static async Task<string> ConfirmAsync(HttpClient moderator, IParentNode preview)
    {
        using var answer = await PostAsync(moderator, preview);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return (await moderator.PageAsync(answer.Headers.Location!.OriginalString)).Text(".notice");
    }

    private static async Task<HttpResponseMessage> UndoAsync(HttpClient moderator, string from = Queue) =>
        await UndoAsync(moderator, await moderator.PageAsync(from));

    private static async Task<HttpResponseMessage> UndoAsync(HttpClient moderator, IParentNode page)
    {
        var undo = page.QuerySelector(".queue-undo")!.GetAttribute("action")!;
        return await moderator.PostFormAsync(undo, Door.FieldsOf(page, undo));
    }

    /// <summary>As the queue's script does it.</summary>
    private static async Task<HttpResponseMessage> InPlaceAsync(HttpClient moderator, string url, Dictionary<string, string> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Accept", "application/json");
        return await moderator.SendAsync(request, Cancel);
    }

    private static Dictionary<string, string> Fields(IParentNode page, int id) => Door.FieldsOf(page, $"{Queue}/{id}/approval");

    private static async Task<List<CommentStatus>> StatusesAsync(StoreApp app) => (await app.CommentsAsync()).ConvertAll(c => c.Status);
}
