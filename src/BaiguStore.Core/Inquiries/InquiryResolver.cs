using System.Diagnostics;
using System.Globalization;
using System.Linq.Expressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Inquiries;

/// <summary>Why a row cannot be submitted as it is.</summary>
public enum RowFault
{
    None = 0,
    Quantity = 1,
    TooLong = 2,

    /// <summary>Contains invalid characters.</summary>
    NotText = 3,

    /// <summary>
    /// An artifact of a spreadsheet instead of a part number: an error value, a formula without its value, a number that lost digits ("9.8E+11").
    /// </summary>
    NotAPart = 4,
}

/// <summary>A parsed row with the product found for it.</summary>
/// <param name="Typed">The quantity as typed.</param>
/// <param name="Product">The matching product; null if there is none, or more than one.</param>
/// <param name="Near">Possible products, most likely first; empty if one matched.</param>
public sealed record AskedRow(
    string Asked, string Typed, int Quantity, RowFault Fault, ProductRow? Product, CategoryNode? Category, IReadOnlyList<ProductRow> Near)
{
    /// <summary>The row's number in the buyer's own list; empty if there is none.</summary>
    public string ItemNumber { get; init; } = "";

    /// <summary>For display in a text list: an unclear quantity is marked by a question mark.</summary>
    public string QuantityText => Fault == RowFault.Quantity ? $"? {Typed}".TrimEnd() : Quantity.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the buyer must check it: it has a fault, or several products are possible.</summary>
    public bool IsOpen => Fault != RowFault.None || Near.Count > 0;

    /// <summary>SKU of the product, otherwise the text asked for, cut if it is too long for a part number: a page repeats it many times.</summary>
    public string Sku => Product?.Sku ?? (Fault == RowFault.TooLong ? PlainText.Excerpt(Asked, InquiryLine.MaxAskedLength) : Asked);

    public long? SubtotalFen => Product?.ListPriceFen * Quantity;
}

/// <param name="Merged">Number of rows merged into an earlier one of the same product.</param>
public sealed record AskedList(IReadOnlyList<AskedRow> Rows, int Merged);

/// <summary>Finds the products for typed rows: one query for exact matches, two for the candidates of all others.</summary>
public sealed class InquiryResolver(StoreDb db, CategoryTree tree, StoreSearch search)
{
    public const int MaxNear = 5;

    /// <summary>Search hits to select suggestions from, and the common prefix that a part number must share with them.</summary>
    private const int LookedAt = 20, MinKey = 4;

    /// <summary>Maximum rows that suggestions are searched for; it bounds the cost of a list without any match.</summary>
    private const int MaxSearched = 200;

    /// <summary>Time limit of these searches. Rows after it keep their text, which is what most of them would end up with anyway.</summary>
    private static readonly TimeSpan SearchedFor = TimeSpan.FromSeconds(0.4);

    /// <param name="withNear">Whether to suggest similar products for unknown part numbers. Products that differ only in punctuation are found in any
    /// case.</param>
    public async Task<AskedList> ResolveAsync(IReadOnlyList<TypedRow> typed, bool withNear, CancellationToken cancel)
    {
        var rows = typed.Select(Checked).Where(row => row.Asked.Length > 0 || row.Fault != RowFault.None).ToList();
        var known = await KnownAsync(rows, cancel);
        var read = rows.ConvertAll(row => row.Fault == RowFault.None ? Meant(row, known) : row);
        var merged = Merged(read);
        var near = await NearAsync(merged, known, withNear ? MaxSearched : 0, cancel);
        return new([.. merged.Select((row, i) => new AskedRow(
            row.Asked, row.Typed, row.Quantity, row.Fault, row.Product, row.Product is { } product ? tree.Find(product.CategoryId) : null, near.GetValueOrDefault(i, []))
            {
                ItemNumber = row.ItemNumber,
            })],
            read.Count - merged.Count);
    }

    private sealed record Row(string Asked, string Typed, int Quantity, RowFault Fault, string Pick, string ItemNumber, ProductRow? Product = null);

    /// <summary>Candidate products by part number, and by part number without punctuation.</summary>
    private sealed record Known(Dictionary<string, ProductRow> BySku, ILookup<string, ProductRow> ByKey)
    {
        public ProductRow? One(string asked) =>
            BySku.GetValueOrDefault(asked) ?? (Several(asked) is [var only] ? only : Several(asked).Where(p => p.Sku.Equals(asked, StringComparison.OrdinalIgnoreCase)).ToList() is [var same] ? same : null);

        public IReadOnlyList<ProductRow> Several(string asked) => Product.KeyOf(asked) is { Length: > 0 } key ? [.. ByKey[key]] : [];
    }

