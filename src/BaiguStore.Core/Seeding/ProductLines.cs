using System.Text;
using System.Text.Json;
using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Seeding;

/// <summary>A product option: its part of the SKU and the name, its price, the facts that it overrides.</summary>
public sealed record OptionSeed(string Code = "", string Label = "", long Price = 0, Dictionary<string, JsonElement>? Set = null);

public sealed record AxisSeed(List<OptionSeed> Options);

public sealed record SpecSeed(string Name, string Value, string? Unit = null);

/// <summary>A series: facts shared by its models, the models, and their options. See `docs/data-model.md` for an example.</summary>
public sealed record SeriesSeed(
    string Name, string Title, string Summary, List<string> Description, List<SpecSeed> Specs, List<Dictionary<string, JsonElement>> Models,
    List<AxisSeed>? Axes = null, string? Vendor = null, Dictionary<string, JsonElement>? Vars = null)
{
    /// <summary>Number of option combinations per model.</summary>
    public int Combinations => (Axes ?? []).Aggregate(1, (n, axis) => n * axis.Options.Count);
}

public sealed record FamilySeed(string Vendor, string Kind, List<SeriesSeed> Series);

/// <summary>A sample product: a model with one combination of options, and possibly a variant.</summary>
public readonly record struct SampleProduct(string Vendor, string Kind, SeriesSeed Series, int Model, int Combination, VariantSeed? Variant = null)
{
    private IEnumerable<OptionSeed> Options
    {
        get
        {
            var rest = Combination;
            foreach (var axis in Series.Axes ?? [])
            {
                yield return axis.Options[rest % axis.Options.Count];
                rest /= axis.Options.Count;
            }
        }
    }

    /// <summary>The series' facts, overridden by the model's, overridden by the options'.</summary>
    public Dictionary<string, string> Facts(string vendorName)
    {
        Dictionary<string, string> facts = new(StringComparer.Ordinal) { ["vendor"] = vendorName };
        foreach (var set in Options.Select(o => o.Set).Prepend(Series.Models[Model]).Prepend(Series.Vars))
            foreach (var (name, value) in set ?? [])
                facts[name] = value.ToString();
        return facts;
    }

    public string Sku => Series.Models[Model]["model"].GetString() + string.Concat(Options.Select(o => o.Code)) + Variant?.Code;

    public IEnumerable<string> Labels => Options.Select(o => o.Label).Append(Variant?.Label ?? "").Where(l => l.Length > 0);

    /// <summary>Fen, or null if the model is sold on request only.</summary>
    public long? PriceFen => Series.Models[Model].TryGetValue("price", out var price) && price.ValueKind == JsonValueKind.Number
        ? (long)((price.GetDecimal() + Options.Sum(o => o.Price)) * (100 + (Variant?.Percent ?? 0)) / 100) * 100
        : null;

    /// <summary>Replaces `{names}` in a template. Throws InvalidDataException for an unknown name.</summary>
    public static string Fill(string template, Dictionary<string, string> facts)
    {
        var filled = new StringBuilder();
        for (var at = 0; ;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0)
                return at == 0 ? template : filled.Append(template, at, template.Length - at).ToString();
            var close = template.IndexOf('}', open);
            var name = template[(open + 1)..close];
            filled.Append(template, at, open - at).Append(facts.TryGetValue(name, out var fact) ? fact
                : throw new InvalidDataException($"'{template}' names '{name}', which model '{facts.GetValueOrDefault("model")}' does not have."));
            at = close + 1;
        }
    }
}

/// <summary>`seeds/product-lines/`: distributes sample products to product lines, each product once, deterministically.</summary>
public sealed class ProductLines(IReadOnlyList<FamilySeed> families)
{
    public static ProductLines Load() => new([.. SeedFiles.Names("product-lines/").Select(SeedFiles.Read<FamilySeed>)]);

    /// <summary>All products of all families, plain ones first.</summary>
    private readonly List<SampleProduct> _all = [.. families.SelectMany(f => f.Series.SelectMany(s =>
            from combination in Enumerable.Range(0, s.Combinations)
            from model in Enumerable.Range(0, s.Models.Count)
            select new SampleProduct(s.Vendor ?? f.Vendor, f.Kind, s, model, combination)))
        .OrderBy(p => p.Combination)];

    /// <summary>All products with variants that a line may contain.</summary>
    internal List<SampleProduct> PoolOf(LineIdentity line) => _all.FindAll(p => HasVariants(p) && Fits(p, line));

    /// <summary>Products with variants by vendor and kind.</summary>
    internal List<SampleFamily> Families() => [.. _all.Where(HasVariants).GroupBy(p => (p.Vendor, p.Kind)).Select(g => new SampleFamily(g.Key.Vendor, g.Key.Kind, [.. g]))];

    /// <summary>
    /// Assigns products to each line. The shortest lines choose first and get the plain models; the long ones get option combinations. Throws
    /// InvalidDataException if the families are not sufficient for a line.
    /// </summary>
    public IReadOnlyList<(T Line, List<SampleProduct> Products)> Deal<T>(IEnumerable<(T Line, LineIdentity Identity, int Count)> lines)
    {
        var pool = _all;
        List<(T, List<SampleProduct>)> dealt = [];
        foreach (var (line, identity, count) in lines.Where(l => l.Count > 0).OrderBy(l => l.Count))
        {
            List<SampleProduct> chosen = new(count), left = new(pool.Count);
            foreach (var product in pool)
                (chosen.Count < count && Fits(product, identity) ? chosen : left).Add(product);
            if (chosen.Count < count)
                throw new InvalidDataException($"Only {chosen.Count} of {count} sample products for '{identity.Slug}': add models or options to its product lines.");
            dealt.Add((line, chosen));
            pool = left;
        }
        return dealt;
    }

    private static bool HasVariants(SampleProduct product) => product.Sku.Length + VariantSeed.MaxCodeLength <= Product.MaxSkuLength;

    internal static bool Fits(SampleProduct product, LineIdentity line) =>
        (line.Vendors.Count == 0 || line.Vendors.Any(v => v.Code == product.Vendor))
        && (line.Families.Count == 0 ? line.Vendors.Count > 0 : line.Families.Contains(product.Kind));
}
