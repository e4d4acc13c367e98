using BaiguStore.Core.Catalog;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers.Api;

/// <param name="Count">Published products directly in the category.</param>
/// <param name="Total">Published products in it and below it.</param>
public sealed record CategoryJson(int Id, string Name, string Slug, string Url, int Count, int Total, IReadOnlyList<CategoryJson> Children)
{
    public static CategoryJson From(CategoryNode node) =>
        new(node.Id, node.Name, node.Slug, Links.Category(node.Slug), node.Count, node.Total, [.. node.Children.Select(From)]);
}

[ApiController]
[Tags("Categories")]
public sealed class CategoriesApiController(StoreSnapshots snapshots) : ControllerBase
{
    [HttpGet("/api/v1/categories")]
    [EndpointSummary("The whole tree with its counts")]
    [KeptPage]
    public IReadOnlyList<CategoryJson> Index() => [.. snapshots.Current.Tree.Roots.Select(CategoryJson.From)];
}
