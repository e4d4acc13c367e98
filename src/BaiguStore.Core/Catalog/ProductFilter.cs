using System.Linq.Expressions;
using System.Reflection;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// Filter of the staff's product list and of bulk edits. A null property does not filter; soft-deleted products are included only on request.
/// </summary>
public sealed record ProductFilter
{
    public int? CategoryId { get; init; }

    /// <summary>Materialized path of a category: includes all descendants.</summary>
    public string? CategoryPath { get; init; }
    public int? VendorId { get; init; }
    public PublicationState? State { get; init; }
    public bool? IsSample { get; init; }

    /// <summary>Products that the search index found for a text, ascending; null without a search text.</summary>
    public IReadOnlyList<int>? Ids { get; init; }
    public bool WithoutPrice { get; init; }
    public bool WithoutPicture { get; init; }

    /// <summary>Products that staff have not confirmed since then, or ever.</summary>
    public DateTime? NotConfirmedSince { get; init; }
}

public enum ProductListOrder
{
    Sku = 0,
    Name = 1,

    /// <summary>Last changed first.</summary>
    Updated = 2,

    /// <summary>Lowest first, 询价 last.</summary>
    Price = 3,
}

/// <summary>Keyset cursor: sort key plus id.</summary>
public sealed record ProductListCursor(string Key, int Id);

/// <summary>A product in the staff's list.</summary>
public sealed record ProductListRow(
    int Id, string Sku, string SkuKey, string Name, string Slug, string Vendor, int CategoryId, string Category, long? ListPriceFen, long PriceOrder, StockState Stock,
    DateTime? PublishedAt, DateTime? PublishFrom, DateTime? PublishUntil, DateTime? DeletedAt, bool IsSample, DateTime UpdatedAt, DateTime? ConfirmedAt, int Version)
{
    public PublicationState State => DeletedAt is not null ? PublicationState.Bin
        : PublishedAt is not null ? PublicationState.Published
        : PublishFrom is not null ? PublicationState.Scheduled
        : PublicationState.Draft;

    public ProductListCursor CursorFor(ProductListOrder order) => new(order switch
    {
        ProductListOrder.Name => Name,
        ProductListOrder.Updated => FieldText.Of(UpdatedAt)!,
        ProductListOrder.Price => FieldText.Of(PriceOrder)!,
        _ => SkuKey,
    }, Id);
}

/// <summary>A page of a keyset-paged list, without page numbers: every page costs the same.</summary>
public sealed record ProductListPage(IReadOnlyList<ProductListRow> Items, ProductListOrder Order, bool HasBefore, bool HasAfter)
{
    public ProductListCursor? First => Items is [var first, ..] ? first.CursorFor(Order) : null;
    public ProductListCursor? Last => Items is [.., var last] ? last.CursorFor(Order) : null;
}

public static class ProductFilterQueries
{
    extension(IQueryable<Product> products)
    {
        public IQueryable<Product> Matching(ProductFilter filter)
        {
            var (found, path) = (products, filter.CategoryPath);
            if (filter.CategoryId is { } category)
                found = found.Where(p => p.CategoryId == category);
            if (path is not null)
                found = found.Where(p => p.Category!.Path.StartsWith(path));
            if (filter.VendorId is { } vendor)
                found = found.Where(p => p.VendorId == vendor);
            if (filter.IsSample is { } sample)
                found = found.Where(p => p.IsSample == sample);
            if (filter.WithoutPrice)
                found = found.Where(p => p.PriceOrder == long.MaxValue);
            if (filter.WithoutPicture)
                found = found.Where(p => p.PictureCount == 0);
            if (filter.NotConfirmedSince is { } since)
                found = found.Where(p => p.ConfirmedAt == null || p.ConfirmedAt < since);
            if (filter.Ids?.ToArray() is { } ids)
                found = found.Where(p => EF.Parameter(ids).Contains(p.Id));
            return filter.State switch
            {
                PublicationState.Published => found.Published(),
                PublicationState.Scheduled => found.Where(p => p.PublishFrom != null && p.PublishedAt == null && p.DeletedAt == null),
                PublicationState.Bin => found.Where(p => p.DeletedAt != null),
                null => found.Where(p => p.DeletedAt == null),
                _ => found.Where(p => p.PublishedAt == null && p.PublishFrom == null && p.DeletedAt == null),
            };
        }

