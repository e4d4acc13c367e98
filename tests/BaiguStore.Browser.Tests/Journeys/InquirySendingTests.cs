using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>From a list in a buyer's e-mail to a quotation on their disk, in a separate store, because it uses the only setup link.</summary>
public sealed class InquirySendingTests(Street street)
{
    private const int Lines = 200;

    [Fact]
    public async Task A_list_of_two_hundred_lines_is_pasted_chosen_sent_answered_and_downloaded()
    {
        await using var store = await StoreProcess.StartAsync();
        var address = store.Address.ToString().TrimEnd('/');
        var (skus, near) = await PartNumbersAsync(store.Address);
        List<string> findings = [];
        await using var buyer = await street.VisitorAsync(new(1280, Still: true));

        await buyer.GoAsync(address + "/inquiry");
        await buyer.Find("#Paste").FillAsync("型号\t数量\n" + string.Join('\n', skus.Select((sku, n) => $"{sku.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)}\t{n % 9 + 1}台")) + $"\n{near}\t2\n");
        await buyer.Find(".inquiry-form__read").ClickAsync();
        await Expect(buyer.Find(".inquiry-table__line")).ToHaveCountAsync(Lines);
        await Expect(buyer.Find(".inquiry-basket__count")).ToHaveTextAsync($"{Lines}");
        await Expect(buyer.Find(".inquiry-sheet__other")).ToBeHiddenAsync();
        var choice = buyer.Find(".inquiry-table__pick");
        await Expect(choice).ToHaveValueAsync(""); // nobody chooses for the buyer
        var chosen = await choice.Locator("option").Nth(1).GetAttributeAsync("value");
        await choice.SelectOptionAsync(chosen!);
        findings.Add(await AccessibilityTests.FindingsAsync(buyer));
        await ExpectNoOverflowAsync(buyer);

        // A closed window loses nothing: the list is the browser's own, and so is what was typed beside it.
        await FillAsync(buyer, ("Name", "王工"), ("Company", "泉城数据中心"), ("Phone", "138 1234 5678"), ("Email", "wang@example.com"), ("Message", "年底前到货"));
        await buyer.GoAsync(address + "/about");
        await buyer.Find(".inquiry-basket a").ClickAsync();
        await Expect(buyer.Find(".inquiry-table__line")).ToHaveCountAsync(Lines);
        await Expect(buyer.Find("#Message")).ToHaveValueAsync("年底前到货");
        await buyer.Find(".inquiry-table__pick").SelectOptionAsync(chosen!);

        await buyer.Find(".inquiry-contact__send .button").DblClickAsync();
        await Expect(buyer.Find(".inquiry-sent__thanks")).ToBeVisibleAsync();
        await Expect(buyer.Find(".inquiry-basket__count")).ToHaveTextAsync("");
        await Expect(buyer.Find(".sent-inquiry__line")).ToHaveCountAsync(Lines);
        var place = buyer.Page.Url;
        Assert.Null(await buyer.Page.EvaluateAsync<string?>("() => localStorage.getItem('inquiry-draft')"));
        findings.Add(await AccessibilityTests.FindingsAsync(buyer));
        await ExpectNoOverflowAsync(buyer);

        await AnswerAsync(store, address, chosen!, findings);

        await buyer.GoAsync(place);
        await Expect(buyer.Find(".sent-inquiry__answer").First).ToContainTextAsync("价格含税含运费");
        await Expect(buyer.Find(".sent-inquiry__line").Filter(new() { HasText = chosen! }).First).ToContainTextAsync("¥1,234.50");
        findings.Add(await AccessibilityTests.FindingsAsync(buyer));
        await ExpectNoOverflowAsync(buyer);
        var saving = buyer.Page.WaitForDownloadAsync();
        await buyer.Find(".sent-inquiry__ways .button").ClickAsync();
        var saved = await saving;
        Assert.Matches("^X[0-9]{6}-[0-9]{4}\\.xlsx$", saved.SuggestedFilename);
        await using var file = await saved.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(bytes);
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = await sheet.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains(chosen!, xml, StringComparison.Ordinal);
        Assert.Contains("<v>1234.5</v>", xml, StringComparison.Ordinal);

        findings.RemoveAll(f => f.Length == 0);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.DoesNotContain(buyer.Complaints, c => !(c.Contains("/inquiry ", StringComparison.Ordinal) && c.Contains("ERR_ABORTED", StringComparison.Ordinal))); // the second click aborts the first request
    }

