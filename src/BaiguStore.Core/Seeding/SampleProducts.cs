using System.Collections.Concurrent;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Seeding;

/// <summary>Progress of a long operation: its name, items done, items in total.</summary>
public readonly record struct WorkProgress(string Work, int Done, int Total);

/// <summary>Sample products generated from `seeds/product-lines/`, so that every line holds as many as the source page says.</summary>
public sealed class SampleProducts(IDbContextFactory<StoreDb> databases)
{
    /// <summary>Products per transaction, which limits how long other writers wait.</summary>
    private const int BatchSize = 2_000;

    /// <summary>Ids searched for samples per transaction.</summary>
    private const int RemovalSize = 20_000;
    private const string Work = "样品";

    /// <summary>Publication dates of samples end on this day.</summary>
    private static readonly DateTime LastDay = new(2026, 10, 31, 1, 0, 0, DateTimeKind.Utc);
    private const int Days = 600;

    /// <summary>
    /// Fills every line that the source page counted, and with a scale the whole tree up to that; returns how many products were added. Products that
    /// exist already (by SKU) are unchanged, so an interrupted run can be repeated. Throws SampleScaleException for an impossible scale.
    /// </summary>
    public async Task<int> AddAsync(SampleScale? scale, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var vendors = await db.Vendors.ToDictionaryAsync(v => v.Code, v => (v.Id, v.Name), cancel);
        var (products, total) = await DealAsync(db, scale, progress, cancel);
        var unknown = await UnknownAsync(db, cancel);
        var html = new ConcurrentDictionary<string, string>(StringComparer.Ordinal); // the products of a series share its description

        progress?.Report(new(Work, 0, total));
        var (added, looked) = (0, 0);
        using var batches = products.Chunk(BatchSize).GetEnumerator();
        var next = NextAsync();
        while (await next is { } batch)
        {
            next = NextAsync(); // generated on another core while this batch is being written
            if (batch.Missing.Length > 0)
                await db.InsertManyAsync(batch.Missing, ChangeKind.Catalogue, cancel);
            progress?.Report(new(Work, looked += batch.Looked, total));
            added += batch.Missing.Length;
        }
        return added;

        Task<(Product[] Missing, int Looked)?> NextAsync() => Task.Run<(Product[], int)?>(() => !batches.MoveNext() ? null : (
            [.. from made in batches.Current
                let sku = made.Product.Sku
                let slug = unknown(sku)
                where slug is not null
                select Make(made.Product, sku, slug, vendors[made.Product.Vendor], made.CategoryId, html)], batches.Current.Length), cancel);
    }

    /// <summary>Deletes all samples (products, comments and categories) and nothing else; returns how many products.</summary>
    public async Task<int> RemoveAsync(IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.BulkAsync([ChangeKind.Catalogue, ChangeKind.ArticleComment], async () =>
        {
            // A real reply to a sample comment stays and becomes the first of its own thread.
            await db.Comments.Where(c => !c.IsSample && c.Parent!.IsSample).ExecuteUpdateAsync(c => c.SetProperty(x => x.ParentId, (int?)null), cancel);
            return await db.Comments.Where(c => c.IsSample).ExecuteDeleteAsync(cancel);
        }, cancel);
        var (removed, last) = (0, await db.Products.MaxAsync(p => (int?)p.Id, cancel) ?? 0);
        for (var id = 0; id < last; id += RemovalSize)
        {
            var (after, to) = (id, id + RemovalSize);
            removed += await db.BulkAsync(
                [ChangeKind.Catalogue], () => db.Products.Where(p => p.IsSample && p.Id > after && p.Id <= to).ExecuteDeleteAsync(cancel), cancel);
            progress?.Report(new(Work, Math.Min(to, last), last));
        }
        await SampleCategories.RemoveAsync(db, cancel);
        return removed;
    }

