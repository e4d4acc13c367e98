using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;

namespace BaiguStore.Core.Tests.Search;

/// <summary>Buyers' searches and their expected results: `queries.tsv`.</summary>
[Collection(SampleShopTests.Name)]
public sealed class QueryTableTests(SampleShop sample)
{
    /// <summary>Number of top results that must match.</summary>
    private const int Looked = 10;

    public static IEnumerable<TheoryDataRow<string, string>> Rows => SourceTree.Files("tests/BaiguStore.Core.Tests/Search", "queries.tsv").SelectMany(File.ReadLines)
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).Select(row => new TheoryDataRow<string, string>(row[0], row[1]));

    [Fact]
    public void The_table_is_long_enough_to_mean_something() => Assert.True(Rows.Count() >= 120);

    [Theory, MemberData(nameof(Rows))]
    public void A_buyer_finds_it(string query, string expected)
    {
        var answer = sample.Shop.Search.Search(new(query));
        var found = answer.Hits.Select(h => sample.Products[h.ProductId]).ToList();
        foreach (var expectation in expected.Split("; "))
        {
            var space = expectation.IndexOf(' ', StringComparison.Ordinal);
            var (kind, value) = space < 0 ? (expectation, "") : (expectation[..space], expectation[(space + 1)..]);
            Assert.True(Holds(kind, value, answer, found), $"{expectation}: {answer.Total} found, {string.Join(" / ", found.Take(5).Select(p => p.Sku + " " + p.Name))}; read as {answer.ReadAs}");
        }
    }

    public static IEnumerable<TheoryDataRow<string>> StaffQueries =>
        SourceTree.Files("tests/BaiguStore.Core.Tests/Search", "staff-queries.txt").SelectMany(File.ReadLines).Select(query => new TheoryDataRow<string>(query));

    /// <summary>All products are published here, so the staff's filter must find the same ones.</summary>
    [Theory, MemberData(nameof(StaffQueries))]
    public async Task Staff_find_what_buyers_find(string query)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var db = sample.Shop.Store.Open();

        var ids = await sample.Shop.Finder.FindAsync(db, query, cancel);
        var answer = sample.Shop.Search.Search(new(query, Size: SearchRequest.MaxSize));

        Assert.Equal((answer.Total, false, null), (ids!.Length, answer.IsNearest, answer.ReadAs));
        Assert.Subset(ids.ToHashSet(), answer.Hits.Select(h => h.ProductId).ToHashSet());
    }

    private bool Holds(string kind, string value, SearchAnswer answer, List<SampleShopProduct> found) => kind switch
    {
        "first" => found is [var first, ..] && first.Sku == value,
        "contains" => found.Any(p => p.Sku == value),
        "starts" => All(found, p => Product.KeyOf(p.Sku).StartsWith(Product.KeyOf(value), StringComparison.Ordinal)),
        "named" => All(found, p => p.Name.Contains(value, StringComparison.OrdinalIgnoreCase)),
        "vendor" => All(found, p => p.Vendor == value),
        "spec" => All(found, p => p.Name.Contains(value, StringComparison.Ordinal) || p.Specs.Any(s => s.Name.Contains(value, StringComparison.Ordinal) || s.Value.Contains(value, StringComparison.Ordinal))),
        "category" => answer.Lines.Any(line => line.Slug == value),
        "article" => answer.ArticleIds.Any(id => sample.Articles[id] == value),
        "readas" => answer.ReadAs == value,
        "absent" => answer.Absent.Contains(value),
        "nearest" => answer.IsNearest,
        "exact" => !answer.IsNearest && answer.Total > 0 && answer.ReadAs is null,
        "never" => found.All(p => !p.Sku.StartsWith(value, StringComparison.Ordinal)),
        "none" => answer.Total == 0 && found.Count == 0,
        _ => throw new ArgumentException($"The table has no expectation '{kind}'."),
    };

    private static bool All(List<SampleShopProduct> found, Func<SampleShopProduct, bool> holds) => found.Count > 0 && found.Take(Looked).All(holds);
}
