using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using Microsoft.AspNetCore.Mvc.Localization;

namespace BaiguStore.Web.Components;

/// <summary>Displayed texts of facets and values; names from the catalogue are not translated.</summary>
public static class FacetTexts
{
    public static string FacetName(this IHtmlLocalizer<Ui> text, string key) => key switch
    {
        SearchFacet.Vendor => text["品牌"].Value,
        SearchFacet.Category => text["产品线"].Value,
        SearchFacet.Price => text["参考价"].Value,
        SearchFacet.Stock => text["库存"].Value,
        _ => key[SearchFacet.SpecPrefix.Length..],
    };

    public static string FacetValue(this IHtmlLocalizer<Ui> text, string key, string value, string label) => key switch
    {
        SearchFacet.Price => text.RangeOfPrices(value),
        SearchFacet.Stock => value switch
        {
            nameof(StockState.InStock) => text["现货"].Value,
            nameof(StockState.ToOrder) => text["订货"].Value,
            nameof(StockState.OutOfStock) => text["缺货"].Value,
            _ => value,
        },
        _ => label,
    };

    /// <summary>Whether the texts are catalogue data, and so Chinese on an English page, too.</summary>
    public static bool IsData(string key) => key is not (SearchFacet.Price or SearchFacet.Stock);

    private static string RangeOfPrices(this IHtmlLocalizer<Ui> text, string value)
    {
        if (value == SearchFacet.Ask)
            return text["询价"].Value;
        var (from, to) = PriceRange.Read(value) is { } range
            ? (Yuan(range.From > 0, range.From), Yuan(range.To < long.MaxValue - 1, range.To))
            : (null, null);
        return (from, to) switch
        {
            ({ } least, { } most) => $"¥{least}–{most}",
            ({ } least, null) => text.GetString("{0} 元起", least).Value,
            (null, { } most) => text.GetString("{0} 元以下", most).Value,
            _ => value,
        };

        static string? Yuan(bool isBound, long fen) => isBound ? (fen / 100).ToString("N0", CultureInfo.InvariantCulture) : null;
    }
}
