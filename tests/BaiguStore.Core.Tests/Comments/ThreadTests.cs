using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Comments;

public sealed class ThreadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_reply_joins_the_thread_and_waits_like_any_comment(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var root = await page.PostAsync("root");

        var reply = await page.PostAsync("reply", answers: root, publishAtOnce: false);

        Assert.Equal((root.Id, root.Id, CommentStatus.Pending), (reply.ParentId, reply.ThreadId, reply.Status));
        Assert.Equal((null, root.Id), (root.ParentId, root.ThreadId));
        Assert.Equal(page.Article, reply.Target);
    }

    [Theory, EveryDatabase]
    public async Task An_answer_to_a_reply_stands_beside_it_under_the_first_comment(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var root = await page.PostAsync("root");
        var reply = await page.PostAsync("reply", answers: root);

        var answer = await page.PostAsync("answer", answers: reply);

        Assert.Equal(root.Id, answer.ParentId);
    }

    [Theory, EveryDatabase]
    public async Task What_visitors_do_not_see_on_the_page_cannot_be_answered(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var waiting = await page.PostAsync("waiting", publishAtOnce: false);
        var rejected = await page.PostAsync("rejected");
        await page.RejectAsync(rejected);
        var elsewhere = await page.PostAsync("on a product", on: page.Product);

        foreach (var id in (int[])[waiting.Id, rejected.Id, elsewhere.Id, 999_999, 0, -1])
        {
            await using var db = page.Store.Open();
            await Assert.ThrowsAsync<ReplyRefusedException>(() => db.PostAsync(page.Draft("answer") with { AnswersId = id }, publishAtOnce: true, TestStore.Now, Cancel));
        }
        await using var fresh = page.Store.Open();
        Assert.Equal(3, await fresh.Comments.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_same_words_to_two_people_are_two_replies_and_sent_twice_to_one_they_are_one(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var (first, second) = (await page.PostAsync("first"), await page.PostAsync("second"));

        var thanks = await page.PostAsync("thanks", answers: first);
        var others = await page.PostAsync("thanks", answers: second);
        var again = await page.PostAsync("thanks", answers: first);
        var alone = await page.PostAsync("thanks");

        Assert.Equal(thanks.Id, again.Id);
        Assert.Equal(3, new[] { thanks.Id, others.Id, alone.Id }.Distinct().Count());
        Assert.Equal((first.Id, second.Id, null), (thanks.ParentId, others.ParentId, alone.ParentId));
    }

    [Theory, EveryDatabase]
    public async Task A_first_comment_that_was_taken_away_keeps_its_place_while_anybody_reads_an_answer_to_it(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var (root, lonely) = (await page.PostAsync("root", minute: 1), await page.PostAsync("nobody answered", minute: 2));
        var reply = await page.PostAsync("reply", answers: root, minute: 3);
        var own = await page.PostAsync("own", answers: lonely, publishAtOnce: false, minute: 4);
        await page.RejectAsync(lonely);
        await page.RejectAsync(root);

        Assert.Equal([reply.Id, root.Id], await SeenByAsync(null));
        Assert.Equal([own.Id, reply.Id, lonely.Id, root.Id], await SeenByAsync(own.Id));
        await using var db = page.Store.Open();
        Assert.Equal([reply.Id, root.Id], (await db.ThreadsAsync(page.Article, 0, 20, Cancel)).Select(c => c.Id));
        Assert.Equal(1, await db.Comments.On(page.Article).VisibleTo(own.Id).CountThreadsBeforeAsync(reply.Id, Cancel));
        var answer = await page.PostAsync("answer to the reply", answers: reply, minute: 5);
        Assert.Equal(root.Id, answer.ParentId);
        await page.RejectAsync(answer);
        await page.RejectAsync(reply);
        Assert.Empty(await SeenByAsync(null));

        async Task<int[]> SeenByAsync(int? ownId)
        {
            await using var db = page.Store.Open();
            return await db.Comments.On(page.Article).VisibleTo(ownId).Newest().Select(c => c.Id).ToArrayAsync(Cancel);
        }
    }

    [Theory, EveryDatabase]
    public async Task A_page_of_threads_comes_whole_in_one_query(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var roots = new List<Comment>();
        foreach (var n in Enumerable.Range(1, 5))
            roots.Add(await page.PostAsync($"root {n}", minute: n));
        foreach (var n in Enumerable.Range(1, 5))
            await page.PostAsync($"late reply to {n}", answers: roots[n - 1], minute: 20 - n);
        await page.PostAsync("early reply to 4", answers: roots[3], minute: 6);
        await using var db = page.Store.Open();
        var visible = db.Comments.On(page.Article).VisibleTo(null);

        var second = await visible.InThreadsOf(visible.Roots().Newest().Skip(1).Take(2)).Newest().AsViews().Select(v => v.Body).ToListAsync(Cancel);

        Assert.Equal(["late reply to 3", "late reply to 4", "early reply to 4", "root 4", "root 3"], second);
    }

    [Theory, EveryDatabase]
    public async Task A_thread_stands_behind_all_that_were_begun_later(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var (first, second) = (await page.PostAsync("first", minute: 1), await page.PostAsync("second", minute: 2));
        var third = await page.PostAsync("third, in the same minute", minute: 2);
        var reply = await page.PostAsync("the newest of all", answers: first, minute: 9);
        await page.PostAsync("elsewhere", on: page.Product, minute: 10);
        await using var db = page.Store.Open();

        async Task<int> Before(Comment comment) => await db.Comments.On(page.Article).VisibleTo(null).CountThreadsBeforeAsync(comment.Id, Cancel);

        Assert.Equal((2, 1, 0, 2), (await Before(first), await Before(second), await Before(third), await Before(reply)));
    }

    [Theory, EveryDatabase]
    public async Task Threads_go_with_what_they_are_on(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        foreach (var target in (CommentTarget[])[page.Article, page.Product])
        {
            var root = await page.PostAsync("root", on: target);
            await page.PostAsync("reply", answers: root, on: target);
            await page.PostAsync("another", answers: root, on: target);
        }
        await using var db = page.Store.Open();

        db.Articles.Remove(await db.Articles.SingleAsync(Cancel));
        await db.SaveChangesAsync(Cancel);
        await db.Products.ExecuteDeleteAsync(Cancel);

        Assert.Equal(0, await db.Comments.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_comment_that_was_answered_goes_with_its_replies_or_not_at_all(DatabaseProvider provider)
    {
        await using var page = await TestPage.CreateAsync(provider);
        var root = await page.PostAsync("root");
        await page.PostAsync("reply", answers: root);
        await using (var careless = page.Store.Open())
            await Assert.ThrowsAnyAsync<Exception>(() => careless.Comments.Where(c => c.Id == root.Id).ExecuteDeleteAsync(Cancel));
        await using var db = page.Store.Open();
        Assert.Equal(2, await db.Comments.CountAsync(Cancel));

        var thread = await db.Comments.ToListAsync(Cancel);
        db.Comments.Remove(thread.Single(c => c.Id == root.Id));
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(0, await db.Comments.CountAsync(Cancel));
    }

    [Fact]
    public void Only_an_approved_comment_on_the_same_page_is_replied_to()
    {
        var (comment, waiting, elsewhere) = (New(CommentTarget.Article(1)), New(CommentTarget.Article(1)), New(CommentTarget.Product(1)));
        elsewhere.Approve(TestStore.Now);

        Assert.Throws<ReplyRefusedException>(() => comment.ReplyTo(waiting));
        Assert.Throws<ReplyRefusedException>(() => comment.ReplyTo(elsewhere));
        Assert.Null(comment.ParentId);
    }

    private static Comment New(CommentTarget on) => new()
    {
        ArticleId = on.ArticleId,
        ProductId = on.ProductId,
        Title = "",
        Body = "x",
        Author = "",
        SubmissionKey = "",
    };

    /// <summary>A store with an article and a product to comment on.</summary>
    private sealed class TestPage(TestStore store, CommentTarget article, CommentTarget product) : IAsyncDisposable
    {
        public TestStore Store => store;
        public CommentTarget Article => article;
        public CommentTarget Product => product;

        public static async Task<TestPage> CreateAsync(DatabaseProvider provider)
        {
            var store = await TestStore.CreateAsync(provider);
            await using var db = store.Open();
            var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
            return new(store, CommentTarget.Article((await Make.ArticleAsync(db)).Id), CommentTarget.Product(product.Id));
        }

        public CommentDraft Draft(string body, CommentTarget? on = null) => new(on ?? article, "", body, "reader", "192.0.2.1", TrapFilled: false);

        public async Task<Comment> PostAsync(string body, Comment? answers = null, CommentTarget? on = null, bool publishAtOnce = true, int minute = 0)
        {
            await using var db = store.Open();
            var id = await db.PostAsync(Draft(body, on) with { AnswersId = answers?.Id }, publishAtOnce, TestStore.Now.AddMinutes(minute), Cancel);
            return await db.Comments.AsNoTracking().SingleAsync(c => c.Id == id, Cancel);
        }

        public async Task RejectAsync(Comment comment)
        {
            await using var db = store.Open();
            (await db.Comments.SingleAsync(c => c.Id == comment.Id, Cancel)).Reject(TestStore.Now);
            await db.SaveChangesAsync(Cancel);
        }

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
