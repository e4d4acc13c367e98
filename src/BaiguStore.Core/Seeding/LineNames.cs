namespace BaiguStore.Core.Seeding;

public sealed record VendorSeed(string Code, string Name, List<string> Aliases, string Summary = "");

public sealed record KindSeed(string Code, List<string> Words, List<string> Families, List<string> KeySpecs);

public sealed record VendorKindSeed(string Kind, List<string> KeySpecs);

public sealed record SalespersonSeed(string Name, string Slug);

public sealed record GroupSeed(string Name, string Slug, string Summary);

/// <summary>What a line's name tells: whose products, of which kind, kept by whom.</summary>
/// <param name="Vendors">The makers named, in the order of the vendor list; only a line with exactly one stands under a vendor.</param>
/// <param name="Kind">Kind code, or empty for lines of several kinds.</param>
/// <param name="Families">Kind codes of the product families that fit; empty for all of the vendor.</param>
/// <param name="Slug">Not yet unique: the second line of the same slug gets a number.</param>
public sealed record LineIdentity(
    IReadOnlyList<VendorSeed> Vendors, string Kind, IReadOnlyList<string> KeySpecs, IReadOnlyList<string> Families, SalespersonSeed? Salesperson, string Slug);

/// <summary>`seeds/vendors.json`: the makers with their aliases, and how a line's name is understood.</summary>
public sealed record LineNames(
    GroupSeed Group, List<VendorSeed> Vendors, List<KindSeed> Kinds, Dictionary<string, VendorKindSeed> VendorKinds, List<SalespersonSeed> Salespeople)
{
    public static LineNames Load() => SeedFiles.Read<LineNames>("vendors.json");

    public LineIdentity Understand(string name)
    {
        var vendors = Vendors.Where(v => v.Aliases.Append(v.Name).Any(a => name.Contains(a, StringComparison.OrdinalIgnoreCase))).ToList();
        var kind = Kinds.FirstOrDefault(k => k.Words.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)));
        var salesperson = Salespeople.FirstOrDefault(s => name.EndsWith(s.Name, StringComparison.Ordinal));
        var usual = kind is null && vendors is [var only] ? VendorKinds.GetValueOrDefault(only.Code) : null;
        var slug = string.Join('-', [
            .. vendors.Select(v => v.Code),
            kind?.Code ?? (vendors.Count > 0 ? "products" : Text.Slug.From(name)),
            .. salesperson is null ? (string[])[] : [salesperson.Slug]]);
        return new(vendors, kind?.Code ?? usual?.Kind ?? "", kind?.KeySpecs ?? usual?.KeySpecs ?? [], kind?.Families ?? [], salesperson, slug);
    }
}
