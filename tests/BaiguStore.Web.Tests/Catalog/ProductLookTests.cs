using System.Net;

namespace BaiguStore.Web.Tests.Catalog;

public sealed class ProductLookTests
{
    [Fact]
    public async Task A_quick_look_shows_what_the_products_page_shows_at_its_top_in_one_query()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-5130S");
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/p/ls-5130s/look");
        using var again = await visitor.AnswerAsync("/p/ls-5130s/look");
        var (look, page) = (await answer.DocumentAsync(), await visitor.PageAsync("/p/ls-5130s"));

        Assert.Equal((1, 0), (answer.Queries(), again.Queries()));
        Assert.NotNull(again.Headers.Age);
        foreach (var part in (string[])[".product__sku", ".key-specs", ".product__price", "inquiry-add", ".salesperson-card"])
        {
            Assert.NotEmpty(look.Text(part));
            Assert.Equal(page.Text(part), look.Text(part));
        }
        Assert.Equal(page.Text("h1"), look.Text("h1"));
        Assert.Equal("/p/ls-5130s", look.QuerySelector("h1 a")!.GetAttribute("href"));
        Assert.Equal("noindex", look.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Null(look.QuerySelector(".site-header"));
    }

    [Fact]
    public async Task It_is_there_where_the_page_is()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-5130S");
        await app.AddProductAsync("h3c-switch", "DRAFT-1", published: false);
        await app.ChangeAsync(db =>
        {
            db.Products.Single(p => p.Sku == "LS-5130S").Slug = "new-name";
            return Task.CompletedTask;
        });
        using var visitor = app.Visitor();

        using var moved = await visitor.AnswerAsync("/p/ls-5130s/look");

        Assert.Equal((HttpStatusCode.MovedPermanently, "/p/new-name/look"), (moved.StatusCode, moved.Headers.Location!.OriginalString));
        await visitor.PageAsync("/p/draft-1/look", HttpStatusCode.NotFound);
        await visitor.PageAsync("/p/nothing/look", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_have_a_button_for_it_in_each_row_that_waits_for_its_script()
    {
        await using var app = await StoreApp.WithPageAsync();
        foreach (var sku in (string[])["LS-1", "LS-2", "LS-3"])
            await app.AddProductAsync("h3c-switch", sku);
        await app.IndexAsync();
        using var visitor = app.Visitor();

        foreach (var url in (string[])["/c/h3c-switch", "/search?q=LS-"])
        {
            var page = await visitor.PageAsync(url);
            var list = page.GetElementById(page.QuerySelector("quick-look")!.GetAttribute("for")!)!;
            Assert.Equal(3, list.QuerySelectorAll("tbody tr .quick-look__open[hidden]").Length);
        }
        Assert.Empty((await visitor.PageAsync("/p/ls-1")).QuerySelectorAll(".quick-look__open, quick-look"));
    }
}
