using System.Linq.Expressions;
using System.Reflection;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>Which products staff want to see or to change at once. What is not given does not matter; the bin is seen only when asked for.</summary>
public sealed record ProductFilter
{
    public int? CategoryId { get; init; }

    /// <summary>The path of a category: that one and all below it.</summary>
    public string? CategoryPath { get; init; }
    public int? VendorId { get; init; }
    public PublicationState? State { get; init; }
    public bool? IsSample { get; init; }

    /// <summary>The products in which the search index found a text, ascending; null where nothing was typed.</summary>
    public IReadOnlyList<int>? Ids { get; init; }
    public bool WithoutPrice { get; init; }
    public bool WithoutPicture { get; init; }

    /// <summary>Those that staff have not confirmed since then, or ever.</summary>
    public DateTime? NotConfirmedSince { get; init; }
}

public enum ProductListOrder
{
    Sku = 0,
    Name = 1,

    /// <summary>The latest change first.</summary>
    Updated = 2,

    /// <summary>The lowest first, 询价 last.</summary>
    Price = 3,
}

/// <summary>Where a page of a list begins or ends: what its order sorts by, as text, and the id that settles ties.</summary>
public sealed record ProductListCursor(string Key, int Id);

/// <summary>A product in the staff's list.</summary>
public sealed record StaffRow(
    int Id, string Sku, string SkuKey, string Name, string Slug, string Vendor, int CategoryId, string Category, long? ListPriceFen, long PriceOrder, StockState Stock,
    DateTime? PublishedAt, DateTime? PublishFrom, DateTime? PublishUntil, DateTime? DeletedAt, bool IsSample, DateTime UpdatedAt, DateTime? ConfirmedAt, int Version)
{
    public PublicationState State => DeletedAt is not null ? PublicationState.Bin
        : PublishedAt is not null ? PublicationState.Published
        : PublishFrom is not null ? PublicationState.Scheduled
        : PublicationState.Draft;

    public ProductListCursor Place(ProductListOrder order) => new(order switch
    {
        ProductListOrder.Name => Name,
        ProductListOrder.Updated => FieldText.Of(UpdatedAt)!,
        ProductListOrder.Price => FieldText.Of(PriceOrder)!,
        _ => SkuKey,
    }, Id);
}

/// <summary>A part of a list that is turned page by page, without numbers: however far in, it costs what the first page costs.</summary>
public sealed record ProductListPage(IReadOnlyList<StaffRow> Items, ProductListOrder Order, bool HasBefore, bool HasAfter)
{
    public ProductListCursor? First => Items is [var first, ..] ? first.Place(Order) : null;
    public ProductListCursor? Last => Items is [.., var last] ? last.Place(Order) : null;
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

        /// <summary>All that comes after a place, or before it, the nearest first. Throws FormatException for a place that is not one of this order.</summary>
        public IQueryable<Product> Beyond(ProductListOrder order, ProductListCursor? place, bool backwards) => order switch
        {
            ProductListOrder.Name => Beyond(products, p => p.Name, place?.Key, place?.Id, !backwards),
            ProductListOrder.Updated => Beyond(products, p => p.UpdatedAt, FieldText.Time(place?.Key) ?? default, place?.Id, backwards),
            ProductListOrder.Price => Beyond(products, p => p.PriceOrder, FieldText.Fen(place?.Key) ?? 0, place?.Id, !backwards),
            _ => Beyond(products, p => p.SkuKey, place?.Key, place?.Id, !backwards),
        };

        /// <summary>The page after a place, or before it, or the first (the last) one. Throws as <see cref="Beyond"/> does.</summary>
        public async Task<ProductListPage> StaffPageAsync(ProductListOrder order, ProductListCursor? place, bool backwards, int size, CancellationToken cancel)
        {
            var rows = await products.Beyond(order, place, backwards).Take(size + 1).Select(p => new StaffRow(
                p.Id, p.Sku, p.SkuKey, p.Name, p.Slug, p.Vendor!.Name, p.CategoryId, p.Category!.Name, p.ListPriceFen, p.PriceOrder, p.Stock,
                p.PublishedAt, p.PublishFrom, p.PublishUntil, p.DeletedAt, p.IsSample, p.UpdatedAt, p.ConfirmedAt, p.Version)).ToListAsync(cancel);
            var more = rows.Count > size;
            rows = [.. rows.Take(size)];
            if (backwards)
                rows.Reverse();
            return new(rows, order, HasBefore: backwards ? more : place is not null, HasAfter: backwards ? place is not null : more);
        }
    }

    private static readonly MethodInfo CompareTo = typeof(string).GetMethod(nameof(string.CompareTo), [typeof(string)])!;

    /// <summary>What comes after a key and an id in this order: `key >= at AND (key != at OR id > id)`, which begins in the index at that place.</summary>
    private static IOrderedQueryable<Product> Beyond<TKey>(IQueryable<Product> products, Expression<Func<Product, TKey>> key, TKey? at, int? id, bool up)
    {
        if (id is { } after)
        {
            var product = key.Parameters[0];
            Expression place = Expression.Property(Expression.Constant(new Box<TKey>(at!)), nameof(Box<>.Value));
            var (left, right) = typeof(TKey) == typeof(string)
                ? (Expression.Call(key.Body, CompareTo, place), (Expression)Expression.Constant(0))
                : (key.Body, place);
            var reached = up ? Expression.GreaterThanOrEqual(left, right) : Expression.LessThanOrEqual(left, right);
            var ids = Expression.Property(product, nameof(Product.Id));
            Expression last = Expression.Property(Expression.Constant(new Box<int>(after)), nameof(Box<>.Value));
            var behind = up ? Expression.GreaterThan(ids, last) : Expression.LessThan(ids, last);
            products = products.Where(Expression.Lambda<Func<Product, bool>>(
                Expression.AndAlso(reached, Expression.OrElse(Expression.NotEqual(key.Body, place), behind)), product));
        }
        return up ? products.OrderBy(key).ThenBy(p => p.Id) : products.OrderByDescending(key).ThenByDescending(p => p.Id);
    }

    /// <summary>A value that EF sends as a parameter, not as part of the statement.</summary>
    private sealed record Box<T>(T Value);
}
