using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>The products of a comparison, in order; each part number once, ignoring hyphens and case.</summary>
/// <param name="LeftOut">Part numbers beyond the maximum.</param>
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

/// <summary>One row of a comparison. A value is null if a product does not have it.</summary>
public sealed record ComparedSpec(string Name, IReadOnlyList<string?> Values)
{
    /// <summary>Whether the values differ in meaning. Most are identical strings, which need no parsing.</summary>
    public bool IsDifferent { get; } = Values.Distinct(StringComparer.Ordinal).Skip(1).Any()
        && Values.Select(v => v is null ? null : SpecValue.KeyOf(v)).Distinct(StringComparer.Ordinal).Skip(1).Any();
}

/// <summary>Products side by side: key specs first, then all others in the order of the products' own lists.</summary>
/// <param name="Main">Key specs of the products' lines.</param>
public sealed record Comparison(IReadOnlyList<ProductRow> Products, IReadOnlyList<ComparedSpec> Main, IReadOnlyList<ComparedSpec> Others)
{
    /// <summary>Separator of several specs with one name; a full-width semicolon, because values may contain commas.</summary>
    private const string Between = "\uFF1B";

    /// <param name="keySpecs">Of the products' lines, the first product's first.</param>
    public static Comparison Of(IReadOnlyList<ProductRow> products, IEnumerable<string> keySpecs)
    {
        var names = Names(products);
        var main = keySpecs.Distinct(StringComparer.Ordinal).Where(names.Contains).ToList();
        return new(products, Rows(main), Rows(names.Except(main)));

        List<ComparedSpec> Rows(IEnumerable<string> rows) => [.. rows.Select(name => new ComparedSpec(name, [.. products.Select(p => Value(p, name))]))];
    }

    /// <summary>Distinct names. A name that only a later product has is inserted after the same neighbour as there.</summary>
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
