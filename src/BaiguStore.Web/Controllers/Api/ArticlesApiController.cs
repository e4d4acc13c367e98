using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers.Api;

public sealed record ArticleItemJson(string Title, string Slug, string Url, string Summary, IReadOnlyList<string> Tags, int ReadingMinutes, DateTime PublishedAt);

public sealed record ArticlesJson(int Total, int Page, int Size, IReadOnlyList<ArticleItemJson> Items);

[ApiController]
[Tags("Articles")]
public sealed class ArticlesApiController(StoreDb db) : ControllerBase
{
    [HttpGet("/api/v1/articles")]
    [EndpointSummary("One page of the published articles, the newest first")]
    [KeptPage]
    [ProducesResponseType<ArticlesJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Index(CancellationToken cancel, [Range(1, 1_000_000)] int page = 1, [Range(1, 100)] int size = 24)
    {
        var published = db.Articles.AsNoTracking().Published();
        var total = await published.CountAsync(cancel);
        if (!Page<ArticleCard>.Exists(page, size, total))
            return Problem(statusCode: StatusCodes.Status404NotFound, detail: "No such page.");
        var found = await published.Newest().ToPageAsync(page, size, total, q => q.AsCards(), cancel);
        return Ok(new ArticlesJson(total, page, size, [.. found.Items.Select(a => new ArticleItemJson(
            a.Title, a.Slug, Links.Article(a.Slug), a.Summary, a.Tags, a.ReadingMinutes, a.PublishedAt))]));
    }
}
