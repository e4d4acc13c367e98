using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers.Api;

/// <param name="Category">Slug of the product's category.</param>
/// <param name="PriceFen">List price in fen, or null for 询价.</param>
public sealed record ProductItemJson(int Id, string Sku, string Name, string Slug, string Url, string Vendor, string Category, long? PriceFen)
{
    public static ProductItemJson Of(ProductRow p, CategoryTree tree) =>
        new(p.Id, p.Sku, p.Name, p.Slug, Links.Product(p.Slug), p.Vendor, tree.Find(p.CategoryId)?.Slug ?? "", p.ListPriceFen);
}

public sealed record ProductsJson(int Total, int Page, int Size, IReadOnlyList<ProductItemJson> Items);

/// <param name="Stock">inStock, toOrder or outOfStock.</param>
/// <param name="DescriptionHtml">Sanitised HTML.</param>
public sealed record ProductJson(
    int Id, string Sku, string Name, string Slug, string Url, string Vendor, string Category, long? PriceFen, string Stock, string Summary,
    IReadOnlyList<Spec> Specs, string DescriptionHtml, bool IsSample, DateTime UpdatedAt);

[ApiController]
[Tags("Products")]
public sealed class ProductsApiController(StoreDb db, StoreSnapshot store) : ControllerBase
{
    [HttpGet("/api/v1/products")]
    [EndpointSummary("One page of the published products directly in a category (by name), or of all products (by id)")]
    [CachedPage("category", ListingQuery.PageKey, ListingQuery.SizeKey, SameForStaff = true)]
    [CostlyList]
    [ProducesResponseType<ProductsJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Index(
        CancellationToken cancel,
        [Description("Slug of a category")] string? category = null,
        [Range(1, 1_000_000)] int page = 1,
        [Range(1, 100)] int size = 24)
    {
        var tree = store.Tree;
        var node = category is null ? null : tree.Find(category);
        var total = node?.Count ?? tree.Total;
        if ((category is not null && node is null) || !Page<ProductRow>.Exists(page, size, total))
            return Problem(statusCode: StatusCodes.Status404NotFound, detail: category is not null && node is null ? "No such category." : "No such page.");
        var products = db.Products.AsNoTracking();
        var ordered = node is null ? products.Shown(tree).ById() : products.Published().In(node.Id).By(ProductOrder.Name);
        HttpContext.DependsOn(node is null ? PageTag.EveryProduct : PageTag.Category(node.Id));
        var found = await ordered.ToPageAsync(page, size, total, db.Products.RowsOf, cancel);
        return Ok(new ProductsJson(total, page, size, [.. found.Items.Select(p => ProductItemJson.Of(p, tree))]));
    }

    [HttpGet("/api/v1/products/{slug}")]
    [EndpointSummary("One published product with its specs and description")]
    [CachedPage(SameForStaff = true)]
    [ProducesResponseType<ProductJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Show(string slug, CancellationToken cancel)
    {
        var found = !Slug.IsPossible(slug) ? null : await db.Products.AsNoTracking().Shown(store.Tree).Where(p => p.Slug == slug).Select(p => new
        {
            p.Id, p.Sku, p.Name, p.Slug, Vendor = p.Vendor!.Name, p.CategoryId, p.ListPriceFen, p.Stock, p.Summary, p.Specs, p.DescriptionHtml, p.IsSample, p.UpdatedAt,
        }).FirstOrDefaultAsync(cancel);
        HttpContext.DependsOn(found is null ? [] : [PageTag.Product(found.Id)]);
        return found is null
            ? Problem(statusCode: StatusCodes.Status404NotFound, detail: "No such product.")
            : Ok(new ProductJson(
                found.Id, found.Sku, found.Name, found.Slug, Links.Product(found.Slug), found.Vendor, store.Tree.Find(found.CategoryId)?.Slug ?? "",
                found.ListPriceFen, char.ToLowerInvariant($"{found.Stock}"[0]) + $"{found.Stock}"[1..], found.Summary, found.Specs, found.DescriptionHtml,
                found.IsSample, found.UpdatedAt));
    }
}
