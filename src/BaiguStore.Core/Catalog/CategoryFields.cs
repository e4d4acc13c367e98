using BaiguStore.Core.History;

namespace BaiguStore.Core.Catalog;

/// <summary>A category's fields, in the order of its form.</summary>
public static class CategoryFields
{
    /// <summary>No field, but kept in the history: the addresses that led to a category when it was merged into another.</summary>
    internal const string OldSlugs = "OldSlugs";

    public static EntityFields<Category> All { get; } = new EntityFields<Category>(RevisionKind.Category)
        .Field(nameof(Category.Name), "名称", c => c.Name, (c, v) => c.Name = v!)
        .Field(nameof(Category.Slug), "地址", c => c.Slug, (c, v) => c.Slug = v!)
        .Field(nameof(Category.Summary), "简单描述", c => c.Summary, (c, v) => c.Summary = v ?? "")
        .Field(nameof(Category.Kind), "种类", c => c.Kind, (c, v) => c.Kind = v ?? "")
        .Long(nameof(Category.KeySpecs), "列表参数", c => c.KeySpecs, (c, v) => c.KeySpecs = FieldText.Items(v))
        .Reference<Vendor>(nameof(Category.VendorId), "品牌", c => c.VendorId, (c, v) => c.VendorId = FieldText.Number(v))
        .Reference<Salesperson>(nameof(Category.SalespersonId), "负责人", c => c.SalespersonId, (c, v) => c.SalespersonId = FieldText.Number(v))
        .State(nameof(Category.ParentId), "上级分类", c => c.ParentId)
        .State(nameof(Category.IsHidden), "已隐藏", c => c.IsHidden)
        .State(nameof(Category.DeletedAt), "回收站", c => c.DeletedAt)
        .Former(nameof(Category.Position), "顺序") // a field once; a number says nothing to a reader
        .Former(OldSlugs, "旧地址");
}
