using BaiguStore.Core.Articles;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Comments;

/// <summary>Actions of moderators, and their undo.</summary>
public sealed class ModerationTests
{
    private const int Me = 7;

    private static readonly DateTime Now = TestStore.Now;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A scope with a signed-in staff member.</summary>
    private static AsyncServiceScope Desk(TestStore store, out StoreDb db, int staffId = Me)
    {
        var scope = store.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorScope>().Actor = new(staffId, "王店主", "192.0.2.9");
        db = scope.ServiceProvider.GetRequiredService<StoreDb>();
        return scope;
    }

    private static async Task<Article> SaidAsync(StoreDb db, params string[] bodies)
    {
        var article = await Make.ArticleAsync(db);
        foreach (var body in bodies)
            await db.PostAsync(new(CommentTarget.Article(article.Id), "", body, "济南网工", "2001:db8:1:2:3::4", false), false, Now, Cancel);
        return article;
    }

    [Theory, EveryDatabase]
    public async Task An_act_changes_many_is_written_down_and_is_taken_back_whole(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "一", "二", "三");

        var spam = await db.ModerateAsync(ModerationKind.Spam, db.Comments, Now, Cancel);
        var again = await db.ModerateAsync(ModerationKind.Spam, db.Comments, Now, Cancel);

        Assert.Equal((3, null), (spam!.Count, again));
        Assert.All(await db.Comments.ToListAsync(Cancel), c => Assert.Equal((CommentStatus.Spam, Now), (c.Status, c.ReviewedAt)));
        var entry = await db.AuditEntries.SingleAsync(Cancel);
        Assert.Equal((AuditKind.Moderation, Me, "王店主", "comment marked as spam", "3 comments"), (entry.Kind, entry.StaffId, entry.Name, entry.What, entry.Subject));

        var undone = await db.UndoAsync(spam.Id, Me, Now, Cancel);
        Assert.Equal((3, 0), (undone!.Undone, undone.Left));
        Assert.All(await db.Comments.AsNoTracking().ToListAsync(Cancel), c => Assert.Equal((CommentStatus.Pending, null), (c.Status, c.ReviewedAt)));
        Assert.Null(await db.UndoAsync(spam.Id, Me, Now, Cancel));
        Assert.Equal(2, await db.AuditEntries.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_another_has_changed_since_stays_and_nobody_takes_back_anothers_act(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "一", "二");
        var act = await db.ModerateAsync(ModerationKind.Reject, db.Comments, Now, Cancel);
        var first = await db.Comments.MinAsync(c => c.Id, Cancel);
        await using (Desk(store, out var theirs, staffId: 8))
        {
            Assert.Null(await theirs.UndoAsync(act!.Id, 8, Now, Cancel));
            await theirs.ModerateAsync(ModerationKind.Approve, theirs.Comments.Where(c => c.Id == first), Now, Cancel);
        }
        db.ChangeTracker.Clear();

        var undone = await db.UndoAsync(act!.Id, Me, Now, Cancel);

        Assert.Equal((1, 1), (undone!.Undone, undone.Left));
        Assert.Equal([CommentStatus.Approved, CommentStatus.Pending], await db.Comments.OrderBy(c => c.Id).Select(c => c.Status).ToListAsync(Cancel));
    }

    public static IEnumerable<TheoryDataRow<DatabaseProvider, ModerationKind>> Acts =>
        from provider in TestStore.Providers
        from kind in Enum.GetValues<ModerationKind>()
        select new TheoryDataRow<DatabaseProvider, ModerationKind>(provider, kind);

