using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>What the editor's button does besides saving.</summary>
public enum ProductThen
{
    Save = 0,
    Publish = 1,

    /// <summary>Shows the description as it would be, and saves nothing: for browsers without script.</summary>
    Preview = 2,
}

/// <summary>A product as its editor types it. The fields have the entity's names; the price is in yuan, times are China's.</summary>
public sealed record ProductForm : IEditorForm
{
    [RequiredText(ErrorMessage = "请填写名称。"), TextLength(Product.MaxNameLength, ErrorMessage = "名称最多 {1} 个字符。")]
    public string? Name { get; init; }

    [RequiredText(ErrorMessage = "请填写型号。"), TextLength(Product.MaxSkuLength, ErrorMessage = "型号最多 {1} 个字符。")]
    public string? Sku { get; init; }

    /// <summary>Whether it was said that this is another product than the one whose part number looks the same.</summary>
    public bool IsOther { get; init; }

    /// <summary>Empty: made from the part number.</summary>
    [StringLength(Core.Text.Slug.MaxLength, ErrorMessage = "地址最多 {1} 个字符。")]
    public string? Slug { get; init; }

    [Required(ErrorMessage = "请选择品牌。")]
    public int? VendorId { get; init; }

    [Required(ErrorMessage = "请选择分类。")]
    [ModelBinder<CategoryBinder>]
    public int? CategoryId { get; init; }

    [TextLength(Product.MaxSummaryLength, ErrorMessage = "简单描述最多 {1} 个字符。")]
    public string? Summary { get; init; }

    /// <summary>A line each, as <see cref="SpecLines"/> has them.</summary>
    public string? Specs { get; init; }

    /// <summary>A line each, as <see cref="ProductPicture"/> has them. Null leaves a product's pictures as they are, "" takes them away.</summary>
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Pictures { get; init; }

    /// <summary>The rows of a browser without script, which count before <see cref="Pictures"/>: each has a key, a text and a place, and may be ticked to go.</summary>
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

    /// <summary>Of the product when the form was opened.</summary>
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

    /// <summary>Another product like this one: all but what is its own.</summary>
    public ProductForm Copy() => this with { Sku = "", Slug = "", PublishFrom = "", PublishUntil = "", Version = 0 };

    /// <summary>The rows as pictures, in the order of their places; their sizes are not said. Null where they do not make sense.</summary>
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

/// <summary>One row of the list, as it is edited there.</summary>
/// <param name="Published">Null where the row only shows its state.</param>
/// <param name="Back">The list as it was looked at.</param>
/// <param name="Confirmed">The price that somebody was asked about and wants all the same.</param>
public sealed record RowForm(string? ListPrice, StockState? Stock, bool? Published, int Version, string? Back, string? Confirmed);
