using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Forms;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Additional action of the editor's button beside saving.</summary>
public enum ProductThen
{
    Save = 0,
    Publish = 1,

    /// <summary>Previews the description without saving: for browsers without script.</summary>
    Preview = 2,
}

/// <summary>The product editor's form. Fields have the entity's names; the price is in yuan, times are in China's time zone.</summary>
public sealed record ProductForm : IEditorForm
{
    [RequiredText(ErrorMessage = "请填写名称。"), TextLength(Product.MaxNameLength, ErrorMessage = "名称最多 {1} 个字符。")]
    public string? Name { get; init; }

    [RequiredText(ErrorMessage = "请填写型号。"), TextLength(Product.MaxSkuLength, ErrorMessage = "型号最多 {1} 个字符。")]
    public string? Sku { get; init; }

    /// <summary>The user confirmed that this is not the product with the similar part number.</summary>
    public bool IsOther { get; init; }

    /// <summary>Empty: derived from the part number.</summary>
    [StringLength(Core.Text.Slug.MaxLength, ErrorMessage = "地址最多 {1} 个字符。")]
    public string? Slug { get; init; }

    [Required(ErrorMessage = "请选择品牌。")]
    public int? VendorId { get; init; }

    [Required(ErrorMessage = "请选择分类。")]
    [ModelBinder<CategoryBinder>]
    public int? CategoryId { get; init; }

    [TextLength(Product.MaxSummaryLength, ErrorMessage = "简单描述最多 {1} 个字符。")]
    public string? Summary { get; init; }

    /// <summary>One per line, as in <see cref="SpecLines"/>.</summary>
    public string? Specs { get; init; }

    /// <summary>One per line, as in <see cref="ProductPicture"/>. Null leaves the product's pictures unchanged, "" removes them.</summary>
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Pictures { get; init; }

    /// <summary>
    /// Rows for browsers without script, which take precedence over <see cref="Pictures"/>: each has a key, a text and a position, and a checkbox for
    /// removal.
    /// </summary>
    public List<string?> PictureKey { get; init; } = [];
    public List<string?> PictureAlt { get; init; } = [];
    public List<int?> PictureAt { get; init; } = [];
    public List<string> PictureGone { get; init; } = [];
    public List<IFormFile> Uploads { get; init; } = [];

    /// <summary>Markdown.</summary>
    [StringLength(RichText.MaxLength, ErrorMessage = "详细介绍最多 {1} 个字符。")]
    public string? Description { get; init; }

    /// <summary>Yuan; empty for 询价.</summary>
    public string? ListPrice { get; init; }
    public StockState Stock { get; init; }
    public string? PublishFrom { get; init; }
    public string? PublishUntil { get; init; }

    /// <summary>The product's version when the form was opened.</summary>
    public int Version { get; init; }
    public ProductThen Then { get; init; }

    public static ProductForm Of(Product product) => new()
    {
        Name = product.Name,
        Sku = product.Sku,
        Slug = product.Slug,
        VendorId = product.VendorId,
        CategoryId = product.CategoryId,
        Summary = product.Summary,
        Specs = SpecLines.Of(product.Specs),
        Pictures = ProductPicture.Lines(product.Pictures),
        Description = product.Description,
        ListPrice = Yuan.Of(product.ListPriceFen),
        Stock = product.Stock,
        PublishFrom = ChinaTime.Input(product.PublishFrom),
        PublishUntil = ChinaTime.Input(product.PublishUntil),
        Version = product.Version,
    };

    /// <summary>The form for a copy of the product: without unique values.</summary>
    public ProductForm Copy() => this with { Sku = "", Slug = "", PublishFrom = "", PublishUntil = "", Version = 0 };

    /// <summary>The rows as pictures, sorted by position, without sizes. Null if they are inconsistent.</summary>
    public List<ProductPicture>? PictureRows()
    {
        if (PictureAlt.Count != PictureKey.Count || PictureAt.Count != PictureKey.Count || !PictureKey.All(key => key is not null && PictureAddress.IsKey(key)))
            return null;
        var rows = PictureKey.Select((key, i) => (Key: key!, Alt: PlainText.Line(PictureAlt[i]), At: PictureAt[i] ?? int.MaxValue));
        return [.. rows.Where(row => !PictureGone.Contains(row.Key)).OrderBy(row => row.At).Select(row => new ProductPicture(row.Key, 0, 0, row.Alt))];
    }

    public IEnumerable<TypedField> Typed() =>
    [
        new(nameof(Name), Name), new(nameof(Sku), Sku), new(nameof(Slug), Slug), new(nameof(VendorId), $"{VendorId}"), new(nameof(CategoryId), $"{CategoryId}"),
        new(nameof(Product.ListPriceFen), nameof(ListPrice), ListPrice), new(nameof(Stock), $"{Stock}"), new(nameof(Summary), Summary), new(nameof(Specs), Specs),
        .. Pictures is null ? [] : new TypedField[] { new(nameof(Pictures), Pictures) },
        new(nameof(Description), Description), new(nameof(PublishFrom), PublishFrom), new(nameof(PublishUntil), PublishUntil),
    ];
}

/// <summary>Inline edit of one row of the list.</summary>
/// <param name="Published">Null if the row does not allow changing it.</param>
/// <param name="Back">URL of the list.</param>
/// <param name="Confirmed">The price that the user has confirmed.</param>
public sealed record RowForm(string? ListPrice, StockState? Stock, bool? Published, int Version, string? Back, string? Confirmed);
