using BaiguStore.Core.Inquiries;

namespace BaiguStore.Web.Urls;

/// <summary>URLs of the store's pages, in one place.</summary>
public static class Links
{
    public static string Category(string slug) => $"/c/{Uri.EscapeDataString(slug)}";
    public static string Product(string slug) => $"/p/{Uri.EscapeDataString(slug)}";
    public static string ProductLook(string slug) => $"{Product(slug)}/look";
    public static string Article(string slug) => $"/articles/{Uri.EscapeDataString(slug)}";
    public static string Inquiry(InquiryList list) => list.Items.Count == 0 ? InquiryPath : $"{InquiryPath}?{list.ToQuery()}";
    public static string SentInquiry(string number, string secret) => $"{InquiryPath}/{number}/{secret}";
    public static string Compare(IEnumerable<string> skus, bool onlyDifferences = false) => CompareQuery(skus) is { Length: > 0 } query ? $"{ComparePath}?{query}{(onlyDifferences ? "&diff=1" : "")}" : ComparePath;
    public static string CompareQuery(IEnumerable<string> skus) => string.Join('&', skus.Select(sku => "sku=" + Uri.EscapeDataString(sku)));

    /// <summary>URL of a comparison's workbook.</summary>
    public static string CompareSheet(string compare) => string.Concat($"{ComparePath}/table.xlsx", compare.AsSpan(ComparePath.Length));
    public const string ComparePath = "/compare", InquiryPath = "/inquiry", InquiryLinesPath = "/inquiry/lines", SearchPath = "/search";
}
