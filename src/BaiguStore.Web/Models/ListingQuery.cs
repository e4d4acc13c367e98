using BaiguStore.Core.Catalog;

namespace BaiguStore.Web.Models;

/// <summary>How a list of products is looked at: `?page=2&amp;size=48&amp;sort=price`.</summary>
public sealed record ListingQuery(int Page = 1, int Size = 24, string Sort = ListingQuery.ByName)
{
    public const string ByName = "name", ByPrice = "price", ByNewest = "newest";
    public static IReadOnlyList<int> Sizes { get; } = [24, 48, 96];
    public static IReadOnlyList<(string Key, string Text)> Sorts { get; } = [(ByName, "名称"), (ByPrice, "价格"), (ByNewest, "最新")];

    public bool IsKnown => Sizes.Contains(Size) && Sorts.Any(s => s.Key == Sort);

    public ProductOrder Order => Sort switch
    {
        ByPrice => ProductOrder.Price,
        ByNewest => ProductOrder.Newest,
        _ => ProductOrder.Name,
    };

    /// <summary>The query string, with what is usual left out, so that one list has one address.</summary>
    public string ToQuery()
    {
        var parts = new List<string>();
        if (Sort != ByName)
            parts.Add($"sort={Sort}");
        if (Size != Sizes[0])
            parts.Add($"size={Size}");
        if (Page > 1)
            parts.Add($"page={Page}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
