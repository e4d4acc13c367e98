using System.Collections.Concurrent;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Seeding;

/// <summary>How far a long piece of work has come: what it does, how much is done, how much there is.</summary>
public readonly record struct WorkProgress(string Work, int Done, int Total);

/// <summary>Products made up from `seeds/product-lines/`, so that every line holds as many as the source page says.</summary>
public sealed class SampleProducts(IDbContextFactory<StoreDb> databases)
{
    private const int BatchSize = 1_000;

    /// <summary>The day on which the sample catalogue ends; its products were published on the days before.</summary>
    private static readonly DateTime LastDay = new(2026, 10, 31, 1, 0, 0, DateTimeKind.Utc);
    private const int Days = 600;

    /// <summary>
    /// Fills every line that the source page counted; answers how many products were added. Products that are there already
    /// (by SKU) are left alone, so an interrupted run can be repeated.
    /// </summary>
    public async Task<int> AddAsync(IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        var products = await MakeAsync(cancel);
        progress?.Report(new("样品", 0, products.Count));
        var added = 0;
        var batches = products.Chunk(BatchSize).ToList();
        var next = MakeBatch(0);
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = await next;
            next = MakeBatch(i + 1); // made on another core while this one is being written
            await using var db = await databases.CreateDbContextAsync(cancel);
            await db.InsertManyAsync(batch, ChangeKind.Catalogue, cancel);
            added += batch.Length;
            progress?.Report(new("样品", added, products.Count));
        }
        return added;

        Task<Product[]> MakeBatch(int number) =>
            Task.Run(() => number < batches.Count ? Array.ConvertAll(batches[number], make => make()) : [], cancel);
    }

    /// <summary>Takes all samples away, products and comments, and nothing else; answers how many products those were.</summary>
    public async Task<int> RemoveAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.BulkAsync([ChangeKind.Catalogue, ChangeKind.ArticleComment], async () =>
        {
            // What people answered to a sample is theirs and stays: it begins a thread of its own.
            await db.Comments.Where(c => !c.IsSample && c.Parent!.IsSample).ExecuteUpdateAsync(c => c.SetProperty(x => x.ParentId, (int?)null), cancel);
            await db.Comments.Where(c => c.IsSample).ExecuteDeleteAsync(cancel);
            return await db.Products.Where(p => p.IsSample).ExecuteDeleteAsync(cancel);
        }, cancel);
    }

    /// <summary>What is missing, as makers of products, so that 50,000 of them need not be in memory at once.</summary>
    private async Task<List<Func<Product>>> MakeAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var names = LineNames.Load();
        var vendors = await db.Vendors.ToDictionaryAsync(v => v.Code, v => (v.Id, v.Name), cancel);
        var lines = await db.Categories.Where(c => c.SourceCount > 0).OrderBy(c => c.Id)
            .Select(c => new { c.Id, c.Name, Count = c.SourceCount!.Value }).ToListAsync(cancel);
        var known = (await db.Products.Select(p => p.Sku).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var slugs = (await db.Products.Select(p => p.Slug).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);

        var html = new ConcurrentDictionary<string, string>(StringComparer.Ordinal); // a series shares its description
        HashSet<string> made = new(StringComparer.Ordinal);
        List<Func<Product>> missing = [];
        foreach (var (categoryId, products) in ProductLines.Load().Deal(lines.Select(l => (l.Id, names.Understand(l.Name), l.Count))))
        {
            foreach (var sample in products)
            {
                var sku = sample.Sku;
                if (!made.Add(sku))
                    throw new InvalidDataException($"Two product lines make the part number '{sku}'.");
                if (known.Contains(sku))
                    continue;
                var plain = Slug.From(sku);
                var slug = Enumerable.Range(1, int.MaxValue).Select(n => Slug.Numbered(plain, n)).First(slugs.Add);
                var (vendorId, vendorName) = vendors[sample.Vendor];
                missing.Add(() => Make(sample, sku, slug, vendorId, vendorName, categoryId, html));
            }
        }
        return missing;
    }

    private static Product Make(
        SampleProduct sample, string sku, string slug, int vendorId, string vendorName, int categoryId, ConcurrentDictionary<string, string> html)
    {
        var facts = sample.Facts(vendorName);
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
            VendorId = vendorId,
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
    private static ulong Dice(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
