using System.Globalization;
using System.Text.Json;
using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>Staff edit products, in a separate store: their changes would disturb other tests.</summary>
public sealed class ProductEditingTests(Street street)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staff_add_a_product_two_edit_it_at_once_and_many_are_changed_and_undone()
    {
        await using var store = await StoreProcess.StartAsync();
        var address = store.Address.ToString().TrimEnd('/');
        await using var first = await street.VisitorAsync(new(1280, Still: true));
        await using var second = await street.VisitorAsync(new(1280, Still: true));
        await ComeInAsync(first, address + await store.InvitationAsync, ("Email", "owner@baigu.example"), ("Name", "王店主"), ("Password", "correct horse battery"));
        await ComeInAsync(second, address + "/account/signin", ("Email", "owner@baigu.example"), ("Password", "correct horse battery"));
        List<string> findings = [];

        await AddAsync(first, address, findings);
        await EditTogetherAsync(first, second, address, findings);
        await EditInTheListAsync(first, address, findings);
        await ChangeManyAsync(first, store.Address, findings);

        foreach (var room in (string[])["/admin/products", "/admin/products/new", "/admin/products/bulk", "/admin/history", "/admin/history/audit", "/admin/history/product/1", "/admin/history/product/1/0"])
        {
            await first.GoAsync(address + room);
            findings.Add(await AccessibilityTests.FindingsAsync(first));
        }
        findings.RemoveAll(f => f.Length == 0);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.DoesNotContain(first.Complaints, c => !c.Contains("400", StringComparison.Ordinal)); // an invalid price
        Assert.DoesNotContain(second.Complaints, c => !c.Contains("409", StringComparison.Ordinal));
    }

    /// <summary>With specs typed in rows; visible and counted at once.</summary>
    private static async Task AddAsync(Visitor editor, string address, List<string> findings)
    {
        await editor.GoAsync(address + "/c/huawei-switch");
        var before = await editor.Find("h1 + *, .page-head").First.InnerTextAsync();
        await editor.GoAsync(address + "/admin/products/new");
        await FillAsync(editor, ("Sku", "TEST-24X"), ("Name", "华为 TEST-24X 交换机"), ("ListPrice", "4,280"), ("Description", "## 特点\n\n安静。"));
        await editor.Find("#VendorId").SelectOptionAsync(new SelectOptionValue { Label = "华为" });
        await editor.Find("#CategoryId").SelectOptionAsync(new SelectOptionValue { Value = await editor.Find("#CategoryId option").EvaluateAllAsync<string>("(all) => all.find((o) => o.text.includes('华为交换机')).value") });
        await editor.Find(".spec-rows__name").First.FillAsync("下行端口");
        await editor.Find(".spec-rows__value").First.FillAsync("24");
        await editor.Page.Keyboard.PressAsync("Enter");
        await editor.Page.Keyboard.TypeAsync("交换容量");
        await editor.Find(".spec-rows__value").Nth(1).FillAsync("336");
        await editor.Find(".spec-rows__unit").Nth(1).FillAsync("Gbps");
        await Expect(editor.Find(".markdown-preview__result h2")).ToHaveTextAsync("特点");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "保存并发布" }).ClickAsync();
        await Expect(editor.Find(".notice")).ToContainTextAsync("TEST-24X");
        await Expect(editor.Find("#Specs")).ToHaveValueAsync("下行端口: 24\n交换容量: 336 [Gbps]");

        await editor.GoAsync(address + "/p/test-24x");
        await Expect(editor.Find("h1")).ToContainTextAsync("TEST-24X");
        await editor.GoAsync(address + "/c/huawei-switch");
        Assert.NotEqual(before, await editor.Find("h1 + *, .page-head").First.InnerTextAsync());
    }

    /// <summary>The second save conflicts with the first; nothing is lost. The draft also survives closing the window.</summary>
    private static async Task EditTogetherAsync(Visitor first, Visitor second, string address, List<string> findings)
    {
        await first.GoAsync(address + "/admin/products?q=TEST-24X");
        await first.Find(".product-rows .sku").First.ClickAsync();
        var place = first.Page.Url;
        await second.GoAsync(place);
        await FillAsync(second, ("Name", "第二人的名称"), ("Summary", "第二人的描述。"));
        await FillAsync(first, ("Name", "第一人的名称"), ("ListPrice", "4380"));
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(first.Find(".notice")).ToBeVisibleAsync();

        await second.Page.WaitForTimeoutAsync(600); // until the draft is stored
        await second.GoAsync(address + "/admin/products");
        await second.GoAsync(place);
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "找回来" }).ClickAsync();
        await Expect(second.Find("#Name")).ToHaveValueAsync("第二人的名称");
        findings.Add(await AccessibilityTests.FindingsAsync(second));
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(second.Find(".conflict__field")).ToHaveCountAsync(3);
        findings.Add(await AccessibilityTests.FindingsAsync(second));
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "按所选内容保存" }).ClickAsync();

        await Expect(second.Find(".notice")).ToBeVisibleAsync();
        await Expect(second.Find("#Name")).ToHaveValueAsync("第二人的名称");
        await Expect(second.Find("#Summary")).ToHaveValueAsync("第二人的描述。");
        await Expect(second.Find("#ListPrice")).ToHaveValueAsync("4380");
        await Expect(second.Find(".kept-draft__offer")).ToHaveCountAsync(0);
        await Expect(second.Find(".history-list > li")).ToHaveCountAsync(3);
        findings.Add(await AccessibilityTests.FindingsAsync(second));
    }

    /// <summary>By keyboard only: Enter saves and moves on, Esc discards.</summary>
    private static async Task EditInTheListAsync(Visitor editor, string address, List<string> findings)
    {
        await editor.GoAsync(address + "/admin/products?sort=Sku");
        var (first, second) = (editor.Find(".product-rows__price").Nth(0), editor.Find(".product-rows__price").Nth(1));
        var before = await second.InputValueAsync();
        var near = decimal.Parse(await first.InputValueAsync(), CultureInfo.InvariantCulture) + 0.5m;
        await first.FillAsync(near.ToString("N1", CultureInfo.InvariantCulture));
        await first.PressAsync("Enter");
        await Expect(second).ToBeFocusedAsync();
        var saved = near.ToString("0.00", CultureInfo.InvariantCulture);
        await Expect(first).ToHaveValueAsync(saved);
        await second.FillAsync("9");
        await second.PressAsync("Escape");
        await Expect(second).ToHaveValueAsync(before);
        await second.PressAsync("ArrowUp");
        await Expect(first).ToBeFocusedAsync();
        await first.FillAsync("no price");
        await first.PressAsync("Enter");
        await Expect(editor.Find(".product-rows__said")).ToContainTextAsync("价格");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.ReloadAsync();
        await Expect(editor.Find(".product-rows__price").First).ToHaveValueAsync(saved);
    }

    /// <summary>All products of the largest line, which the source page names with its number.</summary>
    private static async Task ChangeManyAsync(Visitor editor, Uri address, List<string> findings)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var tree = JsonDocument.Parse(await client.GetStringAsync("/api/v1/categories", Cancel));
        var line = All(tree.RootElement).Single(c => c.GetProperty("count").GetInt32() == 13_292).GetProperty("id").GetInt32();
        await editor.GoAsync(new Uri(address, $"/admin/products?category={line}&state=Published&sort=Sku").ToString());
        var before = await editor.Find(".product-rows__price").EvaluateAllAsync<string[]>("(all) => all.map((i) => i.value)");
        await editor.Find("[name=All]").CheckAsync();
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "预览修改" }).ClickAsync();
        await editor.Find("#Percent").FillAsync("5");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "预览修改" }).ClickAsync();
        await Expect(editor.Find("main .facts dd").First).ToHaveTextAsync("13,292 件");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Find("main form button[type=submit]").ClickAsync();
        await Expect(editor.Find(".undo-bar")).ToBeVisibleAsync();
        Assert.NotEqual(before, await editor.Find(".product-rows__price").EvaluateAllAsync<string[]>("(all) => all.map((i) => i.value)"));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Find(".undo-bar button").ClickAsync();
        await Expect(editor.Find(".notice")).ToContainTextAsync("已撤销");
        await editor.GoAsync(new Uri(address, $"/admin/products?category={line}&state=Published&sort=Sku").ToString());
        Assert.Equal(before, await editor.Find(".product-rows__price").EvaluateAllAsync<string[]>("(all) => all.map((i) => i.value)"));

        static IEnumerable<JsonElement> All(JsonElement places) => places.EnumerateArray().SelectMany(p => All(p.GetProperty("children")).Prepend(p));
    }

    private static async Task ComeInAsync(Visitor member, string place, params (string Field, string Value)[] fields)
    {
        await member.GoAsync(place);
        await FillAsync(member, fields);
        await member.Find("main form .button[type=submit]").First.ClickAsync();
        await Expect(member.Find(".admin-header__member")).ToHaveTextAsync("王店主");
    }

    private static async Task FillAsync(Visitor member, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
            await member.Find($"#{field}").FillAsync(value);
    }
}
