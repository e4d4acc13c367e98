using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Comments;

public sealed class CommentPostingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_new_comment_waits_for_approval(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);

        var comment = await PostAsync(store, draft, publishAtOnce: false);

        Assert.Equal((CommentStatus.Pending, null, null, TestStore.Now), (comment.Status, comment.HeldBecause, comment.ReviewedAt, comment.CreatedAt));
        Assert.Equal((draft.Target.ArticleId, null, false), (comment.ArticleId, comment.ProductId, comment.IsSample));
    }

    [Theory, EveryDatabase]
    public async Task Where_comments_are_published_at_once_it_is_approved(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var comment = await PostAsync(store, await DraftAsync(store), publishAtOnce: true);

        Assert.Equal((CommentStatus.Approved, TestStore.Now), (comment.Status, comment.ReviewedAt!.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_comment_with_the_hidden_field_filled_waits_whatever_is_set(bool publishAtOnce)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);

        var comment = await PostAsync(store, await DraftAsync(store) with { TrapFilled = true }, publishAtOnce);

        Assert.Equal(CommentStatus.Pending, comment.Status);
        Assert.NotNull(comment.HeldBecause);
    }

    [Theory]
    [InlineData("", "one https://a.cn two http://b.cn", false)]
    [InlineData("", "one https://www.a.cn two http://www.b.cn", false)] // every form of a link counts
    [InlineData("", "https://a.cn https://b.cn https://c.cn", true)]
    [InlineData("www.a.cn", "www.b.cn WWW.C.CN", true)]
    [InlineData("", "[url=a]x[/url] [URL=b]y[/URL] [url]c[/url]", true)]
    [InlineData("HTTPS://A.CN", "HTTP://B.CN http://c.cn", true)]
    public async Task A_flood_of_links_waits_also_where_comments_are_published_at_once(string title, string body, bool held)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);

        var comment = await PostAsync(store, await DraftAsync(store) with { Title = title, Body = body }, publishAtOnce: true);

        Assert.Equal(held ? CommentStatus.Pending : CommentStatus.Approved, comment.Status);
        Assert.Equal(held, comment.HeldBecause is not null);
    }

    [Theory, EveryDatabase]
    public async Task The_same_words_sent_twice_are_one_comment(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        await using var db = store.Open();

        var first = await db.PostAsync(draft, publishAtOnce: false, TestStore.Now, Cancel);
        var second = await db.PostAsync(draft with { Body = "  " + draft.Body + "\r\n" }, publishAtOnce: false, TestStore.Now.AddMinutes(1), Cancel);

        Assert.Equal(first, second);
        Assert.Equal(1, await db.Comments.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_same_words_sent_eight_times_at_once_are_one_comment_and_all_learn_its_id(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var db = store.Open();
            return await db.PostAsync(draft, publishAtOnce: true, TestStore.Now, Cancel);
        }, Cancel)));

        await using var fresh = store.Open();
        Assert.Equal(await fresh.Comments.Select(c => c.Id).SingleAsync(Cancel), Assert.Single(ids.Distinct()));
        Assert.Equal(1, await fresh.Changes.CountAsync(c => c.Kind == ChangeKind.ArticleComment, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task A_context_that_lost_the_race_can_still_be_used(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        await using var db = store.Open();
        await db.PostAsync(draft, publishAtOnce: false, TestStore.Now, Cancel);

        await db.PostAsync(draft, publishAtOnce: false, TestStore.Now, Cancel);
        await db.PostAsync(draft with { Body = "other words" }, publishAtOnce: false, TestStore.Now, Cancel);

        Assert.Equal(2, await db.Comments.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_same_words_by_another_name_from_elsewhere_or_on_something_else_are_another_comment(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");

        foreach (var other in (CommentDraft[])[draft, draft with { Author = "x" }, draft with { Address = "192.0.2.2" }, draft with { Target = CommentTarget.Product(product.Id) }])
            await db.PostAsync(other, publishAtOnce: false, TestStore.Now, Cancel);

        Assert.Equal(4, await db.Comments.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task What_is_kept_is_cleaned(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        const string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";

        var comment = await PostAsync(store, await DraftAsync(store) with
        {
            Title = " a\u202Eb \n c ",
            Body = $"one\0 {family}\r\n\r\n\r\n\r\ntwo\u200B <script>alert(1)</script> ",
            Author = "ad\u200Bmin\u202E",
        });

        Assert.Equal(("ab c", $"one {family}\n\ntwo <script>alert(1)</script>", "admin"), (comment.Title, comment.Body, comment.Author));
    }

    [Theory, EveryDatabase]
    public async Task Nothing_typed_is_empty_and_no_error(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var comment = await PostAsync(store, await DraftAsync(store) with { Title = null, Author = null });

        Assert.Equal(("", ""), (comment.Title, comment.Author));
    }

    [Theory, EveryDatabase]
    public async Task Only_a_hash_of_the_address_is_kept(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var comment = await PostAsync(store, await DraftAsync(store));

        Assert.Equal(64, comment.SubmissionKey.Length);
        Assert.All(comment.SubmissionKey, c => Assert.True(char.IsAsciiHexDigitLower(c)));
    }

    [Theory, EveryDatabase]
    public async Task A_comment_on_nothing_or_on_two_things_is_refused_by_the_database(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");

        foreach (var target in (CommentTarget[])[new(null, null), new(draft.Target.ArticleId, product.Id)])
        {
            await using var own = store.Open();
            var refused = await Assert.ThrowsAsync<DbUpdateException>(() => own.PostAsync(draft with { Target = target }, publishAtOnce: false, TestStore.Now, Cancel));
            Assert.False(DatabaseErrors.IsUniqueViolation(refused));
        }
        Assert.Equal(0, await db.Comments.CountAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Comments_go_with_what_they_are_on(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        await PostAsync(store, draft);
        await using var db = store.Open();

        db.Articles.Remove(await db.Articles.SingleAsync(Cancel));
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(0, await db.Comments.CountAsync(Cancel));
    }

    [Fact]
    public void The_parts_of_a_key_cannot_run_into_each_other()
    {
        var target = CommentTarget.Article(1);
        string[] keys =
        [
            Comment.KeyOf(target, "ab", "", "c", "x"),
            Comment.KeyOf(target, "a", "b", "c", "x"),
            Comment.KeyOf(target, "a", "", "bc", "x"),
            Comment.KeyOf(CommentTarget.Product(1), "ab", "", "c", "x"),
            Comment.KeyOf(CommentTarget.Article(11), "ab", "", "c", "x"),
            Comment.KeyOf(target, "ab", "", "c", "y"),
            Comment.KeyOf(target, "ab", "", "c", "x", thread: 1),
            Comment.KeyOf(target, "ab", "", "c", "x", thread: 2),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Comment.KeyOf(CommentTarget.Article(1), "ab", "", "c", "x"));
    }

    private static async Task<CommentDraft> DraftAsync(TestStore store)
    {
        await using var db = store.Open();
        var article = await Make.ArticleAsync(db);
        return new(CommentTarget.Article(article.Id), "\u95EE\u9898", "VT-d \u5728\u54EA\u91CC\u6253\u5F00\uFF1F", "\u5386\u4E0B\u8001\u8D75", "192.0.2.1", TrapFilled: false);
    }

    private static async Task<Comment> PostAsync(TestStore store, CommentDraft draft, bool publishAtOnce = false)
    {
        await using var db = store.Open();
        var id = await db.PostAsync(draft, publishAtOnce, TestStore.Now, Cancel);
        await using var fresh = store.Open();
        return await fresh.Comments.SingleAsync(c => c.Id == id, Cancel);
    }
}
