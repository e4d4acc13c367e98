using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers.Api;

public sealed record ArticleItemJson(string Title, string Slug, string Url, string Summary, IReadOnlyList<string> Tags, int ReadingMinutes, DateTime PublishedAt);

public sealed record ArticlesJson(int Total, int Page, int Size, IReadOnlyList<ArticleItemJson> Items);

[ApiController]
[Tags("Articles")]
public sealed class ArticlesApiController(StoreSnapshot store) : ControllerBase
{
    [HttpGet("/api/v1/articles")]
    [EndpointSummary("One page of the published articles, the newest first")]
    [CachedPage(ListingQuery.PageKey, ListingQuery.SizeKey, SameForStaff = true)]
    [ProducesResponseType<ArticlesJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    public IActionResult Index([Range(1, 1_000_000)] int page = 1, [Range(1, 100)] int size = 24)
    {
        var articles = store.Articles;
        if (!Page<ArticleCard>.Exists(page, size, articles.Newest.Count))
            return Problem(statusCode: StatusCodes.Status404NotFound, detail: "No such page.");
        return Ok(new ArticlesJson(articles.Newest.Count, page, size, [.. articles.Page(page, size).Items.Select(a => new ArticleItemJson(
            a.Title, a.Slug, Links.Article(a.Slug), a.Summary, a.Tags, a.ReadingMinutes, a.PublishedAt))]));
    }
}
