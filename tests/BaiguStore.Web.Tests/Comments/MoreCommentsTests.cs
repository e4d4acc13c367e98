using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using BaiguStore.Core.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Comments;

public sealed class MoreCommentsTests
{
    [Theory]
    [InlineData(Reader.Article)]
    [InlineData(Reader.Product)]
    public async Task Older_comments_are_reached_page_by_page_each_once_and_the_newest_first(string url)
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        await ApproveAsync(app, url, 45);

        List<string> seen = [];
        for (string? next = url; next is not null;)
        {
            var page = await visitor.PageAsync(next);
            seen.AddRange(page.QuerySelectorAll(".comment__body").Select(c => c.TextContent.Trim()));
            Assert.Equal("(45)", page.Text("#comments-title .count"));
            Assert.NotEmpty(page.Text(".comments__more"));
            next = page.QuerySelector("#comments a[rel=next]")?.GetAttribute("href")?.Split('#')[0];
        }

        Assert.Equal(Enumerable.Range(1, 45).Reverse().Select(n => $"Remark {n}."), seen);
    }

    [Theory]
    [InlineData("0", HttpStatusCode.NotFound)]
    [InlineData("4", HttpStatusCode.NotFound)]
    [InlineData("x", HttpStatusCode.BadRequest)]
    public async Task A_page_of_comments_that_is_not_there_says_so(string number, HttpStatusCode expected)
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        await ApproveAsync(app, Reader.Article, 45);

        await visitor.PageAsync($"{Reader.Article}?comments={number}", expected);
    }

    private static Task ApproveAsync(StoreApp app, string url, int count) => app.ChangeAsync(async db =>
    {
        var target = url == Reader.Article
            ? CommentTarget.Article(await db.Articles.Where(a => a.Slug == "intel-vt").Select(a => a.Id).SingleAsync(TestContext.Current.CancellationToken))
            : CommentTarget.Product(await db.Products.Select(p => p.Id).SingleAsync(TestContext.Current.CancellationToken));
        var now = app.Clock.GetUtcNow().UtcDateTime;
        foreach (var n in Enumerable.Range(1, count))
        {
            var comment = new Comment
            {
                ArticleId = target.ArticleId,
                ProductId = target.ProductId,
                Title = "",
                Body = string.Create(CultureInfo.InvariantCulture, $"Remark {n}."),
                Author = "",
                CreatedAt = now.AddMinutes(n - count),
                SubmissionKey = Comment.KeyOf(target, "", "", $"Remark {n}.", "test"),
            };
            comment.Approve(now);
            db.Comments.Add(comment);
        }
    });
}
