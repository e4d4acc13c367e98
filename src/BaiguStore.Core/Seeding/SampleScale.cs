using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Seeding;

/// <summary>How large a sample store is to be: all sample products, and all places of the tree together.</summary>
public sealed record SampleScale(int Products, int Categories);

/// <summary>More products were asked for than can be made up, or fewer than the lines of the source page hold.</summary>
public sealed class SampleScaleException(string option, string message) : Exception(message)
{
    public string Option { get; } = option;
}

/// <summary>A way to sell a product with something added to it; its price is a part of the product's.</summary>
public sealed record VariantSeed(string Code, string Label, int Percent)
{
    /// <summary>What a code adds to a part number at most; products whose own leaves no room for it have no variants.</summary>
    public const int MaxCodeLength = 6;

    public VariantSeed With(VariantSeed more) =>
        new(Code + more.Code, string.Join('，', ((string[])[Label, more.Label]).Where(l => l.Length > 0)), Percent + more.Percent);
}

/// <summary>`seeds/samples-at-scale.json`: what a product is sold with, and how a place of the tree is divided, level by level.</summary>
public sealed record ScaleSeed(List<List<VariantSeed>> Variants, List<List<string>> Divisions)
{
    public static ScaleSeed Load() => SeedFiles.Read<ScaleSeed>("samples-at-scale.json");

    /// <summary>Every combination once.</summary>
    public List<VariantSeed> Combined() => Variants.Aggregate((all, axis) => [.. from more in axis from one in all select one.With(more)]);
}

/// <summary>Products for one place: so many of a pool, from a point on; behind the pool's end it begins again with the next variant.</summary>
internal readonly record struct SamplePortion(int CategoryId, IReadOnlyList<SampleProduct> Pool, int Start, int Count)
{
    public IEnumerable<(SampleProduct Product, int CategoryId)> Products(IReadOnlyList<VariantSeed> variants)
    {
        for (var at = Start; at < Start + Count; at++)
            yield return (Pool[at % Pool.Count] with { Variant = variants[at / Pool.Count] }, CategoryId);
    }

    /// <summary>Throws SampleScaleException where the variants are not enough.</summary>
    public void Check(int variants)
    {
        if (Start + Count > Pool.Count * variants)
            throw new SampleScaleException("--products", $"of '{Pool[0].Vendor} {Pool[0].Kind}' only {Pool.Count:N0} products with {variants:N0} variants each can be made; ask for fewer.");
    }
}

/// <summary>
/// How a catalogue grows as a real shop's does: the largest line holds a quarter of everything, the rest goes to many small places
/// with a long tail. Plain arithmetic, so that the same numbers give the same store.
/// </summary>
internal sealed class ScalePlan(ProductLines lines)
{
    /// <summary>260,000 of a million, where the line held 13,292 of 50,983 before.</summary>
    private const double LargestShare = 0.26;

    /// <summary>A family's first place is this much flatter than Zipf's law has it, so that it stays below its vendor's lines.</summary>
    private const int Head = 3;

    /// <param name="largest">The line that grows most.</param>
    /// <param name="extra">Products beyond those of the source page.</param>
    /// <param name="total">All of them.</param>
    /// <param name="places">Of the sample families, their places that hold products.</param>
    public IEnumerable<SamplePortion> Portions(
        (int CategoryId, LineIdentity Identity, int Count) largest, int extra, int total, IReadOnlyList<(SampleFamily Family, IReadOnlyList<int> Places)> places)
    {
        var growth = places.Count == 0 ? extra : Math.Clamp((int)(total * LargestShare) - largest.Count, 0, extra);
        var own = lines.PoolOf(largest.Identity);
        if (growth > 0)
            yield return new(largest.CategoryId, own, 0, growth);
        // The line's own pool has used its first variants up; a family within it begins behind them.
        var used = growth == 0 ? 0 : ((growth - 1) / own.Count) + 1;

        long weights = places.Sum(p => p.Family.Weight), before = 0;
        foreach (var (family, categories) in places)
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

    /// <summary>A whole in so many parts, after Zipf's law: the n-th in proportion to 1/n. Together they are exactly the whole.</summary>
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