    /// <summary>
    /// Every kind of action, on a comment that somebody has changed since: it stays unchanged, and the undo is not offered any more.
    /// </summary>
    [Theory, MemberData(nameof(Acts))]
    public async Task An_act_of_which_nothing_can_be_taken_back_is_not_marked_as_taken_back(DatabaseProvider provider, ModerationKind kind)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "一");
        var comment = await db.Comments.SingleAsync(Cancel);
        var act = kind switch
        {
            ModerationKind.Edit => await db.RewriteAsync(comment, "", "二", "济南网工", comment.Version, Now, Cancel),
            ModerationKind.Reply => await db.ReplyAsync(comment, Me, "王店主", "答。", Now, Cancel),
            _ => await db.ModerateAsync(kind, db.Comments, Now, Cancel),
        };
        Assert.Equal(act!.Id, (await db.LastActOfAsync(Me, Cancel))!.Id);
        foreach (var said in await db.Comments.ToListAsync(Cancel))
            said.Rewrite("", "别人改过", "匿名", Now);
        await db.SaveChangesAsync(Cancel);
        var trail = await db.AuditEntries.CountAsync(Cancel);

        var undone = await db.UndoAsync(act.Id, Me, Now, Cancel);

        await using var fresh = store.Open();
        Assert.Equal((0, act.Count), (undone!.Undone, undone.Left));
        Assert.Null((await fresh.ModerationActs.SingleAsync(Cancel)).UndoneAt);
        Assert.Equal(trail, await fresh.AuditEntries.CountAsync(Cancel));
        Assert.Null(await fresh.LastActOfAsync(Me, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Edited_words_stay_readable_and_come_back(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "电话 13800000000");
        var comment = await db.Comments.SingleAsync(Cancel);

        var act = await db.RewriteAsync(comment, "", "电话已隐去", "济南网工", comment.Version, Now, Cancel);

        var step = Assert.Single(await db.StepsOfAsync(RevisionKind.Comment, comment.Id, null, 10, Cancel));
        var change = Assert.Single(step.Changes);
        Assert.Equal(("Body", "电话 13800000000", "电话已隐去", "王店主"), (change.Field.Name, change.Was, change.Is, step.Revision.Name));
        Assert.Contains("13800000000", (await db.AuditEntries.SingleAsync(Cancel)).Detail, StringComparison.Ordinal);

        await db.UndoAsync(act!.Id, Me, Now, Cancel);
        Assert.Equal(("电话 13800000000", null), (comment.Body, comment.EditedAt));
    }

    [Theory, EveryDatabase]
    public async Task A_stale_edit_is_refused_even_where_it_would_change_nothing(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "一");
        var comment = await db.Comments.SingleAsync(Cancel);
        var opened = comment.Version;
        await db.RewriteAsync(comment, "", "二", "", opened, Now, Cancel);
        db.ChangeTracker.Clear();
        comment = await db.Comments.SingleAsync(Cancel);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.RewriteAsync(comment, "", "三", "", opened, Now, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task An_answer_approves_what_it_answers_once_and_is_taken_back_with_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        var article = await SaidAsync(db, "请问固件版本？");
        var asked = await db.Comments.SingleAsync(Cancel);

        var act = await db.ReplyAsync(asked, Me, "王店主", "1.2 版。", Now, Cancel);
        var twice = await db.ReplyAsync(asked, Me, "王店主", "1.2 版。", Now, Cancel);

        Assert.NotNull(act);
        Assert.Null(twice);
        var seen = await db.Comments.OnArticle(article.Id).VisibleTo(null).AsViews().ToListAsync(Cancel);
        Assert.Equal([(asked.Id, false), ((int?)null, true)], seen.OrderBy(c => c.Id).Select(c => (c.ParentId is null ? c.Id : (int?)null, c.IsStaff)));

        await db.UndoAsync(act.Id, Me, Now, Cancel);
        Assert.Equal([CommentStatus.Pending, CommentStatus.Rejected], await db.Comments.OrderBy(c => c.Id).Select(c => c.Status).ToListAsync(Cancel));
        await Assert.ThrowsAsync<ReplyRefusedException>(async () => await db.ReplyAsync(await db.Comments.SingleAsync(c => c.StaffId == Me, Cancel), Me, "王店主", "再答", Now, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task An_act_for_what_was_seen_leaves_what_changed_and_its_blocks_go_with_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "看 spam.example", "看 b.spam.example", "好文章");
        var seen = SeenComments.Read(SeenComments.Of(await db.Comments.Where(c => c.Body != "好文章").SeenAsync(10, Cancel)).ToString())!;
        var first = await db.Comments.OrderBy(c => c.Id).FirstAsync(Cancel);
        first.Rewrite("", "看这里", "", Now);
        await db.SaveChangesAsync(Cancel);

        List<NewBlock> blocks = [new(BlockKind.Host, "spam.example", Refuses: true), new(BlockKind.Host, "www.spam.example", Refuses: true)];
        var act = await db.ModerateAsync(ModerationKind.Spam, db.Comments.Where(c => seen.Ids.Contains(c.Id)), Now, Cancel, seen, blocks);

        Assert.Equal((1, 1), (act!.Count, act.Blocks.Count));
        Assert.Equal([CommentStatus.Pending, CommentStatus.Spam, CommentStatus.Pending], await db.Comments.OrderBy(c => c.Id).Select(c => c.Status).ToListAsync(Cancel));
        var block = await db.CommentBlocks.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(("spam.example", "王店主", true), (block.Text, block.Name, block.Refuses));
        var undone = await db.UndoAsync(act.Id, Me, Now, Cancel);
        Assert.Equal((1, 0, 0), (undone!.Undone, undone.Left, await db.CommentBlocks.CountAsync(Cancel)));
        Assert.Equal(["block added", "comment marked as spam", "block removed", "comment marked as spam taken back"],
            await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.What).ToListAsync(Cancel));
    }

    /// <summary>Another moderator has changed the comments since; only the action's blocks are left to undo.</summary>
    [Theory, EveryDatabase]
    public async Task Blocks_are_taken_back_though_no_comment_is_as_the_act_left_it(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "看 spam.example");
        List<NewBlock> blocks = [new(BlockKind.Host, "spam.example", Refuses: true)];
        var act = await db.ModerateAsync(ModerationKind.Spam, db.Comments, Now, Cancel, blocks: blocks);
        (await db.Comments.SingleAsync(Cancel)).Approve(Now);
        await db.SaveChangesAsync(Cancel);

        var offered = await db.LastActOfAsync(Me, Cancel);
        var undone = await db.UndoAsync(act!.Id, Me, Now, Cancel);

        Assert.Equal(act.Id, offered?.Id);
        Assert.Equal((0, 1, 1, 0), (undone!.Undone, undone.Left, undone.Blocks, await db.CommentBlocks.CountAsync(Cancel)));
        Assert.Equal(CommentStatus.Approved, (await db.Comments.SingleAsync(Cancel)).Status);
        Assert.Null(await db.LastActOfAsync(Me, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_waits_is_compared_with_blocks_as_new_comments_are(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var desk = Desk(store, out var db);
        await SaidAsync(db, "请加 微 信", "看 http://A.spam。example/x", "好文章");
        await db.ModerateAsync(ModerationKind.Reject, db.Comments.Where(c => c.Body == "好文章"), Now, Cancel);

        async Task<int> AgainstAsync(BlockKind kind, string text) => (await db.WaitingAgainstAsync([CommentBlock.Of(kind, text, false, "", Now)], Cancel)).Count;

        Assert.Equal((1, 1, 0), (await AgainstAsync(BlockKind.Word, "加微信"), await AgainstAsync(BlockKind.Host, "spam.example"), await AgainstAsync(BlockKind.Word, "好文")));
        Assert.Equal((2, 0), (await AgainstAsync(BlockKind.Address, "2001:db8:1:2::9"), await AgainstAsync(BlockKind.Address, "192.0.2.1")));
        var sources = CommentSource.Of(await db.Comments.SeenAsync(10, Cancel));
        Assert.Equal(["Host a.spam.example 1", "Address 2001:db8:1:2::/64 3"], sources.Select(s => $"{s.Kind} {s.Text} {s.Count}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.0,")]
    [InlineData("1.0,1.0")]
    [InlineData("1.x")]
    [InlineData("-1.0")]
    [InlineData("1.0.0")]
    [InlineData("99999999999.0")]
    public void A_list_of_comments_that_is_none_is_not_read(string text) => Assert.Null(SeenComments.Read(text));

    [Theory, EveryDatabase]
    public async Task Blocks_hold_or_turn_away_whatever_senders_vary(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var article = await Make.ArticleAsync(db);
        db.CommentBlocks.AddRange(
            CommentBlock.Of(BlockKind.Word, "加微信", false, "", Now), CommentBlock.Of(BlockKind.Host, "https://www.Spam.example/x?y", false, "", Now),
            CommentBlock.Of(BlockKind.Address, "2001:db8:9:9::1", true, "", Now), CommentBlock.Of(BlockKind.Word, "Casino", true, "", Now));
        await db.SaveChangesAsync(Cancel);

        Assert.Equal((HoldReason.Word, "加微信"), await PostAsync("加 微 信看资料"));
        Assert.Equal((HoldReason.Host, "spam.example"), await PostAsync("看这里 HTTP://a.b.spam.example:80/x"));
        Assert.Equal((HoldReason.None, null), await PostAsync("notspam.example 与 spam.example.org 不是它"));
        await Assert.ThrowsAsync<CommentRefusedException>(() => PostAsync("ｃａｓｉｎｏ"));
        await Assert.ThrowsAsync<CommentRefusedException>(() => PostAsync("没有什么", "2001:db8:9:9:ffff::2"));
        Assert.Equal((HoldReason.None, null), await PostAsync("没有什么", "2001:db8:9:8::1"));

        async Task<(HoldReason, string?)> PostAsync(string body, string address = "192.0.2.1")
        {
            var id = await db.PostAsync(new(CommentTarget.Article(article.Id), "", body, "", address, false), publishAtOnce: true, Now, Cancel);
            var saved = await db.Comments.SingleAsync(c => c.Id == id, Cancel);
            Assert.Equal(saved.HeldBecause is null, saved.Status == CommentStatus.Approved);
            return (saved.HeldFor, saved.HeldBecause);
        }
    }

    [Theory]
    [InlineData(BlockKind.Word, "casino", "c\U000E0061a\U000E0062sino")] // tags
    [InlineData(BlockKind.Word, "casino", "c\u0336a\u0336s\u0336i\u0336n\u0336o\u0336")] // struck through
    [InlineData(BlockKind.Word, "casino", "c\u00E0s\u00EFn\u00F6")]
    [InlineData(BlockKind.Word, "casino", "ca\uFE0Fsi\uFE00no\uFE0F")] // variation selectors
    [InlineData(BlockKind.Word, "casino", "ca\u034Fs\u2800i\u180Bn\u17B4o")]
    [InlineData(BlockKind.Word, "casino", "\U0001D41C\U0001D41A\U0001D42C\U0001D422\U0001D427\U0001D428")] // mathematical letters
    [InlineData(BlockKind.Word, "代开发票", "代開發票")]
    [InlineData(BlockKind.Word, "代開發票", "代开发票")]
    [InlineData(BlockKind.Word, "代开发票", "代\uFE0F开\U000E0100发\u3164票")]
    [InlineData(BlockKind.Host, "spam.example", "spam。example")]
    [InlineData(BlockKind.Host, "spam.example", "看 http://www\uFF0Espam\uFF61example/x")]
    [InlineData(BlockKind.Host, "spam。example", "spam.example")]
    [InlineData(BlockKind.Host, "spam.example", "sp\u200Bam.exam\u00ADple")]
    [InlineData(BlockKind.Host, "spam.example", "\uFF33pam.ex\u0430mple.spa\u0301m.example")]
    [InlineData(BlockKind.Host, "发票.公司", "https://發票.公司/")]
    [InlineData(BlockKind.Host, "公司.cn", "xn--55qx5d.cn")]
    [InlineData(BlockKind.Host, "xn--55qx5d.cn", "公司.cn")]
    public void A_block_speaks_against_what_a_person_sees(BlockKind kind, string blocked, string body)
    {
        var block = CommentBlock.Of(kind, blocked, true, "", Now);
        CommentWords Words(string text) => new(new(CommentTarget.Article(1), "", text, "", "192.0.2.1", TrapFilled: false));

        Assert.True(block.Matches(Words($"前面 {body} 后面")));
        Assert.False(block.Matches(Words("没有什么 at all, s p a m m i n g 之外 example.org")));
    }

    [Theory]
    [InlineData(BlockKind.Word, "\uFE0F\u2800\U000E0041\u034F")]
    [InlineData(BlockKind.Word, "\u0301\u0302\u0303")]
    [InlineData(BlockKind.Word, "a")]
    [InlineData(BlockKind.Word, " \u200b ")]
    [InlineData(BlockKind.Host, "localhost")]
    [InlineData(BlockKind.Host, "http://")]
    [InlineData(BlockKind.Address, "300.1.1.1")]
    [InlineData(BlockKind.Address, "")]
    public void A_block_that_would_match_nothing_or_everything_is_refused(BlockKind kind, string typed) =>
        Assert.Throws<BlockRefusedException>(() => CommentBlock.Of(kind, typed, true, "", Now));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1:2::/64")]
    [InlineData("nobody", "")]
    [InlineData(null, "")]
    public void A_sender_is_known_by_the_network(string? address, string network) => Assert.Equal(network, SenderNetwork.Of(address));

    [Theory, EveryDatabase]
    public async Task Where_old_comments_came_from_is_forgotten(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        await SaidAsync(db, "旧的");

        Assert.Equal(0, await db.Comments.ForgetNetworksAsync(Now + SenderNetwork.Kept, Cancel));
        Assert.Equal("2001:db8:1:2::/64", (await db.Comments.AsNoTracking().SingleAsync(Cancel)).Address);
        Assert.Equal(1, await db.Comments.ForgetNetworksAsync(Now + SenderNetwork.Kept + TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal("", (await db.Comments.AsNoTracking().SingleAsync(Cancel)).Address);
    }

    [Theory, EveryDatabase]
    public async Task The_queue_is_filtered_and_turned_page_by_page(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var article = await SaidAsync(db, "一", "二", "三", "四", "五");
        var ids = await db.Comments.OrderByDescending(c => c.Id).Select(c => c.Id).ToListAsync(Cancel);
        var all = db.Comments.AsNoTracking().Matching(new() { Status = CommentStatus.Pending, ArticleId = article.Id, Author = "济南网工", Address = "2001:db8:1:2::/64" });

        var first = await all.QueueAsync(null, null, 2, Cancel);
        var second = await all.QueueAsync(ids[1], null, 2, Cancel);
        var back = await all.QueueAsync(null, ids[2], 2, Cancel);

        Assert.Equal([ids[..2], ids[2..4], ids[..2]], new[] { first, second, back }.Select(p => p.Items.Select(i => i.Id)));
        Assert.Equal([(false, true), (true, true), (false, true)], new[] { first, second, back }.Select(p => (p.HasBefore, p.HasAfter)));
        Assert.Equal("rings", first.Items[0].PageName);
        Assert.Equal(ids[2], Assert.Single((await all.Matching(new() { Words = new([["三"]]) }).QueueAsync(null, null, 9, Cancel)).Items).Id);
        Assert.Empty((await all.Matching(new() { ProductId = 1 }).QueueAsync(null, null, 9, Cancel)).Items);
    }
}
