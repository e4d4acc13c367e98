using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Search;

/// <summary>Searches in a small store, in `absent.tsv`: exact hits, similar products, and part numbers reported as missing.</summary>
public sealed class AbsentPartTests(AbsentPartTests.SmallShop shop) : IClassFixture<AbsentPartTests.SmallShop>
{
    private static string[][] Table { get; } = [.. SourceTree.Files("tests/BaiguStore.Core.Tests/Search", "absent.tsv").SelectMany(File.ReadLines)
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];

    public static IEnumerable<TheoryDataRow<string, string, string>> Queries => Table.Where(row => row[0] == "query").Select(row => new TheoryDataRow<string, string, string>(row[1], row[2], row[3]));

    [Theory, MemberData(nameof(Queries))]
    public void What_is_absent_is_said_and_what_is_near_stands_apart(string query, string expected, string absent)
    {
        var answer = shop.Shop.Search.Search(new(query));

        Assert.Equal(expected, string.Join(' ', answer.Hits.Select(h => shop.Skus[h.ProductId]).Prepend(answer.IsNearest ? "~" : "-")));
        Assert.Equal(absent, string.Join('、', answer.Absent));
        Assert.Null(answer.ReadAs);
    }

    [Fact]
    public void A_number_is_not_marked_within_another()
    {
        var marks = shop.Shop.Search.Search(new("2 Gbps")).Highlights;

        Assert.Empty(marks.In("1.2 Gbps"));
        Assert.Equal([0..6], marks.In("2 Gbps"));
    }

    public sealed class SmallShop : IAsyncLifetime
    {
        internal SearchShop Shop { get; private set; } = null!;

        internal Dictionary<int, string> Skus { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Shop = await SearchShop.CreateAsync(DatabaseProvider.Sqlite);
            await using var db = Shop.Store.Open();
            var line = await Make.LineAsync(db);
            foreach (var row in Table.Where(row => row[0] == "product"))
            {
                var product = Make.Product(line, row[1]);
                (product.Name, product.Slug) = (row[2], $"p-{Array.IndexOf(Table, row)}");
                product.Specs = [.. row[3].Split("; ").Select(spec => spec.Split('=')).Select(spec => new Spec(spec[0], spec[1]))];
                product.Describe("常用42U机柜，替代旧型号。");
                db.Products.Add(product);
            }
            await db.SaveChangesAsync();
            Skus = await db.Products.ToDictionaryAsync(p => p.Id, p => p.Sku);
            await Shop.CatchUpAsync();
        }

        public ValueTask DisposeAsync() => Shop.DisposeAsync();
    }
}
