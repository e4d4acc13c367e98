using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Comments;

public sealed class CommentQueriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Visitors_see_what_is_approved_and_their_own_while_it_waits(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var target = CommentTarget.Article((await Make.ArticleAsync(db)).Id);
        var approved = await AddAsync(db, target, "approved", c => c.Approve(TestStore.Now));
        var waiting = await AddAsync(db, target, "waiting");
        var others = await AddAsync(db, target, "somebody else's");
        var rejected = await AddAsync(db, target, "rejected", c => c.Reject(TestStore.Now));

        async Task<int[]> SeenBy(int? own) => [.. await db.Comments.On(target).VisibleTo(own).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Cancel)];

        Assert.Equal([approved], await SeenBy(null));
        Assert.Equal([approved, waiting], await SeenBy(waiting));
        Assert.Equal([approved], await SeenBy(approved));
        Assert.Equal([approved], await SeenBy(rejected));
        Assert.DoesNotContain(others, await SeenBy(waiting));
    }

    [Theory, EveryDatabase]
    public async Task Comments_are_listed_under_what_they_are_on_newest_first(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        var article = await Make.ArticleAsync(db);
        var (onArticle, onProduct) = (CommentTarget.Article(article.Id), CommentTarget.Product(product.Id));
        var first = await AddAsync(db, onArticle, "first", c => c.Approve(TestStore.Now));
        var second = await AddAsync(db, onArticle, "second", c => c.Approve(TestStore.Now));
        var other = await AddAsync(db, onProduct, "on the product", c => c.Approve(TestStore.Now));

        Assert.Equal([second, first], await db.Comments.On(onArticle).VisibleTo(null).Newest().AsViews().Select(v => v.Id).ToListAsync(Cancel));
        Assert.Equal([other], await db.Comments.On(onProduct).VisibleTo(null).Newest().Select(c => c.Id).ToListAsync(Cancel));
        Assert.Equal([second, first], (await db.ThreadsAsync(onArticle, 0, 20, Cancel)).Select(c => c.Id));
        Assert.Equal([first], (await db.ThreadsAsync(onArticle, 1, 20, Cancel)).Select(c => c.Id));
        Assert.Equal([other], (await db.ThreadsAsync(onProduct, 0, 20, Cancel)).Select(c => c.Id));
    }

    [Fact]
    public void Approving_a_held_comment_forgets_why_it_was_held_and_rejecting_does_not()
    {
        var comment = New(CommentTarget.Article(1), "x");
        comment.Hold("3 links");
        comment.Reject(TestStore.Now);
        Assert.Equal((CommentStatus.Rejected, "3 links"), (comment.Status, comment.HeldBecause));
        comment.Approve(TestStore.Now);
        Assert.Equal((CommentStatus.Approved, null), (comment.Status, comment.HeldBecause));
    }

    [Fact]
    public void Every_shortcode_becomes_its_emoticon_and_others_stay_as_typed()
    {
        Assert.All(Emoji.All, e => Assert.Equal($"a{e.Glyph}b", Emoji.Replace($"a{e.Shortcode}b")));
        Assert.Equal(":unknown: 10:30 :", Emoji.Replace(":unknown: 10:30 :"));
        Assert.Equal(Emoji.All.Count, Emoji.All.Select(e => e.Shortcode).Distinct().Count());
        Assert.All(Emoji.All, e => Assert.Equal(e.Glyph, PlainText.Line(e.Glyph)));
    }

    private static async Task<int> AddAsync(StoreDb db, CommentTarget target, string body, Action<Comment>? review = null)
    {
        var comment = New(target, body);
        review?.Invoke(comment);
        db.Comments.Add(comment);
        await db.SaveChangesAsync(Cancel);
        return comment.Id;
    }

    private static Comment New(CommentTarget target, string body) => new()
    {
        ArticleId = target.ArticleId,
        ProductId = target.ProductId,
        Title = "",
        Body = body,
        Author = "",
        CreatedAt = TestStore.Now,
        SubmissionKey = Comment.KeyOf(target, "", "", body, "192.0.2.1"),
    };
}
