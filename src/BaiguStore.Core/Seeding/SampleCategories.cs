using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Seeding;

/// <summary>A vendor's products of one kind, from which sample categories are filled.</summary>
internal sealed record SampleFamily(string Vendor, string Kind, IReadOnlyList<SampleProduct> Pool)
{
    /// <summary>Small families get categories and products in proportion; large ones are limited to this weight.</summary>
    private const int MaxWeight = 3_000;

    public int Weight => Math.Min(Pool.Count, MaxWeight);
}

/// <summary>
/// Thousands of categories below the vendors: every family has one, the others are placed below an earlier one of their family, pseudo-randomly and
/// up to the maximum depth. Deterministic, so an interrupted run can continue.
/// </summary>
internal sealed class SampleCategories(StoreDb db, LineNames names, ScaleSeed seed)
{
    private const int BatchSize = 5_000, BehindTheLines = 1_000;
    private const string Work = "分类";

    private sealed record PlannedCategory(int Number, SampleFamily Family, PlannedCategory? Parent, int Depth, string Name)
    {
        public string Slug => string.Create(CultureInfo.InvariantCulture, $"sample-{Number}");

        /// <summary>Number of direct children.</summary>
        public int Below { get; set; }
    }

    /// <summary>Adds the missing categories up to the given number; returns for each family the ids of its leaves, which hold the products.</summary>
    public async Task<IReadOnlyList<(SampleFamily Family, IReadOnlyList<int> Leaves)>> AddAsync(
        IReadOnlyList<SampleFamily> families, int count, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        if (count <= 0)
            return [];
        var tops = await db.Categories.Where(c => c.ParentId == null).Select(c => new { c.Id, c.Slug }).ToDictionaryAsync(c => c.Slug, c => (int?)c.Id, cancel);
        var vendors = await db.Vendors.ToDictionaryAsync(v => v.Code, cancel);
        var plan = Plan(families, count, vendors);
        var ids = await IdsAsync(cancel);
        await SetPathsAsync(cancel);
        foreach (var level in plan.Where(p => !ids.ContainsKey(p.Slug)).GroupBy(p => p.Depth).OrderBy(g => g.Key))
        {
            foreach (var batch in level.Chunk(BatchSize))
                await db.InsertManyAsync(batch.Select(p => Make(p, vendors[p.Family.Vendor]).WithParent(
                    p.Parent is { } parent ? ids[parent.Slug] : tops.GetValueOrDefault(p.Family.Vendor) ?? tops.GetValueOrDefault(names.Group.Slug))), ChangeKind.Tree, cancel);
            await SetPathsAsync(cancel);
            ids = await IdsAsync(cancel);
            progress?.Report(new(Work, ids.Count, count));
        }
        return [.. plan.Where(p => p.Below == 0).GroupBy(p => p.Family).Select(g => (g.Key, (IReadOnlyList<int>)[.. g.Select(p => ids[p.Slug])]))];
    }

    /// <summary>
    /// Deletes every sample category without content, bottom up. One that contains other products or categories stays, with all its ancestors.
    /// </summary>
    public static async Task RemoveAsync(StoreDb db, CancellationToken cancel)
    {
        int removed;
        do
        {
            removed = await db.BulkAsync([ChangeKind.Tree], () => db.Categories
                .Where(c => c.IsSample && !db.Categories.Any(below => below.ParentId == c.Id) && !db.Products.Any(p => p.CategoryId == c.Id))
                .ExecuteDeleteAsync(cancel), cancel);
        }
        while (removed > 0);
    }

    private List<PlannedCategory> Plan(IReadOnlyList<SampleFamily> families, int count, Dictionary<string, Vendor> vendors)
    {
        var lots = families.SelectMany(f => Enumerable.Repeat(f, f.Weight)).ToList();
        var ofFamily = families.ToDictionary(f => f, _ => new List<PlannedCategory>());
        List<PlannedCategory> plan = new(count);
        for (var number = 1; number <= count; number++)
        {
            var dice = SampleProducts.Dice(string.Create(CultureInfo.InvariantCulture, $"place {number}"));
            var family = number <= families.Count ? families[number - 1] : lots[(int)(dice % (uint)lots.Count)];
            var known = ofFamily[family];
            var parent = known.Count == 0 ? null : known[(int)(dice / (uint)lots.Count % (uint)known.Count)];
            while (parent?.Depth == Category.MaxDepth)
                parent = parent.Parent;
            // A family's first category is placed below its vendor, which is at the top.
            var category = new PlannedCategory(number, family, parent, parent?.Depth + 1 ?? 2, parent is null ? FamilyName(family, vendors) : DivisionName(parent));
            if (parent is not null)
                parent.Below++;
            known.Add(category);
            plan.Add(category);
        }
        return plan;
    }

    private string FamilyName(SampleFamily family, Dictionary<string, Vendor> vendors) =>
        $"{vendors[family.Vendor].Name}{names.Kinds.FirstOrDefault(k => k.Code == family.Kind)?.Words[0] ?? "产品"} 按行业";

    private string DivisionName(PlannedCategory parent)
    {
        var division = seed.Divisions[(parent.Depth - 2) % seed.Divisions.Count];
        var round = parent.Below / division.Count;
        return division[parent.Below % division.Count] + (round == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {round + 1}"));
    }

    private Category Make(PlannedCategory category, Vendor vendor) => new()
    {
        Name = category.Name,
        Slug = category.Slug,
        Position = BehindTheLines + category.Number,
        Kind = category.Family.Kind,
        KeySpecs = [.. names.Kinds.FirstOrDefault(k => k.Code == category.Family.Kind)?.KeySpecs
            ?? names.VendorKinds.Values.FirstOrDefault(k => k.Kind == category.Family.Kind)?.KeySpecs ?? []],
        VendorId = vendor.Id,
        IsSample = true,
    };

    private Task<Dictionary<string, int>> IdsAsync(CancellationToken cancel) =>
        db.Categories.Where(c => c.IsSample).Select(c => new { c.Id, c.Slug }).ToDictionaryAsync(c => c.Slug, c => c.Id, StringComparer.Ordinal, cancel);

    /// <summary>What PlaceUnder does, for all inserted categories at once.</summary>
    private Task<int> SetPathsAsync(CancellationToken cancel) => db.BulkAsync([ChangeKind.Tree], () => db.Categories
        .Where(c => c.IsSample && c.Path == "").ExecuteUpdateAsync(c => c.SetProperty(
            x => x.Path, x => (db.Categories.Where(parent => parent.Id == x.ParentId).Select(parent => parent.Path).FirstOrDefault() ?? "") + x.Id + "."), cancel), cancel);
}
