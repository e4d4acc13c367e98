using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Seeding;

/// <summary>Size of a sample store: total numbers of sample products and of categories.</summary>
public sealed record SampleScale(int Products, int Categories);

/// <summary>More products than can be generated, or fewer than the lines of the source page hold.</summary>
public sealed class SampleScaleException(string option, string message) : Exception(message)
{
    public string Option { get; } = option;
}

/// <summary>A variant of a product with an addition; its price is a percentage of the product's.</summary>
public sealed record VariantSeed(string Code, string Label, int Percent)
{
    /// <summary>Maximum length that a code adds to a part number; products without room for it have no variants.</summary>
    public const int MaxCodeLength = 6;

    public VariantSeed With(VariantSeed more) =>
        new(Code + more.Code, string.Join('，', ((string[])[Label, more.Label]).Where(l => l.Length > 0)), Percent + more.Percent);
}

/// <summary>`seeds/samples-at-scale.json`: additions to products, and subdivisions of categories, level by level.</summary>
public sealed record ScaleSeed(List<List<VariantSeed>> Variants, List<List<string>> Divisions)
{
    public static ScaleSeed Load() => SeedFiles.Read<ScaleSeed>("samples-at-scale.json");

    /// <summary>All combinations, each once.</summary>
    public List<VariantSeed> Combined() => Variants.Aggregate((all, axis) => [.. from more in axis from one in all select one.With(more)]);
}

/// <summary>
/// Products of one category: a number of products of a pool from an offset; past the pool's end it continues with the next variant.
/// </summary>
internal readonly record struct SamplePortion(int CategoryId, IReadOnlyList<SampleProduct> Pool, int Start, int Count)
{
    public IEnumerable<(SampleProduct Product, int CategoryId)> Products(IReadOnlyList<VariantSeed> variants)
    {
        for (var at = Start; at < Start + Count; at++)
            yield return (Pool[at % Pool.Count] with { Variant = variants[at / Pool.Count] }, CategoryId);
    }

    /// <summary>Throws SampleScaleException if there are not enough variants.</summary>
    public void Check(int variants)
    {
        if (Start + Count > Pool.Count * variants)
            throw new SampleScaleException("--products", $"of '{Pool[0].Vendor} {Pool[0].Kind}' only {Pool.Count:N0} products with {variants:N0} variants each can be made; ask for fewer.");
    }
}

/// <summary>
/// Growth like a real shop's: the largest line holds a quarter of everything, the rest is spread over many small categories with a long tail.
/// Deterministic arithmetic, so that the same numbers give the same store.
/// </summary>
internal sealed class ScalePlan(ProductLines lines)
{
    /// <summary>260,000 of a million; the line held 13,292 of 50,983 before.</summary>
    private const double LargestShare = 0.26;

    /// <summary>
    /// Flattens the head of Zipf's distribution by this much, so that a family's first category stays smaller than its vendor's lines.
    /// </summary>
    private const int Head = 3;

    /// <param name="largest">The line that grows most.</param>
    /// <param name="extra">Products beyond those of the source page.</param>
    /// <param name="total">Number of all products.</param>
    /// <param name="leaves">For each sample family, its categories that hold products.</param>
    public IEnumerable<SamplePortion> Portions(
        (int CategoryId, LineIdentity Identity, int Count) largest, int extra, int total, IReadOnlyList<(SampleFamily Family, IReadOnlyList<int> Leaves)> leaves)
    {
        var growth = leaves.Count == 0 ? extra : Math.Clamp((int)(total * LargestShare) - largest.Count, 0, extra);
        var own = lines.PoolOf(largest.Identity);
        if (growth > 0)
            yield return new(largest.CategoryId, own, 0, growth);
        // The line itself uses the first variants of its pool; a family with the same pool begins after them.
        var used = growth == 0 ? 0 : ((growth - 1) / own.Count) + 1;

        long weights = leaves.Sum(p => p.Family.Weight), before = 0;
        foreach (var (family, categories) in leaves)
        {
            var (from, to) = (Part(extra - growth, before, weights), Part(extra - growth, before += family.Weight, weights));
            var start = ProductLines.Fits(family.Pool[0], largest.Identity) ? used * family.Pool.Count : 0;
            foreach (var (categoryId, count) in categories.Zip(Shares(to - from, categories.Count)))
            {
                yield return new(categoryId, family.Pool, start, count);
                start += count;
            }
        }
    }

    private static int Part(int whole, long weight, long weights) => (int)(whole * weight / weights);

    /// <summary>Splits a total by Zipf's law: the n-th share is proportional to 1/n. The shares add up exactly.</summary>
    private static IEnumerable<int> Shares(int whole, int parts)
    {
        var sum = Enumerable.Range(Head, parts).Sum(n => 1.0 / n);
        var (grown, given) = (0.0, 0);
        foreach (var n in Enumerable.Range(Head, parts))
        {
            grown += 1.0 / n;
            var upTo = n == Head + parts - 1 ? whole : (int)(whole * (grown / sum));
            yield return upTo - given;
            given = upTo;
        }
    }
}