    private static Row Checked(TypedRow typed)
    {
        var (asked, quantity) = (PlainText.Line(typed.Asked), PlainText.Line(typed.Quantity));
        var count = 1;
        var fault = !PlainText.IsWellFormed(typed.Asked) ? RowFault.NotText
            : asked.Length > InquiryLine.MaxAskedLength ? RowFault.TooLong
            : typed.IsBroken ? RowFault.NotAPart
            : typed.IsUnclear || (quantity.Length > 0 && (!int.TryParse(quantity, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > InquiryItem.MaxQuantity)) ? RowFault.Quantity
            : RowFault.None;
        return new(asked, quantity, fault == RowFault.None ? count : 0, fault, PlainText.Line(typed.Pick), InquiryLine.ItemNumberOf(typed.ItemNumber));
    }

    private async Task<Known> KnownAsync(List<Row> rows, CancellationToken cancel)
    {
        string[] names = [.. rows.Where(r => r.Fault == RowFault.None).SelectMany(r => (string[])[r.Asked, r.Pick])
            .Where(name => name.Length is > 0 and <= Product.MaxSkuLength).Distinct(StringComparer.Ordinal)];
        List<ProductRow> all = [];
        foreach (var portion in names.Chunk(ProductQueries.MostAmong))
            all.AddRange(await db.Products.AsNoTracking().Shown(tree).WithSkuAmong(portion).AsRows().ToListAsync(cancel));
        var found = all.DistinctBy(p => p.Id).OrderBy(p => p.Id).ToList(); // two batches may find the same product
        return new(found.ToDictionary(p => p.Sku, StringComparer.Ordinal), found.ToLookup(p => Product.KeyOf(p.Sku), StringComparer.Ordinal));
    }

    private static Row Meant(Row row, Known known)
    {
        if (row.Pick.Length > 0 && known.BySku.TryGetValue(row.Pick, out var picked))
            return row with { Product = picked };
        return known.One(row.Asked) is { } one ? row with { Product = one } : row;
    }

    /// <summary>Merges rows of the same product or the same text, unless the buyer's list numbers them.</summary>
    private static List<Row> Merged(List<Row> rows) =>
    [
        .. rows.Select((row, i) => (Row: row, Key: row.Fault != RowFault.None ? $"\n{i}" : $"{row.ItemNumber}\n{row.Product?.Sku ?? row.Asked}"))
            .GroupBy(r => r.Key, r => r.Row, StringComparer.Ordinal)
            .Select(same => same.First() with { Quantity = Math.Min(same.Sum(r => r.Quantity), InquiryItem.MaxQuantity) }),
    ];

    private async Task<Dictionary<int, IReadOnlyList<ProductRow>>> NearAsync(List<Row> rows, Known known, int most, CancellationToken cancel)
    {
        Dictionary<int, IReadOnlyList<ProductRow>> near = [];
        Dictionary<int, IReadOnlyList<int>> hits = [];
        var start = Stopwatch.GetTimestamp();
        foreach (var (i, row) in rows.Index().Where(r => r.Item is { Fault: RowFault.None, Product: null }))
            if (known.Several(row.Asked) is { Count: > 0 } several)
                near[i] = [.. several.Take(MaxNear)];
            else if (hits.Count < most && Stopwatch.GetElapsedTime(start) < SearchedFor)
                hits[i] = Hits(row.Asked);
        if (hits.Values.All(found => found.Count == 0))
            return near;
        var keys = await db.Products.AsNoTracking().Where(Among(hits.Values)).Select(p => new { p.Id, p.SkuKey }).ToDictionaryAsync(p => p.Id, p => p.SkuKey, cancel);
        foreach (var (i, found) in hits)
            hits[i] = Nearest(Product.KeyOf(rows[i].Asked), found, keys);
        var products = await db.Products.AsNoTracking().Shown(tree).Where(Among(hits.Values)).AsRows().ToDictionaryAsync(p => p.Id, cancel);
        foreach (var (i, found) in hits)
            near[i] = [.. found.Where(products.ContainsKey).Select(id => products[id])];
        return near;
    }

    /// <summary>Hits of the search index. Partial matches are accepted for part numbers, not for words.</summary>
    private IReadOnlyList<int> Hits(string asked)
    {
        var answer = search.Search(new(asked, Size: LookedAt));
        return answer.IsNearest && !PartList.LooksLikePartNumber(asked) ? [] : [.. answer.Hits.Select(h => h.ProductId)];
    }

    /// <summary>
    /// For a part number, products with the longest common prefix first and the plain model before its bundles; otherwise in the order of the search.
    /// </summary>
    private static IReadOnlyList<int> Nearest(string key, IReadOnlyList<int> found, Dictionary<int, string> keys)
    {
        var ranked = found.Where(keys.ContainsKey);
        if (key.Length >= MinKey && key.Any(char.IsAsciiDigit))
            ranked = ranked.Where(id => Shared(id) >= Math.Max(MinKey, (key.Length + 1) / 2)).OrderByDescending(Shared).ThenBy(id => keys[id].Length);
        return [.. ranked.Take(MaxNear)];

        int Shared(int id) => key.AsSpan().CommonPrefixLength(keys[id]);
    }

    private static Expression<Func<Product, bool>> Among(IEnumerable<IReadOnlyList<int>> hits)
    {
        int[] ids = [.. hits.SelectMany(h => h).Distinct()];
        return p => ids.Contains(p.Id);
    }
}
