using System.Runtime.CompilerServices;
using System.Text.Json;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BaiguStore.Web.Controllers.Api;

/// <param name="Count">Published products directly in the category.</param>
/// <param name="Total">Published products in it and below it.</param>
public sealed record CategoryJson(int Id, string Name, string Slug, string Url, int Count, int Total, IReadOnlyList<CategoryJson> Children)
{
    public static CategoryJson From(CategoryNode node) =>
        new(node.Id, node.Name, node.Slug, Links.Category(node.Slug), node.Count, node.Total, [.. node.Children.Select(From)]);
}

/// <summary>The tree as JSON, cached per tree: megabytes in a large store.</summary>
public sealed class TreeJson(IOptions<JsonOptions> options)
{
    private readonly ConditionalWeakTable<CategoryTree, byte[]> _trees = [];

    public byte[] Of(CategoryTree tree) =>
        _trees.GetValue(tree, t => JsonSerializer.SerializeToUtf8Bytes(t.Roots.Select(CategoryJson.From), options.Value.JsonSerializerOptions));
}

[ApiController]
[Tags("Categories")]
public sealed class CategoriesApiController(StoreSnapshot store, TreeJson json) : ControllerBase
{
    [HttpGet("/api/v1/categories")]
    [EndpointSummary("The whole tree with its counts")]
    [CachedPage(SameForStaff = true)]
    [ProducesResponseType<IReadOnlyList<CategoryJson>>(StatusCodes.Status200OK, "application/json")]
    public IActionResult Index() => File(json.Of(store.Tree), "application/json; charset=utf-8");
}
