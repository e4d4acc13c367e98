using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// Column store of all products for filters and sort orders of the staff's list, as of one position of the change feed: about 40 bytes per product. A
/// filter is one pass over arrays, a few milliseconds for a million products.
/// </summary>
/// <remarks>AggressiveOptimization: a loop over a million rows must not run in unoptimized tier-0 code.</remarks>
internal sealed class ProductColumns
{
    [Flags]
    private enum Traits : byte
    {
        None = 0,
        Published = 1,
        Scheduled = 2,
        Draft = 4,
        Bin = 8,
        Sample = 16,
        NoPrice = 32,
        NoPicture = 64,
    }

    /// <summary>Each row is a product, by ascending id.</summary>
    private readonly int[] _ids, _categories, _vendors;
    private readonly Traits[] _traits;

    /// <summary>Time of the staff's confirmation; DateTime.MinValue for never.</summary>
    private readonly DateTime[] _confirmed;

    /// <summary>Row numbers in each sort order.</summary>
    private readonly int[] _bySku, _byName, _byUpdated, _byPrice;

    private int _highestCategory;

    private ProductColumns(long stamp, List<int> idsBySku)
    {
        Stamp = stamp;
        _ids = [.. idsBySku];
        Array.Sort(_ids);
        (_categories, _vendors, _traits, _confirmed) = (new int[Count], new int[Count], new Traits[Count], new DateTime[Count]);
        (_bySku, _byName, _byUpdated, _byPrice) = ([.. idsBySku.Select(RowOf)], new int[Count], new int[Count], new int[Count]);
    }

    /// <summary>Position of the change feed that the columns include.</summary>
    public long Stamp { get; }

    public int Count => _ids.Length;

    /// <summary>Reads every product once, and each sort order from its index: seconds for a million products.</summary>
    public static Task<ProductColumns> LoadAsync(StoreDb db, CancellationToken cancel) =>
        db.ReadConsistentlyAsync(() => ReadAllAsync(db, cancel), cancel);

    private static async Task<ProductColumns> ReadAllAsync(StoreDb db, CancellationToken cancel)
    {
        var stamp = await db.NewestChangeAsync(cancel);
        var ids = await db.Products.OrderBy(p => p.SkuKey).ThenBy(p => p.Id).Select(p => p.Id).ToListAsync(cancel);
        var columns = new ProductColumns(stamp, ids);
        await columns.ReadAsync(db, cancel);
        return columns;
    }

