using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;

namespace BaiguStore.Core.Tests.Search;

/// <summary>Filters, counts, sort orders and pages, compared with plain loops over all products.</summary>
[Collection(SampleShopTests.Name)]
public sealed class StoreSearchTests(SampleShop sample)
{
    private readonly Dictionary<string, string> _keys = [];

    private StoreSearch Search => sample.Shop.Search;

    public static TheoryData<string, int?, string> Choices => new()
    {
        { "", null, "" },
        { "", null, "vendor=huawei" },
        { "", null, "vendor=huawei,dell;stock=InStock" },
        { "", 1, "price=1000-5000,ask;stock=InStock,OutOfStock" },
        { "", 1, "spec.PoE=不支持;vendor=huawei" },
        { "", null, "spec.PoE=PoE+;price=5000-20000;stock=InStock;vendor=huawei,h3c" },
        { "", null, "category=huawei-switch,h3c-switch;stock=ToOrder" },
        { "交换机", null, "vendor=h3c,cisco;price=5000-20000" },
        { "交换机", null, "spec.PoE=PoE+,不支持;stock=InStock" },
        { "", null, "price=800-1200" },
        { "", 1, "spec.PoE=ｐｏｅ+" },
        { "", null, "vendor=nobody" },
        { "", null, "spec.没有的参数=1;vendor=huawei" },
    };

    [Theory, MemberData(nameof(Choices))]
    public void Counts_are_true_under_the_other_filters(string text, int? category, string chosen)
    {
        var filters = Read(chosen);
        var base_ = All(new(text, category));
        var answer = Search.Search(new(text, category, filters));

        Assert.Equal(base_.Count(id => Passes(id, filters, except: null)), answer.Total);
        foreach (var facet in answer.Facets)
            foreach (var value in facet.Values)
                Assert.Equal((facet.Key, value.Value, base_.Count(id => Passes(id, filters, except: facet.Key) && Has(id, facet.Key, value.Value))), (facet.Key, value.Value, value.Count));
        Assert.All(filters.Keys.Where(key => key != "spec.没有的参数"), key => Assert.Contains(answer.Facets, f => f.Key == key));
        Assert.True(answer.Total == 0 || answer.Facets.Count > 2);
    }

