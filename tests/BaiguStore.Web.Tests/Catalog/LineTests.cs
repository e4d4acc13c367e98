using System.Net.Http.Json;
using BaiguStore.Web.Controllers.Api;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class LineTests(SampleStore store)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_api_names_every_line_with_its_exact_count_in_the_order_of_the_source_page()
    {
        var vendors = await VendorsAsync();
        var position = SourceLines.All.Select((l, i) => (l.Name, i)).GroupBy(l => l.Name).ToDictionary(g => g.Key, g => g.First().i);

        foreach (var vendor in vendors)
        {
            var here = vendor.Children.Select(c => c.Name).ToList();
            var counted = SourceLines.All.Where(l => here.Contains(l.Name)).ToList();
            Assert.Equal(counted, vendor.Children.Select(c => (c.Name, c.Count)));
        }
        Assert.Equal(vendors.OrderBy(v => v.Children.Min(c => position[c.Name])).Select(v => v.Name), vendors.Select(v => v.Name));
        Assert.Equal(SourceLines.All.Order(), vendors.SelectMany(v => v.Children).Select(c => (c.Name, c.Count)).Order());
        Assert.Equal(55, vendors.Sum(v => v.Children.Count));
    }

    [Fact]
    public async Task Totals_add_up_to_50983()
    {
        var vendors = await VendorsAsync();

        Assert.All(vendors, v => Assert.Equal(v.Count + v.Children.Sum(c => c.Total), v.Total));
        Assert.All(vendors.SelectMany(v => v.Children), l => Assert.Equal(l.Count, l.Total));
        Assert.All(vendors, v => Assert.Equal(0, v.Count));
        Assert.Equal(50_983, vendors.Sum(v => v.Total));
    }

    [Fact]
    public async Task The_line_that_the_source_page_names_twice_is_there_twice_with_an_address_each()
    {
        var twins = (await VendorsAsync()).SelectMany(v => v.Children).Where(c => c.Name == "山东IBM存储总代理").ToList();

        Assert.Equal(2, twins.Count);
        Assert.NotEqual(twins[0].Slug, twins[1].Slug);
    }

    [Fact]
    public async Task Every_line_and_every_vendor_has_a_page_that_shows_its_name_and_count()
    {
        using var visitor = store.App.Visitor();

        foreach (var category in store.App.Tree.All)
        {
            var page = await visitor.PageAsync($"/c/{category.Slug}");
            Assert.Equal($"{category.Name} ({category.Total})", page.Text("h1"));
            Assert.Equal(category.Total > 0, page.QuerySelector(".product-table") is not null);
        }
    }

    [Fact]
    public async Task A_vendors_page_lists_its_lines_in_order_with_their_counts()
    {
        using var visitor = store.App.Visitor();

        var page = await visitor.PageAsync("/c/huawei");

        var shown = page.QuerySelectorAll(".with-side__main .line-list li").Select(l => $"{l.Text("a")} {l.Text(".count")}");
        Assert.Equal(store.App.Tree.Find("huawei")!.Children.Select(c => $"{c.Name} ({c.Count})"), shown);
    }

    [Fact]
    public async Task A_line_with_a_salesperson_shows_the_name()
    {
        using var visitor = store.App.Visitor();
        var owned = store.App.Tree.All.Where(c => c.Name.Contains('-', StringComparison.Ordinal)).ToList();

        Assert.Equal(12, owned.Count);
        foreach (var line in owned)
        {
            var page = await visitor.PageAsync($"/c/{line.Slug}");
            Assert.Equal(line.Name.Split('-')[1], page.Text(".salesperson-card__name bdi"));
        }
    }

    [Fact]
    public async Task An_empty_line_says_so_and_names_whom_to_ask_and_its_neighbours()
    {
        using var visitor = store.App.Visitor();

        foreach (var line in store.App.Tree.All.Where(c => c is { IsLeaf: true, Total: 0 }))
        {
            var page = await visitor.PageAsync($"/c/{line.Slug}");
            var said = page.Text(".empty-line");
            Assert.Contains("这条产品线暂时没有上架的产品", said, StringComparison.Ordinal);
            Assert.Contains(line.Salesperson?.Name ?? page.Text(".salesperson-card__phone"), said, StringComparison.Ordinal);
            var neighbours = page.QuerySelectorAll(".empty-line .line-list a").Select(a => a.GetAttribute("href"));
            Assert.Equal(line.Parent!.Children.Where(c => c.Total > 0).Select(c => $"/c/{c.Slug}"), neighbours);
            Assert.NotEmpty(page.Text(".salesperson-card__phone"));
        }
    }

    private async Task<IReadOnlyList<CategoryJson>> VendorsAsync()
    {
        using var visitor = store.App.Visitor();
        return (await visitor.GetFromJsonAsync<List<CategoryJson>>("/api/v1/categories", Cancel))!;
    }
}