    private async Task ReadAsync(StoreDb db, CancellationToken cancel)
    {
        var at = 0;
        await foreach (var id in db.Products.OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => p.Id).AsAsyncEnumerable().WithCancellation(cancel))
            Put(_byName, id);
        at = 0;
        await foreach (var id in db.Products.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id).Select(p => p.Id).AsAsyncEnumerable().WithCancellation(cancel))
            Put(_byUpdated, id);
        at = 0;
        await foreach (var id in db.Products.OrderBy(p => p.PriceOrder).ThenBy(p => p.Id).Select(p => p.Id).AsAsyncEnumerable().WithCancellation(cancel))
            Put(_byPrice, id);
        at = 0;
        await foreach (var p in db.Products.OrderBy(p => p.Id)
            .Select(p => new { p.CategoryId, p.VendorId, p.IsSample, p.PriceOrder, p.PictureCount, p.ConfirmedAt, p.PublishedAt, p.PublishFrom, p.DeletedAt })
            .AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (at == Count)
                break;
            _highestCategory = Math.Max(_highestCategory, p.CategoryId);
            (_categories[at], _vendors[at], _confirmed[at]) = (p.CategoryId, p.VendorId, p.ConfirmedAt ?? DateTime.MinValue);
            _traits[at++] =
                (p.PublishedAt is not null ? Traits.Published : p.DeletedAt is not null ? Traits.None : p.PublishFrom is not null ? Traits.Scheduled : Traits.Draft)
                | (p.DeletedAt is not null ? Traits.Bin : Traits.None)
                | (p.IsSample ? Traits.Sample : Traits.None)
                | (p.PriceOrder == long.MaxValue ? Traits.NoPrice : Traits.None)
                | (p.PictureCount == 0 ? Traits.NoPicture : Traits.None);
        }

        // A product that was added or deleted between two queries is skipped: the caller detects the change and loads again.
        void Put(int[] order, int id)
        {
            if (at < Count && RowOf(id) is >= 0 and var row)
                order[at++] = row;
        }
    }

    /// <summary>Marks the rows that match a filter; same result as <see cref="ProductFilterQueries"/> in the database.</summary>
    /// <param name="below">Ids of the categories below the filter's path; null if it has none.</param>
    /// <param name="matching">At least as long as the number of rows; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Match(ProductFilter filter, IReadOnlyCollection<int>? below, bool[] matching)
    {
        MatchTraits(filter, matching.AsSpan(0, Count));
        if (filter.CategoryId is { } category)
            for (var row = 0; row < Count; row++)
                matching[row] &= _categories[row] == category;
        if (filter.VendorId is { } vendor)
            for (var row = 0; row < Count; row++)
                matching[row] &= _vendors[row] == vendor;
        if (filter.NotConfirmedSince is { } since)
            for (var row = 0; row < Count; row++)
                matching[row] &= _confirmed[row] < since;
        if (below is not null)
        {
            var isBelow = new bool[Math.Max(_highestCategory, below.Append(0).Max()) + 1];
            foreach (var id in below)
                isBelow[id] = true;
            for (var row = 0; row < Count; row++)
                matching[row] &= isBelow[_categories[row]];
        }
        if (filter.Ids is { } ids)
            MatchIds(ids, matching);
    }

    /// <summary>The ids of the marked rows.</summary>
    public IEnumerable<int> IdsOf(bool[] matching)
    {
        for (var row = Next(0); row < Count; row = Next(row + 1))
            yield return _ids[row];

        int Next(int from) => matching.AsSpan(from, Count - from).IndexOf(true) is >= 0 and var at ? from + at : Count;
    }

    /// <summary>Row number of a product; negative if it is missing.</summary>
    public int RowOf(int id) => Array.BinarySearch(_ids, id);

    /// <summary>Ids of the first marked rows in a sort order, forwards or backwards.</summary>
    /// <param name="from">The product to begin with; null for the first (backwards: the last).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public List<int> Walk(bool[] matching, ProductListOrder order, int? from, bool backwards, int most)
    {
        var rows = order switch { ProductListOrder.Name => _byName, ProductListOrder.Updated => _byUpdated, ProductListOrder.Price => _byPrice, _ => _bySku };
        var step = backwards ? -1 : 1;
        List<int> ids = [];
        for (var at = from is { } id ? Array.IndexOf(rows, RowOf(id)) : backwards ? rows.Length - 1 : 0; (uint)at < (uint)rows.Length && ids.Count < most; at += step)
            if (matching[rows[at]])
                ids.Add(_ids[rows[at]]);
        return ids;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MatchTraits(ProductFilter filter, Span<bool> matching)
    {
        var (asked, wanted) = filter.State switch
        {
            PublicationState.Published => (Traits.Published, Traits.Published),
            PublicationState.Scheduled => (Traits.Scheduled, Traits.Scheduled),
            PublicationState.Bin => (Traits.Bin, Traits.Bin),
            null => (Traits.Bin, Traits.None),
            _ => (Traits.Draft, Traits.Draft),
        };
        var must = (filter.WithoutPrice ? Traits.NoPrice : Traits.None) | (filter.WithoutPicture ? Traits.NoPicture : Traits.None) | (filter.IsSample is true ? Traits.Sample : Traits.None);
        (asked, wanted) = (asked | must | (filter.IsSample is false ? Traits.Sample : Traits.None), wanted | must);

        var traits = MemoryMarshal.Cast<Traits, byte>(_traits);
        var bytes = MemoryMarshal.Cast<bool, byte>(matching);
        var (askedOf, wantedOf, row) = (new Vector<byte>((byte)asked), new Vector<byte>((byte)wanted), 0);
        for (; row <= traits.Length - Vector<byte>.Count; row += Vector<byte>.Count)
            (Vector.Equals(new Vector<byte>(traits[row..]) & askedOf, wantedOf) & Vector<byte>.One).CopyTo(bytes[row..]);
        for (; row < traits.Length; row++)
            matching[row] = (_traits[row] & asked) == wanted;
    }

    /// <summary>Keeps only the rows of these ids; both lists are ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MatchIds(IReadOnlyList<int> ids, bool[] matching)
    {
        var row = 0;
        foreach (var id in ids)
        {
            for (; row < Count && _ids[row] < id; row++)
                matching[row] = false;
            if (row < Count && _ids[row] == id)
                row++;
        }
        for (; row < Count; row++)
            matching[row] = false;
    }
}