    /// <summary>
    /// Measured in allocated bytes on this thread: a search for twelve words costs some ten times one for a single word; four short queries and two
    /// complete ones are allowed.
    /// </summary>
    [Fact]
    public void A_dozen_words_that_nothing_has_together_cost_no_dozen_looks()
    {
        var words = sample.Products.Values.GroupBy(p => p.CategoryId).Select(line => line.First().Sku.Split('-', ' ')[0]).Distinct().Take(12).ToList();
        var (one, dozen) = (Cost(words[0]), Cost(string.Join(' ', words)));

        Assert.True(dozen.Answer.IsNearest);
        Assert.True(dozen.Bytes < 100 * one.Bytes, $"{dozen.Bytes:N0} and {one.Bytes:N0} bytes");

        (SearchAnswer Answer, long Bytes) Cost(string text)
        {
            Search.Search(new(text)); // fills the caches for these words
            var before = GC.GetAllocatedBytesForCurrentThread();
            return (Search.Search(new(text)), GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory, MemberData(nameof(Choices))]
    public void Several_who_look_through_the_segments_at_once_find_the_same(string text, int? category, string chosen)
    {
        Assert.True(Directory.GetFiles(sample.Shop.Index.Folder.Current!, "*.si").Length > 1);
        foreach (var order in Enum.GetValues<SearchOrder>())
        {
            var request = new SearchRequest(text, category, Read(chosen), order, Page: 2, Size: 40);
            var (one, many) = (Search.Search(request), sample.Shop.SearchByMany.Search(request));

            Assert.Equal((one.Total, one.IsNearest), (many.Total, many.IsNearest));
            Assert.Equal(one.Hits, many.Hits);
            Assert.Equal(one.ArticleIds, many.ArticleIds);
            Assert.Equal(one.Facets.SelectMany(f => f.Values.Select(v => (f.Key, v))), many.Facets.SelectMany(f => f.Values.Select(v => (f.Key, v))));
        }
    }

    [Theory]
    [InlineData(SearchOrder.Name)]
    [InlineData(SearchOrder.Price)]
    [InlineData(SearchOrder.Newest)]
    public void Pages_together_are_the_whole_list_in_its_order(SearchOrder order)
    {
        var ids = All(new("", 1, Order: order));
        var products = sample.Products.Where(p => p.Value.Vendor == "huawei" && ids.Contains(p.Key));
        var expected = order switch
        {
            SearchOrder.Name => products.OrderBy(p => p.Value.Name, StringComparer.Ordinal).ThenBy(p => p.Key),
            SearchOrder.Price => products.OrderBy(p => p.Value.PriceFen ?? long.MaxValue).ThenBy(p => p.Key),
            _ => products.OrderByDescending(p => p.Value.PublishedAt).ThenByDescending(p => p.Key),
        };

        Assert.Equal(expected.Select(p => p.Key), ids);
    }

    [Fact]
    public void What_is_in_stock_comes_first_among_equals()
    {
        var hits = All(new("交换机")).Select((id, place) => (sample.Products[id].Stock, Score: Search.Search(new("交换机", Page: (place / 100) + 1, Size: 100)).Hits[place % 100].Score)).ToList();

        Assert.Equal(hits.OrderByDescending(h => h.Score).ThenBy(h => h.Stock), hits);
        Assert.Contains(hits, h => h.Stock == StockState.OutOfStock);
    }

    [Fact]
    public void Pages_beyond_the_reach_are_empty_and_the_total_stays()
    {
        var answer = Search.Search(new(Page: 500, Size: 100));

        Assert.Empty(answer.Hits);
        Assert.Equal(sample.Products.Count, answer.Total);
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Search(new(Page: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Search(new(Size: 101)));
    }

    public static TheoryData<string> Hostile =>
    [
        new string('华', 10_000), new string('a', 10_000), string.Concat(Enumerable.Repeat("a1-", 4_000)), string.Concat(Enumerable.Repeat("交换 s5735 ", 2_000)),
        "\0\u0001\u0007", "\u202E交换机", "\uD800", "\uFFFF", "()[]{}^~*?:\\/\"'", "***", "????", "a*", "*a*", "/.*/", "-交换机", "NOT 交换机", "[* TO *]", "a\\", "\u0301\u0301\u0301",
    ];

    [Theory, MemberData(nameof(Hostile))]
    public void Anything_that_is_typed_is_text_and_gets_an_answer(string typed)
    {
        var answer = Search.Search(new(typed));

        Assert.True(answer.IsReady);
        Assert.NotNull(Search.Suggest(typed, 8));
        Assert.NotNull(answer.Highlights.In(typed));
    }

    [Theory]
    [InlineData("s5735", SuggestionKind.Product, "S5735")]
    [InlineData("S5735-L", SuggestionKind.Product, "S5735-L")]
    [InlineData("华为交", SuggestionKind.Line, "交换机")]
    [InlineData("jiaohuan", SuggestionKind.Line, "交换机")]
    [InlineData("hwjhj", SuggestionKind.Line, "华为交换机")]
    [InlineData("fhq", SuggestionKind.Line, "防火墙")]
    [InlineData("h3c", SuggestionKind.Line, "H3C")]
    [InlineData("RAID", SuggestionKind.Article, "RAID")]
    [InlineData("光模块", SuggestionKind.Article, "光模块")]
    public void A_beginning_is_enough(string typed, SuggestionKind kind, string text)
    {
        var suggestions = Search.Suggest(typed, 8);

        Assert.Contains(suggestions, s => s.Kind == kind && s.Text.Contains(text, StringComparison.Ordinal) && s.Slug.Length > 0);
        Assert.True(suggestions.Count <= 8);
        Assert.Equal(suggestions.OrderBy(s => s.Kind).Select(s => s.Kind), suggestions.Select(s => s.Kind));
    }

    [Theory]
    [InlineData("s5735 l24", "华为 S5735-L24P4S 千兆交换机", "[S5735]-[L24]P4S")]
    [InlineData("h3c 交换机", "华三 S5130S 千兆接入交换机", "[华三] S5130S 千兆接入[交换机]")]
    [InlineData("ei", "being S5130-EI", "being S5130-[EI]")]
    [InlineData("jhj", "千兆交换机", "千兆[交换机]")]
    [InlineData("防火强", "下一代防火墙", "下一代[防火墙]")]
    public void Highlights_are_ranges_of_the_text_as_it_is(string typed, string text, string marked)
    {
        var shown = new StringBuilder(text);
        foreach (var range in Search.Search(new(typed)).Highlights.In(text).Reverse())
            shown.Insert(range.End.Value, ']').Insert(range.Start.Value, '[');

        Assert.Contains(marked, shown.ToString(), StringComparison.Ordinal);
    }

    private List<int> All(SearchRequest request)
    {
        List<int> ids = [];
        for (var page = 1; ; page++)
        {
            var answer = Search.Search(request with { Page = page, Size = SearchRequest.MaxSize });
            ids.AddRange(answer.Hits.Select(h => h.ProductId));
            if (answer.Hits.Count < SearchRequest.MaxSize)
            {
                Assert.Equal(answer.Total, ids.Count);
                Assert.Equal(ids.Count, ids.Distinct().Count());
                return ids;
            }
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Read(string chosen) => chosen.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(c => c.Split('=')).ToDictionary(c => c[0], c => (IReadOnlyList<string>)c[1].Split(','));

    private bool Passes(int id, Dictionary<string, IReadOnlyList<string>> filters, string? except) =>
        filters.All(f => f.Key == except || f.Value.Any(value => Has(id, f.Key, value)));

    private bool Has(int id, string key, string value)
    {
        var product = sample.Products[id];
        var line = sample.Shop.Tree.Find(product.CategoryId)!;
        return key switch
        {
            "vendor" => product.Vendor == value,
            "category" => line.Trail.Any(c => c.Slug == value),
            "stock" => product.Stock.ToString() == value,
            "price" when value == "ask" => product.PriceFen is null,
            "price" => product.PriceFen is { } fen && fen >= (Yuan(value.Split('-')[0]) ?? 0) && fen <= (Yuan(value.Split('-')[1]) ?? long.MaxValue),
            _ => product.Specs.Any(s => s.Name == key["spec.".Length..] && KeyOf(SpecValue.Shortened(s)) == KeyOf(value)),
        };
    }

    private static long? Yuan(string text) => text.Length == 0 ? null : long.Parse(text) * 100;

    /// <summary>Each value is looked up some thousand times.</summary>
    private string KeyOf(string value) => _keys.TryGetValue(value, out var key) ? key : _keys[value] = SpecValue.KeyOf(value);
}
