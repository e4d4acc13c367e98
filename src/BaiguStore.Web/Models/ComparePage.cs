using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>`/compare`: products side by side, with a single query.</summary>
/// <param name="Lines">The category of each product.</param>
/// <param name="Unknown">Part numbers, as typed, that the catalogue does not have.</param>
/// <param name="LeftOut">Part numbers beyond the maximum.</param>
public sealed record ComparePage(Comparison Comparison, IReadOnlyList<CategoryNode?> Lines, IReadOnlyList<string> Unknown, IReadOnlyList<string> LeftOut, bool OnlyDifferences)
{
    public IReadOnlyList<ProductRow> Products => Comparison.Products;

    public bool HasDifferences => Comparison.Main.Concat(Comparison.Others).Any(s => s.IsDifferent);

    /// <summary>The rows to show.</summary>
    public IEnumerable<ComparedSpec> Shown(IEnumerable<ComparedSpec> specs) => specs.Where(s => s.IsDifferent || !OnlyDifferences);

    /// <summary>Whether a property of all products differs.</summary>
    public bool Differs<T>(Func<ProductRow, T> value) => Products.Select(value).Distinct().Skip(1).Any();

    public string Url(bool onlyDifferences) => Links.Compare(Products.Select(p => p.Sku), onlyDifferences);

    public string UrlWithout(ProductRow product) => Links.Compare(Products.Where(p => p != product).Select(p => p.Sku), OnlyDifferences);

    public static async Task<ComparePage> LoadAsync(StoreDb db, StoreSnapshot store, ComparedList list, bool onlyDifferences, CancellationToken cancel)
    {
        var known = list.Skus.Where(s => s.Length <= Product.MaxSkuLength).ToList();
        var found = known.Count == 0 ? []
            : await db.Products.AsNoTracking().Shown(store.Tree).WithSkuAmong(known).OrderBy(p => p.Id).AsRows().ToListAsync(cancel);
        var meant = list.Skus.Select(sku => (Sku: sku, Product: found.Find(p => p.Sku == sku) ?? found.Find(p => Product.KeyOf(p.Sku) is { Length: > 0 } key && key == Product.KeyOf(sku)))).ToList();
        var products = meant.Select(m => m.Product).OfType<ProductRow>().Distinct().ToList();
        var lines = products.Select(p => store.Tree.Find(p.CategoryId)).ToList();
        return new(Comparison.Of(products, lines.SelectMany(l => l?.KeySpecs ?? [])), lines, [.. meant.Where(m => m.Product is null).Select(m => m.Sku)], list.LeftOut, onlyDifferences && products.Count > 1);
    }
}
