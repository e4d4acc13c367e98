using System.Net;
using BaiguStore.Core.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Comments;

public sealed class PostingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Reader.Article)]
    [InlineData(Reader.Product)]
    public async Task A_new_comment_waits_for_approval_and_only_its_author_sees_it(string url)
    {
        await using var app = await Reader.StoreAsync();
        using var author = app.Visitor();
        using var other = app.Visitor();

        var place = await author.PostAsync(app, url, "第一行\n\n第二行", "标题", "老赵");

        var saved = Assert.Single(await app.CommentsAsync());
        Assert.Equal(("标题", "第一行\n\n第二行", "老赵", CommentStatus.Pending), (saved.Title, saved.Body, saved.Author, saved.Status));
        Assert.Matches($"^{url}\\?mine=[A-Za-z0-9_-]+#comment-{saved.Id}$", place);
        var own = await author.PageAsync(place);
        Assert.Equal("标题", own.Text($"#comment-{saved.Id}.is-pending .comment__title"));
        Assert.Contains("正在等待审核", own.Text(".comment__waiting"), StringComparison.Ordinal);
        Assert.Equal("第一行\n\n第二行", own.QuerySelector(".comment__body")!.TextContent);
        Assert.Empty((await other.PageAsync(url)).QuerySelectorAll(".comment"));
        Assert.Empty((await author.PageAsync(url)).QuerySelectorAll(".comment"));
    }

    [Fact]
    public async Task An_approved_comment_is_seen_by_everybody()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.PostAsync(app, Reader.Article, "看懂了", "", "");
        await visitor.PageAsync(Reader.Article);

        await app.ApproveAllAsync();

        var page = await visitor.PageAsync(Reader.Article);
        Assert.Equal(("看懂了", "匿名"), (page.Text(".comment__body"), page.Text(".comment__author")));
        Assert.Null(page.QuerySelector(".is-pending"));
        Assert.Null((await visitor.PageAsync(place)).QuerySelector(".is-pending"));
        Assert.Equal("最新评论 (1)", page.Text("#comments-title"));
    }

    [Fact]
    public async Task A_rejected_comment_is_seen_by_nobody_not_even_its_author()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.PostAsync(app, Reader.Article);

        await app.ChangeAsync(async db => (await db.Comments.SingleAsync(Cancel)).Reject(DateTime.UnixEpoch));

        Assert.Empty((await visitor.PageAsync(Reader.Article)).QuerySelectorAll(".comment"));
        Assert.Empty((await visitor.PageAsync(place)).QuerySelectorAll(".comment"));
    }

    [Fact]
    public async Task A_receipt_that_is_tampered_with_or_for_another_page_shows_nothing()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var place = await visitor.PostAsync(app, Reader.Article);
        var receipt = place.Split("mine=")[1].Split('#')[0];
        var turned = receipt[..^8] + (receipt[^8] == 'A' ? 'B' : 'A') + receipt[^7..];

        string[] others = [$"{Reader.Article}?mine={turned}", $"{Reader.Article}?mine=1", $"{Reader.Article}?mine=", $"{Reader.Article}?mine=%C2%B1%3C", $"{Reader.Article}?mine={new string('A', 2_000)}", $"{Reader.Product}?mine={receipt}"];
        foreach (var url in others)
            Assert.Empty((await visitor.PageAsync(url)).QuerySelectorAll(".comment"));
        Assert.Single((await visitor.PageAsync(place)).QuerySelectorAll(".comment"));
    }

    [Fact]
    public async Task A_stamp_is_not_a_receipt()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        await visitor.PostAsync(app, Reader.Article);
        var stamp = (await visitor.PageAsync(Reader.Article)).CommentFields("")["Stamp"];

        Assert.Empty((await visitor.PageAsync($"{Reader.Article}?mine={stamp}")).QuerySelectorAll(".comment"));
    }

    [Fact]
    public async Task Published_at_once_where_the_store_says_so()
    {
        await using var app = await Reader.StoreAsync(("Comments:PublishAtOnce", "true"));
        using var visitor = app.Visitor();
        await visitor.PageAsync(Reader.Product);

        await visitor.PostAsync(app, Reader.Product, "看到了");

        Assert.Equal("看到了", (await visitor.PageAsync(Reader.Product)).Text(".comment:not(.is-pending) .comment__body"));
    }

    [Fact]
    public async Task The_honeypot_holds_a_comment_even_where_comments_are_published_at_once()
    {
        await using var app = await Reader.StoreAsync(("Comments:PublishAtOnce", "true"));
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article);
        fields["Website"] = "x";

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var saved = Assert.Single(await app.CommentsAsync());
        Assert.Equal(CommentStatus.Pending, saved.Status);
        Assert.NotNull(saved.HeldBecause);
        Assert.Empty((await visitor.PageAsync(Reader.Article)).QuerySelectorAll(".comment"));
    }

    [Theory]
    [InlineData("http://a https://b", true)]
    [InlineData("http://a https://b HTTP://c", false)]
    [InlineData("[url=x] [URL=y] www.z", false)]
    public async Task Many_links_hold_a_comment_even_where_comments_are_published_at_once(string body, bool published)
    {
        await using var app = await Reader.StoreAsync(("Comments:PublishAtOnce", "true"));
        using var visitor = app.Visitor();

        await visitor.PostAsync(app, Reader.Article, body);

        var saved = Assert.Single(await app.CommentsAsync());
        Assert.Equal((published, !published), (saved.Status == CommentStatus.Approved, saved.HeldBecause is not null));
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_comment()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, "一遍");

        using var first = await visitor.PostFormAsync(Reader.Article + "/comments", fields);
        using var second = await visitor.PostFormAsync(Reader.Article + "/comments", fields);
        await visitor.PostAsync(app, Reader.Article, " 一遍 ");

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, second.StatusCode));
        Assert.Single(await app.CommentsAsync());
    }

    [Fact]
    public async Task The_same_form_sent_six_times_at_once_is_one_comment()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Product, "六遍");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => visitor.PostFormAsync(Reader.Product + "/comments", fields)));

        var saved = Assert.Single(await app.CommentsAsync());
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        Assert.All(answers, a => Assert.EndsWith($"#comment-{saved.Id}", a.Headers.Location!.OriginalString, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_words_under_two_pages_are_two_comments()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        await visitor.PostAsync(app, Reader.Article, "同样的话");
        await visitor.PostAsync(app, Reader.Product, "同样的话");

        Assert.Equal(2, (await app.CommentsAsync()).Count);
    }

    [Fact]
    public async Task Fields_that_the_form_does_not_have_change_nothing()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article);
        string[] names = ["Status", "IsSample", "Id", "HeldBecause", "ArticleId", "ProductId", "CreatedAt", "ReviewedAt", "SubmissionKey", "Comment.Status"];
        foreach (var name in names)
            fields[name] = "1";

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var saved = Assert.Single(await app.CommentsAsync());
        Assert.Equal((CommentStatus.Pending, false, null, null), (saved.Status, saved.IsSample, saved.HeldBecause, saved.ReviewedAt));
        Assert.Null(saved.ProductId);
        Assert.True(saved.CreatedAt > DateTime.UnixEpoch.AddYears(50));
        Assert.Equal(64, saved.SubmissionKey.Length);
    }

    [Fact]
    public async Task A_comment_can_be_written_under_an_address_in_han_characters()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        await app.AddArticleAsync("机房\u4F9B\u7535", "\u673A\u623F\u4F9B\u7535");

        var place = await visitor.PostAsync(app, "/articles/%E6%9C%BA%E6%88%BF%E4%BE%9B%E7%94%B5");

        Assert.Single((await visitor.PageAsync(place)).QuerySelectorAll(".comment.is-pending"));
    }

    [Fact]
    public async Task Many_comments_have_pages_and_the_newest_comes_first()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        for (var n = 1; n <= 21; n++)
            await visitor.PostAsync(app, Reader.Product, $"第 {n} 条");
        await app.ApproveAllAsync();

        var first = await visitor.PageAsync(Reader.Product);
        var second = await visitor.PageAsync(first.QuerySelector("#comments .pager a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal("第 21 条", first.Text(".comment__body"));
        Assert.Equal(20, first.QuerySelectorAll(".comment").Length);
        Assert.Equal("第 1 条", Assert.Single(second.QuerySelectorAll(".comment__body")).TextContent);
        await visitor.PageAsync(Reader.Product + "?comments=3", HttpStatusCode.NotFound);
        await visitor.PageAsync(Reader.Product + "?comments=x", HttpStatusCode.BadRequest);
    }
}
