using BaiguStore.Core.History;

namespace BaiguStore.Core.Catalog;

/// <summary>A product's fields, in the order of its form.</summary>
public static class ProductFields
{
    public static EntityFields<Product> All { get; } = new EntityFields<Product>(RevisionKind.Product)
        .Field(nameof(Product.Name), "名称", p => p.Name, (p, v) => p.Name = v!)
        .Field(nameof(Product.Sku), "型号", p => p.Sku, (p, v) => p.Sku = v!)
        .Field(nameof(Product.Slug), "地址", p => p.Slug, (p, v) => p.Slug = v!)
        .Reference<Vendor>(nameof(Product.VendorId), "品牌", p => p.VendorId, (p, v) => p.VendorId = FieldText.Number(v)!.Value)
        .Reference<Category>(
            nameof(Product.CategoryId), "分类", p => p.CategoryId, (p, v) => p.CategoryId = FieldText.Number(v)!.Value, c => c.DeletedAt is null)
        .Field(nameof(Product.ListPriceFen), "价格", p => p.ListPriceFen, (p, v) => p.ListPriceFen = FieldText.Fen(v))
        .Field(nameof(Product.Stock), "货期", p => p.Stock, (p, v) => p.Stock = Enum.Parse<StockState>(v!))
        .Field(nameof(Product.Summary), "简单描述", p => p.Summary, (p, v) => p.Summary = v ?? "")
        .Long(nameof(Product.Specs), "相关参数", p => p.Specs, (p, v) => p.Specs = FieldText.Specs(v))
        .Long(nameof(Product.Pictures), "图片", p => p.Pictures, ProductPicture.Lines, (p, v) => p.Pictures = ProductPicture.Parse(v) ?? [])
        .Long(nameof(Product.Description), "详细介绍", p => p.Description, (p, v) => p.Describe(v ?? ""))
        .State(nameof(Product.PublishedAt), "发布时间", p => p.PublishedAt)
        .State(nameof(Product.PublishFrom), "定时发布", p => p.PublishFrom)
        .State(nameof(Product.PublishUntil), "定时下架", p => p.PublishUntil)
        .State(nameof(Product.DeletedAt), "回收站", p => p.DeletedAt)
        .Confirmed(nameof(Product.ConfirmedAt))
        .Restored((_, product, now, _) =>
        {
            product.UpdatedAt = now;
            return Task.CompletedTask;
        });
}
