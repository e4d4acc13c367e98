namespace BaiguStore.Core.Seeding;

public sealed record VendorSeed(string Code, string Name, List<string> Aliases, string Summary = "");

public sealed record KindSeed(string Code, List<string> Words, List<string> Families, List<string> KeySpecs);

public sealed record VendorKindSeed(string Kind, List<string> KeySpecs);

public sealed record SalespersonSeed(string Name, string Slug);

public sealed record GroupSeed(string Name, string Slug, string Summary);

/// <summary>What a product line's name tells: vendors, kind and owner.</summary>
/// <param name="Vendors">The vendors named, in the order of the vendor list; only a line with exactly one belongs to a vendor.</param>
/// <param name="Kind">Kind code, or empty for lines of several kinds.</param>
/// <param name="Families">Kind codes of the matching product families; empty for all of the vendor.</param>
/// <param name="Slug">Not yet unique: a duplicate gets a number.</param>
public sealed record LineIdentity(
    IReadOnlyList<VendorSeed> Vendors, string Kind, IReadOnlyList<string> KeySpecs, IReadOnlyList<string> Families, SalespersonSeed? Salesperson, string Slug);

/// <summary>`seeds/vendors.json`: the vendors with their aliases, and the rules to parse a line's name.</summary>
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