        /// <summary>Products after a cursor, or before it, nearest first. Throws FormatException for a cursor of another order.</summary>
        public IQueryable<Product> Beyond(ProductListOrder order, ProductListCursor? cursor, bool backwards) => order switch
        {
            ProductListOrder.Name => Beyond(products, p => p.Name, cursor?.Key, cursor?.Id, !backwards),
            ProductListOrder.Updated => Beyond(products, p => p.UpdatedAt, FieldText.Time(cursor?.Key) ?? default, cursor?.Id, backwards),
            ProductListOrder.Price => Beyond(products, p => p.PriceOrder, FieldText.Fen(cursor?.Key) ?? 0, cursor?.Id, !backwards),
            _ => Beyond(products, p => p.SkuKey, cursor?.Key, cursor?.Id, !backwards),
        };

        /// <summary>
        /// The page after a cursor, or before it; without a cursor the first (backwards: the last). Throws like <see cref="Beyond"/>.
        /// </summary>
        public async Task<ProductListPage> ListPageAsync(ProductListOrder order, ProductListCursor? cursor, bool backwards, int size, CancellationToken cancel)
        {
            var rows = await products.Beyond(order, cursor, backwards).Take(size + 1).Select(p => new ProductListRow(
                p.Id, p.Sku, p.SkuKey, p.Name, p.Slug, p.Vendor!.Name, p.CategoryId, p.Category!.Name, p.ListPriceFen, p.PriceOrder, p.Stock,
                p.PublishedAt, p.PublishFrom, p.PublishUntil, p.DeletedAt, p.IsSample, p.UpdatedAt, p.ConfirmedAt, p.Version)).ToListAsync(cancel);
            var more = rows.Count > size;
            rows = [.. rows.Take(size)];
            if (backwards)
                rows.Reverse();
            return new(rows, order, HasBefore: backwards ? more : cursor is not null, HasAfter: backwards ? cursor is not null : more);
        }
    }

    private static readonly MethodInfo CompareTo = typeof(string).GetMethod(nameof(string.CompareTo), [typeof(string)])!;

    /// <summary>Keyset condition `key >= at AND (key != at OR id > id)`: a range that begins in the index at the cursor.</summary>
    private static IOrderedQueryable<Product> Beyond<TKey>(IQueryable<Product> products, Expression<Func<Product, TKey>> key, TKey? at, int? id, bool up)
    {
        if (id is { } after)
        {
            var product = key.Parameters[0];
            Expression value = Expression.Property(Expression.Constant(new Box<TKey>(at!)), nameof(Box<>.Value));
            var (left, right) = typeof(TKey) == typeof(string)
                ? (Expression.Call(key.Body, CompareTo, value), (Expression)Expression.Constant(0))
                : (key.Body, value);
            var reached = up ? Expression.GreaterThanOrEqual(left, right) : Expression.LessThanOrEqual(left, right);
            var ids = Expression.Property(product, nameof(Product.Id));
            Expression last = Expression.Property(Expression.Constant(new Box<int>(after)), nameof(Box<>.Value));
            var behind = up ? Expression.GreaterThan(ids, last) : Expression.LessThan(ids, last);
            products = products.Where(Expression.Lambda<Func<Product, bool>>(
                Expression.AndAlso(reached, Expression.OrElse(Expression.NotEqual(key.Body, value), behind)), product));
        }
        return up ? products.OrderBy(key).ThenBy(p => p.Id) : products.OrderByDescending(key).ThenByDescending(p => p.Id);
    }

    /// <summary>Wraps a value, so that EF sends it as a parameter instead of a literal.</summary>
    private sealed record Box<T>(T Value);
}
