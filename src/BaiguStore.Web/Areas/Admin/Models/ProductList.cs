using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using BaiguStore.Web.Forms;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Query string of the product list.</summary>
public sealed record ProductListQuery
{
    public const int PageSize = 50;

    /// <summary>Optional columns beside part number and name: key and heading.</summary>
    public static IReadOnlyList<(string Key, string Text)> Columns { get; } =
        [("vendor", "品牌"), ("category", "分类"), ("price", "价格（元）"), ("stock", "货期"), ("state", "状态"), ("updated", "修改时间"), ("confirmed", "确认时间")];

    private static readonly string[] UsualColumns = ["category", "price", "stock", "state", "updated"];

    public static IReadOnlyList<(ProductListOrder Order, string Text)> Orders { get; } =
        [(ProductListOrder.Updated, "最近修改"), (ProductListOrder.Sku, "型号"), (ProductListOrder.Name, "名称"), (ProductListOrder.Price, "价格")];

    public static IReadOnlyList<(PublicationState State, string Text)> States { get; } =
        [(PublicationState.Published, "已发布"), (PublicationState.Draft, "草稿和已下架"), (PublicationState.Scheduled, "定时发布"), (PublicationState.Bin, "回收站")];

    public string? Q { get; init; }
    [ModelBinder<CategoryBinder>]
    public int? Category { get; init; }
    public int? Vendor { get; init; }
    public PublicationState? State { get; init; }
    public bool? Sample { get; init; }
    public bool? NoPrice { get; init; }
    public bool? NoPicture { get; init; }

    /// <summary>Products not confirmed for <see cref="CatalogueFigures.ConfirmedFor"/>.</summary>
    public bool? Unconfirmed { get; init; }
    public ProductListOrder Sort { get; init; } = ProductListOrder.Updated;
    public List<string> Cols { get; init; } = [];

    /// <summary>With <see cref="At"/> the cursor of the page.</summary>
    public string? Key { get; init; }
    public int? At { get; init; }
    public bool Back { get; init; }

    /// <summary>A bulk change that was just made, for the undo button.</summary>
    public int? Undo { get; init; }

    public bool Shows(string column) => Cols.Count == 0 ? UsualColumns.Contains(column) : Cols.Contains(column);

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || (object?)Category is not null || Vendor is not null || State is not null || Sample is not null || NoPrice is true || NoPicture is true || Unconfirmed is true;

    public ProductListCursor? Place => At is { } id ? new(Key ?? "", id) : null;

    /// <summary>All parameters except the cursor: the same list from its beginning.</summary>
    public IEnumerable<(string Name, string Value)> Chosen()
    {
        if (!string.IsNullOrWhiteSpace(Q))
            yield return ("q", Q.Trim());
        if (Category is { } category)
            yield return ("category", $"{category}");
        if (Vendor is { } vendor)
            yield return ("vendor", $"{vendor}");
        if (State is { } state)
            yield return ("state", $"{state}");
        if (Sample is { } sample)
            yield return ("sample", sample ? "true" : "false");
        if (NoPrice is true)
            yield return ("noPrice", "true");
        if (NoPicture is true)
            yield return ("noPicture", "true");
        if (Unconfirmed is true)
            yield return ("unconfirmed", "true");
        if (Sort != ProductListOrder.Updated)
            yield return ("sort", $"{Sort}");
        foreach (var column in Cols)
            yield return ("cols", column);
    }

    public string Url(ProductListCursor? place = null, bool back = false, int? undo = null)
    {
        var parts = Chosen();
        if (place is not null)
            parts = [.. parts, ("key", place.Key), ("at", $"{place.Id}")];
        if (back)
            parts = [.. parts, ("back", "true")];
        if (undo is not null)
            parts = [.. parts, ("undo", $"{undo}")];
        return "/admin/products" + QueryString.Create(parts.Select(p => KeyValuePair.Create(p.Name, (string?)p.Value)));
    }

    /// <summary>URL of the present page.</summary>
    public string Here => Url(Place, Back);
}

/// <summary>`/admin/products`.</summary>
/// <param name="Undo">The bulk change that was just made and can be undone.</param>
public sealed record ProductList(
    ProductListQuery Query, CountedPage List, CategoryOptions Categories, IReadOnlyList<FieldOption> Vendors, BulkChange? Undo)
{
    /// <summary>Whether a search text cannot be evaluated now.</summary>
    public bool IsSearchAway { get; init; }
    /// <summary>Products of this page that were published before.</summary>
    public IReadOnlySet<int> Withdrawn { get; init; } = new HashSet<int>();
}

/// <summary>A failed inline edit on a page of its own: the submitted and the present values.</summary>
/// <param name="Question">Confirmation question; null if the edit failed for another reason.</param>
public sealed record RowPage(RowForm Form, ProductListRow Now, bool IsStale, string? Question = null);

/// <summary>`/admin/products/new` and `/admin/products/{id}/edit`.</summary>
/// <param name="Product">Null for a new one.</param>
/// <param name="SpecNames">Suggestions for the names of specs.</param>
/// <param name="Preview">The rendered description, if requested.</param>
public sealed record ProductEditor(
    ProductForm Form, Product? Product, CategoryOptions Categories, IReadOnlyList<FieldOption> Vendors, IReadOnlyList<string> SpecNames,
    ThingHistory? History, DescriptionPreview? Preview = null)
{
    /// <summary>Other products that prevented saving.</summary>
    public IReadOnlyList<Namesake> Namesakes { get; init; } = [];

    /// <summary>Was published before.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Whether the only conflict is a similar part number, so that the user may save anyway.</summary>
    public bool MayBeOther => Namesakes.Any(n => n.Field == nameof(Form.Sku)) && Namesakes.All(n => n.Field == nameof(Form.Sku) && n.Sku != Core.Text.PlainText.Line(Core.Text.VisibleText.Compatible(Form.Sku)));
}

/// <summary>A product with the same part number or slug, or a similar part number.</summary>
/// <param name="Field">Form field: part number or slug.</param>
public sealed record Namesake(string Field, int Id, string Sku, string Name, bool IsInBin);

/// <param name="Html">Sanitised.</param>
/// <param name="Omissions">Parts that visitors will not see.</param>
public sealed record DescriptionPreview(string Html, IReadOnlyList<MarkdownOmission> Omissions);
