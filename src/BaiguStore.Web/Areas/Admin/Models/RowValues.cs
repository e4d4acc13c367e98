using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.History;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Values that an inline edit can change.</summary>
public sealed record RowValues(long? PriceFen, StockState Stock, bool IsPublished)
{
    public static RowValues Of(Product product) => new(product.ListPriceFen, product.Stock, product.PublishedAt is not null);

    /// <summary>From an earlier version in the history.</summary>
    public static RowValues Of(FieldValues state) => new(
        state[nameof(Product.ListPriceFen)] is { } fen ? long.Parse(fen, CultureInfo.InvariantCulture) : null,
        Enum.Parse<StockState>(state[nameof(Product.Stock)]!),
        state[nameof(Product.PublishedAt)] is not null);

    /// <summary>Three-way merge, field by field. Null for a conflict: a field that both changed, to different values.</summary>
    public static RowValues? Merge(RowValues opened, RowValues theirs, RowValues mine) =>
        TryMerge(opened.PriceFen, theirs.PriceFen, mine.PriceFen, out var price)
        && TryMerge(opened.Stock, theirs.Stock, mine.Stock, out var stock)
        && TryMerge(opened.IsPublished, theirs.IsPublished, mine.IsPublished, out var isPublished)
            ? new(price, stock, isPublished)
            : null;

    private static bool TryMerge<T>(T opened, T theirs, T mine, out T merged)
    {
        var (isMine, isTheirs) = (!Equals(mine, opened), !Equals(theirs, opened));
        merged = isMine ? mine : theirs;
        return !isMine || !isTheirs || Equals(mine, theirs);
    }
}
