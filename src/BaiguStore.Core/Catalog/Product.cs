using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

public enum StockState
{
    InStock = 0,

    /// <summary>订货: ordered from the maker on request.</summary>
    ToOrder = 1,
    OutOfStock = 2,
}

/// <summary>A product with a part number that buyers can ask for.</summary>
public sealed class Product : IVersioned, IHasSlug, ISeenByVisitors, IPublished
{
    public const int MaxSkuLength = 64;
    public const int MaxNameLength = 160;
    public const int MaxSummaryLength = 400;
    public const int MaxPictures = 12;

    public int Id { get; private set; }

    /// <summary>The maker's part number as written on a quote; unique.</summary>
    public required string Sku
    {
        get;
        set => (field, SkuKey) = (value, KeyOf(value));
    }

    /// <summary>Normalized SKU: upper-case letters and digits only (`S5560-EI` and `s5560 ei` are `S5560EI`).</summary>
    public string SkuKey { get; private set; } = "";
    public required string Name { get; set; }
    public required string Slug { get; set; }
    public int VendorId { get; set; }
    public Vendor? Vendor { get; set; }
    public int CategoryId { get; set; }
    public Category? Category { get; set; }

    /// <summary>简单描述: plain text, one or two sentences.</summary>
    public string Summary { get; set; } = "";

    /// <summary>相关参数, in display order.</summary>
    public List<Spec> Specs { get; set; } = [];

    /// <summary>At most <see cref="MaxPictures"/>; the first is the main picture.</summary>
    public List<ProductPicture> Pictures
    {
        get;
        set => (field, PictureCount) = value.Count <= MaxPictures
            ? (value, value.Count)
            : throw new ArgumentOutOfRangeException(nameof(value), value.Count, $"一件商品最多 {MaxPictures} 张图片。");
    } = [];

    /// <summary>Stored, so that the database can filter products without pictures.</summary>
    public int PictureCount { get; private set; }

    /// <summary>详细介绍: the Markdown source.</summary>
    public string Description { get; private set; } = "";
    public string DescriptionHtml { get; private set; } = "";

    /// <summary>List price in fen, more than 0, or null for 询价.</summary>
    public long? ListPriceFen
    {
        get;
        set => (field, PriceOrder) = value is null or > 0
            ? (value, value ?? long.MaxValue)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "价格须大于 0 分；没有价格的商品请留空（询价）。");
    }

    /// <summary>Sort key for prices: the price, with 询价 last (the databases disagree on the position of null).</summary>
    public long PriceOrder { get; private set; } = long.MaxValue;
    public StockState Stock { get; set; }

    /// <summary>UTC; null while unpublished. Only published products are counted and shown.</summary>
    public DateTime? PublishedAt { get; private set; }
    public DateTime? PublishFrom { get; private set; }
    public DateTime? PublishUntil { get; private set; }
    public DateTime? DeletedAt { get; private set; }

    /// <summary>UTC; when staff last confirmed the data. Every save by staff confirms it.</summary>
    public DateTime? ConfirmedAt { get; private set; }

    /// <summary>Made by the sample generator; deleted by `baigu samples remove`.</summary>
    public bool IsSample { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }
    public int Version { get; private set; }

    SluggedKind IHasSlug.SlugKind => SluggedKind.Product;
    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Product;

    public PublicationState State => DeletedAt is not null ? PublicationState.Bin
        : PublishedAt is not null ? PublicationState.Published
        : PublishFrom is not null ? PublicationState.Scheduled
        : PublicationState.Draft;

    public void Publish(DateTime now)
    {
        Publication.RefuseInBin(DeletedAt);
        (PublishedAt, PublishFrom, PublishUntil) = (PublishedAt ?? now, null, PublishUntil > now ? PublishUntil : null);
    }

    public void Withdraw() => (PublishedAt, PublishFrom, PublishUntil) = (null, null, null);

    public void Schedule(DateTime? from, DateTime? until, DateTime now)
    {
        Publication.RefuseInBin(DeletedAt);
        (PublishFrom, PublishUntil) = Publication.Dates(from, until, now, PublishedAt is not null);
    }

    public void ToBin(DateTime now)
    {
        Withdraw();
        DeletedAt ??= now;
    }

    public void Restore() => DeletedAt = null;

    public void Confirm(DateTime now) => ConfirmedAt = now;

    /// <summary>
    /// Sets the description, without characters that HTML forbids, and renders it; returns what is not shown. Throws MarkdownRefusedException if it
    /// cannot be rendered.
    /// </summary>
    public IReadOnlyList<MarkdownOmission> Describe(string markdown)
    {
        var text = PlainText.WithoutForbidden(markdown);
        var rendered = RichText.Render(text);
        Describe(text, rendered.Html);
        return rendered.Omissions;
    }

    /// <summary>For many products that share a text, rendered once by <see cref="RichText.ToHtml"/>.</summary>
    internal void Describe(string markdown, string renderedHtml) => (Description, DescriptionHtml) = (markdown, renderedHtml);

    /// <summary>
    /// Key for part numbers that look the same: ignores case, width, hyphens of any kind and spaces. Characters that distinguish models (`X1+`,
    /// `A/B`) stay.
    /// </summary>
    public static string LooksOf(string sku) => string.Concat(VisibleText.Folded(sku).Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not UnicodeCategory.DashPunctuation && c is not ('\u2212' or '_')));

    public static string KeyOf(string sku) =>
        string.Concat(sku.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant));
}
