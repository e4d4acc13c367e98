using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>What a visitor wants to see side by side, in order, each part number once whatever hyphens and capitals it was typed with.</summary>
/// <param name="LeftOut">What came after the last place.</param>
public sealed record ComparedList(IReadOnlyList<string> Skus, IReadOnlyList<string> LeftOut)
{
    public const int Most = 6;

    public static ComparedList Read(IEnumerable<string?> typed)
    {
        var skus = typed.Select(PlainText.Line).Where(s => s.Length > 0)
            .DistinctBy(s => Product.KeyOf(s) is { Length: > 0 } key ? key : s, StringComparer.Ordinal).ToList();
        return new([.. skus.Take(Most)], [.. skus.Skip(Most)]);
    }
}

/// <summary>One row of a comparison. A value is null where a product says nothing of it.</summary>
public sealed record ComparedSpec(string Name, IReadOnlyList<string?> Values)
{
    /// <summary>Whether they say different things, however they are written. Most are written alike, and need not be read.</summary>
    public bool IsDifferent { get; } = Values.Distinct(StringComparer.Ordinal).Skip(1).Any()
        && Values.Select(v => v is null ? null : SpecValue.KeyOf(v)).Distinct(StringComparer.Ordinal).Skip(1).Any();
}

/// <summary>Products side by side: what matters in their lines first, then all else, in the order in which the products themselves have it.</summary>
/// <param name="Main">The key specs of their lines.</param>
public sealed record Comparison(IReadOnlyList<ProductRow> Products, IReadOnlyList<ComparedSpec> Main, IReadOnlyList<ComparedSpec> Others)
{
    /// <summary>Between two specs of one name; long values may hold commas.</summary>
    private const string Between = "\uFF1B";

    /// <param name="keySpecs">Those of the products' lines, the first product's first.</param>
    public static Comparison Of(IReadOnlyList<ProductRow> products, IEnumerable<string> keySpecs)
    {
        var names = Names(products);
        var main = keySpecs.Distinct(StringComparer.Ordinal).Where(names.Contains).ToList();
        return new(products, Rows(main), Rows(names.Except(main)));

        List<ComparedSpec> Rows(IEnumerable<string> rows) => [.. rows.Select(name => new ComparedSpec(name, [.. products.Select(p => Value(p, name))]))];
    }

    /// <summary>Every name once. One that only a later product has comes where that product has it: behind its neighbour.</summary>
    private static List<string> Names(IReadOnlyList<ProductRow> products)
    {
        List<string> names = [];
        foreach (var product in products)
        {
            var at = 0;
            foreach (var name in product.Specs.Select(s => s.Name))
                if (names.IndexOf(name) is >= 0 and var known)
                    at = known + 1;
                else
                    names.Insert(at++, name);
        }
        return names;
    }

    private static string? Value(ProductRow product, string name) =>
        product.Specs.Where(s => s.Name == name).Select(s => s.ToString().Trim()).Where(v => v.Length > 0).ToList() is { Count: > 0 } values ? string.Join(Between, values) : null;
}
