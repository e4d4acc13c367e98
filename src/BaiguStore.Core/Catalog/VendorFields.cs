using BaiguStore.Core.History;

namespace BaiguStore.Core.Catalog;

/// <summary>A vendor's fields, in the order of its form.</summary>
public static class VendorFields
{
    public static EntityFields<Vendor> All { get; } = new EntityFields<Vendor>(RevisionKind.Vendor)
        .Field(nameof(Vendor.Code), "代码", v => v.Code, null)
        .Field(nameof(Vendor.Name), "名称", v => v.Name, (v, text) => v.Name = text!)
        .Long(nameof(Vendor.Aliases), "别名", v => v.Aliases, (v, text) => v.Aliases = FieldText.Items(text));
}
