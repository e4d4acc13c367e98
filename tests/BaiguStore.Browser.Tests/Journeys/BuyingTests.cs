using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

public sealed partial class BuyingTests(Street street)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_buyer_goes_from_home_by_a_line_and_its_second_page_to_a_product(bool byPhone)
    {
        await using var visitor = await street.VisitorAsync(byPhone ? Visit.ByPhone : new());
        var line = street.Addresses["big line"];

        await visitor.GoAsync("/");
        await visitor.ChooseAsync(visitor.Find($"main a[href='{line}']"));
        await Expect(visitor.Page).ToHaveURLAsync(new Regex(Regex.Escape(line) + "$"));
        var first = await visitor.Find(".product-table tbody a").First.GetAttributeAsync("href");
        await visitor.ChooseAsync(visitor.Find(".pager a[rel='next']"));
        await Expect(visitor.Page).ToHaveURLAsync(SecondPage());
        await Expect(visitor.Find(".pager [aria-current='page']")).ToHaveTextAsync("2");

        var link = visitor.Find(".product-table tbody a[href^='/p/']").First;
        var (name, product) = (await link.InnerTextAsync(), await link.GetAttributeAsync("href"));
        Assert.NotEqual(first, product);
        await visitor.ChooseAsync(link);

        await Expect(visitor.Find("h1")).ToContainTextAsync(name);
        Assert.Equal(product, visitor.Place);
        foreach (var section in new[] { "#summary", "#specs", "#description" })
            await Expect(visitor.Find(section)).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_part_number_typed_into_the_header_leads_to_its_product()
    {
        await using var visitor = await street.VisitorAsync();

        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.Find("header input[name='q']").FillAsync(street.Addresses.ProductSku.ToLowerInvariant());
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.ChooseAsync(visitor.Find($"main a[href='{street.Addresses["product"]}']").First);

        await Expect(visitor.Find("h1")).ToBeVisibleAsync();
        Assert.Equal(street.Addresses["product"], visitor.Place);
        await Expect(visitor.Find("main .sku").First).ToHaveTextAsync(street.Addresses.ProductSku);
    }

    [GeneratedRegex(@"\?page=2$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecondPage();
}
