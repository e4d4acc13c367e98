using System.Globalization;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Inquiries;

/// <summary>Why a list is invalid.</summary>
public enum InquiryFault
{
    None = 0,
    TooMany = 1,
    Quantity = 2,
    Sku = 3,
}

/// <summary>
/// The buyer's list, in order. Stored only in the URL, `item=S5735*3&amp;item=USG6630E`, so it can be shared and needs no account. Items without a
/// part number or with quantity 0 are dropped; with a fault it is empty.
/// </summary>
public sealed record InquiryList(IReadOnlyList<InquiryItem> Items, InquiryFault Fault = InquiryFault.None)
{
    /// <summary>Far more than a URL can hold; longer lists are posted by a form.</summary>
    public const int MaxItems = 500;

    /// <summary>Characters of a query string that every browser, proxy and mail program supports; a longer list is posted.</summary>
    public const int MaxQuery = 3_000;

    /// <summary>From the items of a URL.</summary>
    public static InquiryList Read(IEnumerable<string?> items) => Read(items.Select(text => InquiryItem.Split(text ?? "")));

    /// <summary>From a form's rows: a blank quantity means one.</summary>
    /// <param name="removed">Positions of the rows to be removed.</param>
    public static InquiryList Read(IEnumerable<string?> skus, IReadOnlyList<string?> quantities, IReadOnlyCollection<string?> removed) =>
        Read(skus.Select((sku, n) => (sku ?? "", removed.Contains(n.ToString(CultureInfo.InvariantCulture)) ? "0"
            : string.IsNullOrWhiteSpace(quantities.ElementAtOrDefault(n)) ? "1"
            : quantities[n]!.Trim())));

    /// <summary>`item=S5735*3&amp;item=USG6630E`; deterministic.</summary>
    public string ToQuery() => string.Join('&', Items.Select(i => "item=" + Uri.EscapeDataString(i.ToString()).Replace("%2A", "*", StringComparison.Ordinal)));

    private static InquiryList Read(IEnumerable<(string Sku, string Quantity)> rows)
    {
        List<InquiryItem> items = [];
        foreach (var (typed, digits) in rows)
        {
            var sku = PlainText.Line(typed);
            if (sku.Length == 0)
                continue;
            if (sku.Length > InquiryLine.MaxAskedLength)
                return new([], InquiryFault.Sku);
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) || quantity > InquiryItem.MaxQuantity)
                return new([], InquiryFault.Quantity);
            if (quantity == 0)
                continue;
            if (items.Count == MaxItems)
                return new([], InquiryFault.TooMany);
            items.Add(new(sku, quantity));
        }
        return new(items);
    }
}