    /// <summary>Products with their categories, generated lazily: a million of them need not be in memory at once.</summary>
    private static async Task<(IEnumerable<(SampleProduct Product, int CategoryId)> Products, int Total)> DealAsync(
        StoreDb db, SampleScale? scale, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        var names = LineNames.Load();
        var lines = (await db.Categories.Where(c => c.SourceCount > 0).OrderBy(c => c.Id).Select(c => new { c.Id, c.Name, Count = c.SourceCount!.Value }).ToListAsync(cancel))
            .ConvertAll(l => (Line: l.Id, Identity: names.Understand(l.Name), l.Count));
        var families = ProductLines.Load();
        var plain = families.Deal(lines).SelectMany(d => d.Products, (d, product) => (product, d.Line)).ToList();
        if (plain.GroupBy(p => p.product.Sku, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
            throw new InvalidDataException($"Two product lines make the part number '{twice}'.");
        if (scale is null)
            return (plain, plain.Count);

        var others = await db.Categories.CountAsync(c => !c.IsSample, cancel);
        if (lines.Count == 0)
            throw new SampleScaleException("--products", "the store has no lines to begin with: run `baigu seed` first.");
        if (scale.Products < plain.Count)
            throw new SampleScaleException("--products", $"the lines of the source page hold {plain.Count}; it must be that or more.");
        if (scale.Categories < others)
            throw new SampleScaleException("--categories", $"the store has {others} without samples; it must be that or more.");
        var seed = ScaleSeed.Load();
        var leaves = await new SampleCategories(db, names, seed).AddAsync(families.Families(), scale.Categories - others, progress, cancel);
        var variants = seed.Combined();
        var portions = new ScalePlan(families).Portions(lines.MaxBy(l => l.Count), scale.Products - plain.Count, scale.Products, leaves).ToList();
        portions.ForEach(p => p.Check(variants.Count));
        return (plain.Concat(portions.SelectMany(p => p.Products(variants))), scale.Products);
    }

    /// <summary>
    /// Returns the slug for a part number that is not in the store yet, and null for one that is. Known ones are stored as 64-bit hashes: 16 MB for a
    /// million. On a hash collision a slug gets an unnecessary number.
    /// </summary>
    private static async Task<Func<string, string?>> UnknownAsync(StoreDb db, CancellationToken cancel)
    {
        HashSet<ulong> skus = [], slugs = [];
        await foreach (var sku in db.Products.Select(p => p.Sku).AsAsyncEnumerable().WithCancellation(cancel))
            skus.Add(Dice(sku));
        await foreach (var slug in db.Products.Select(p => p.Slug).AsAsyncEnumerable().WithCancellation(cancel))
            slugs.Add(Dice(slug));
        return sku =>
        {
            if (!skus.Add(Dice(sku)))
                return null;
            var plain = Slug.From(sku);
            return Enumerable.Range(1, int.MaxValue).Select(n => Slug.Numbered(plain, n)).First(s => slugs.Add(Dice(s)));
        };
    }

    private static Product Make(
        SampleProduct sample, string sku, string slug, (int Id, string Name) vendor, int categoryId, ConcurrentDictionary<string, string> html)
    {
        var facts = sample.Facts(vendor.Name);
        var dice = Dice(sku);
        var publishedAt = LastDay.AddDays(-(int)(dice % Days)).AddMinutes(-(int)(dice / Days % 480));
        var labels = string.Join('，', sample.Labels);
        var name = SampleProduct.Fill(sample.Series.Title, facts) + (labels.Length > 0 ? $"（{labels}）" : "");
        var description = string.Join("\n\n", sample.Series.Description.Select(d => SampleProduct.Fill(d, facts)));
        var product = new Product
        {
            Sku = sku,
            Name = PlainText.Truncate(name, Product.MaxNameLength),
            Slug = slug,
            VendorId = vendor.Id,
            CategoryId = categoryId,
            Summary = PlainText.Truncate(SampleProduct.Fill(sample.Series.Summary, facts), Product.MaxSummaryLength),
            Specs = [.. sample.Series.Specs.Select(s => new Spec(s.Name, SampleProduct.Fill(s.Value, facts), s.Unit))],
            ListPriceFen = sample.PriceFen,
            Stock = ((dice >> 40) % 10) switch { < 6 => StockState.InStock, < 9 => StockState.ToOrder, _ => StockState.OutOfStock },
            IsSample = true,
            CreatedAt = publishedAt,
            UpdatedAt = publishedAt,
        };
        product.Describe(description, html.GetOrAdd(description, RichText.ToHtml));
        product.Publish(publishedAt);
        return product;
    }

    /// <summary>FNV-1a with a final mix: the same on every machine and in every run, unlike string.GetHashCode.</summary>
    internal static ulong Dice(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