    /// <summary>The owner, who sees all of Sales: prices one line, writes a text, sends.</summary>
    private async Task AnswerAsync(StoreProcess store, string address, string chosen, List<string> findings)
    {
        await using var seller = await street.VisitorAsync(new(1280, Still: true));
        await seller.GoAsync(address + await store.InvitationAsync);
        await FillAsync(seller, ("Email", "owner@baigu.example"), ("Name", "王店主"), ("Password", "correct horse battery"));
        await seller.Page.Keyboard.PressAsync("Enter");
        await Expect(seller.Find(".admin-header__member")).ToHaveTextAsync("王店主");
        await Expect(seller.Find(".waits")).ToContainTextAsync("新询价");
        findings.Add(await AccessibilityTests.FindingsAsync(seller));

        await seller.GoAsync(address + "/admin/inquiries?whose=all&text=" + Uri.EscapeDataString(chosen));
        findings.Add(await AccessibilityTests.FindingsAsync(seller));
        await ExpectNoOverflowAsync(seller);
        await seller.Find(".inquiry-card a").First.ClickAsync();
        await seller.Find("tr").Filter(new() { Has = seller.Page.Locator(".sku", new() { HasTextString = chosen }) }).First.Locator(".inquiry-answer__price").FillAsync("1234.5");
        await seller.Find("#Answer").FillAsync("价格含税含运费");
        findings.Add(await AccessibilityTests.FindingsAsync(seller));
        await ExpectNoOverflowAsync(seller);
        await seller.Find("[name='Then'][value='Preview']").ClickAsync();
        await Expect(seller.Find(".quote-preview tfoot strong")).ToHaveTextAsync(new Regex(@"\d"));
        findings.Add(await AccessibilityTests.FindingsAsync(seller));
        await ExpectNoOverflowAsync(seller);
        if (await seller.Find("[name='Confirmed']").CountAsync() > 0) // depends on the samples' list prices
            await seller.Find("[name='Confirmed']").CheckAsync();
        await seller.Find("[name='Then'][value='Send']").ClickAsync();
        await Expect(seller.Find(".notice")).ToContainTextAsync("已发给客户");
        await Expect(seller.Find(".inquiry-answer__steps > li")).ToHaveCountAsync(1);
        Assert.Empty(seller.Complaints);
    }

    /// <summary>A page of part numbers of one category, and a prefix that several share.</summary>
    private static async Task<(List<string> Skus, string Near)> PartNumbersAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while ((await client.GetAsync("/api/v1/search?q=S5735")).StatusCode == HttpStatusCode.ServiceUnavailable)
            await Task.Delay(500, TestContext.Current.CancellationToken); // the index is being built
        List<string> skus = [];
        for (var page = 1; page <= 3; page++)
            skus.AddRange((await client.GetFromJsonAsync<Found>($"/api/v1/products?category=huawei-server-panxue&size=100&page={page}", TestContext.Current.CancellationToken))!.Items.Select(p => p.Sku));
        return ([.. skus.Take(Lines - 1)], skus[^1][..^2]);
    }

    private static async Task FillAsync(Visitor visitor, params (string Field, string Value)[] typed)
    {
        foreach (var (field, value) in typed)
            await visitor.Find($"#{field}").FillAsync(value);
    }

    private static async Task ExpectNoOverflowAsync(Visitor visitor)
    {
        var size = visitor.Page.ViewportSize!;
        await visitor.ResizeAsync(390, 844);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), visitor.Place);
        await visitor.ResizeAsync(size.Width, size.Height);
    }

    private sealed record Found(List<Product> Items);

    private sealed record Product(string Sku);
}
