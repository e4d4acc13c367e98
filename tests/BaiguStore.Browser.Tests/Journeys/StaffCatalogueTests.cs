using System.Globalization;
using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>An editor uses the keyboard: reorders the tree, writes an article, schedules and publishes it.</summary>
public sealed class StaffCatalogueTests(Street street) : IAsyncLifetime
{
    private const string Email = "editor@baigu.example", Password = "correct horse battery";

    /// <summary>A separate store, because this test changes the tree.</summary>
    private StoreProcess? _store;

    private Uri Store => _store!.Address;

    public async ValueTask InitializeAsync() => _store = await StoreProcess.StartAsync(StoreProcess.WithoutProducts);

    public ValueTask DisposeAsync() => _store!.DisposeAsync();

    [Fact]
    public async Task An_editor_moves_and_merges_categories_by_keyboard()
    {
        await using var editor = await SignedInAsync();
        List<string> findings = [];
        await AddPlaceAsync(editor, "甲");
        await AddPlaceAsync(editor, "乙");
        var (first, second) = (await IdAsync(editor, "甲"), await IdAsync(editor, "乙"));

        await editor.GoAsync(At("/admin/categories"));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Find($"#handle-{second}").FocusAsync();
        await editor.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(editor.Find(".tree-editor__said")).ToContainTextAsync("已上移");
        Assert.True(await IsBeforeAsync(editor, second, first));
        await Expect(editor.Find($"#handle-{second}")).ToBeFocusedAsync();
        await editor.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(editor.Find(".tree-editor__said")).ToContainTextAsync("已下移");
        await editor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(editor.Find($".tree-editor__item[data-id='{first}'] #c-{second}")).ToBeVisibleAsync();
        await editor.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(editor.Find($".tree-editor__item[data-id='{first}'] #c-{second}")).ToHaveCountAsync(0);

        await PickUpAndPutBackAsync(editor, second);
        await editor.Find($"#handle-{second}").DragToAsync(editor.Find($"#name-{first}"));
        await Expect(editor.Find($".tree-editor__item[data-id='{first}'] #c-{second}")).ToBeVisibleAsync();

        await editor.GoAsync(At($"/admin/categories/{second}/parent"));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.GetByLabel("上级分类").SelectOptionAsync([""]);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "移动", Exact = true }).PressAsync("Enter");
        await Expect(editor.Find(".notice")).ToContainTextAsync("已移到");

        await editor.GoAsync(At($"/admin/categories/{second}/merger"));
        await editor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "查找分类" }).FillAsync("甲");
        Assert.Equal([first], await editor.Find("#into option").EvaluateAllAsync<string[]>("(options) => options.map((o) => o.value)"));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.Keyboard.PressAsync("Enter"); // takes the option without submitting
        await Expect(editor.Find("#into")).ToHaveValueAsync(first);
        await Expect(editor.Find("#into")).ToBeFocusedAsync();
        Assert.True(await editor.Find("#into option").CountAsync() > 10);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "下一步" }).PressAsync("Enter");
        await Expect(editor.Find(".confirm-form li").First).ToContainTextAsync("0 个商品");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Find(".confirm-form .button--danger").PressAsync("Enter");
        await Expect(editor.Find(".notice")).ToContainTextAsync("已合并到");
        await Expect(editor.Find($"#c-{second}")).ToHaveCountAsync(0);
        await DatesStandInOneLineAsync(editor);
        await editor.GoAsync(At($"/admin/categories/{first}/edit"));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));

        Assert.Equal("", string.Join('\n', findings.Where(f => f.Length > 0)));
        Assert.Empty(editor.Complaints);
    }

    /// <summary>On a phone these tables fit the viewport, too.</summary>
    private async Task DatesStandInOneLineAsync(Visitor editor)
    {
        foreach (var path in (string[])["/admin/history", "/admin/products/bulk", "/admin"])
        {
            await editor.GoAsync(At(path));
            foreach (var width in (int[])[390, 1280])
            {
                await editor.ResizeAsync(width);
                Assert.NotEqual(0, await editor.Find("main time").CountAsync());
                Assert.Empty(await editor.Find("main time").EvaluateAllAsync<string[]>("(times) => times.filter((t) => t.getClientRects().length > 1).map((t) => t.textContent)"));
                Assert.Empty(await editor.Find(".admin-table--cards td").EvaluateAllAsync<string[]>("(cells) => cells.filter((c) => c.getBoundingClientRect().right > innerWidth + 1).map((c) => c.textContent)"));
            }
        }
        await editor.ResizeAsync(1280);
    }

    /// <summary>Messages do not cause layout shifts.</summary>
    private static async Task PickUpAndPutBackAsync(Visitor editor, string id)
    {
        var handle = editor.Find($"#handle-{id}");
        var before = await handle.EvaluateAsync<double>("(h) => h.getBoundingClientRect().top");
        await handle.HoverAsync();
        await editor.Page.Mouse.DownAsync();
        await Expect(editor.Find(".tree-editor__said")).ToContainTextAsync("已拿起");
        Assert.Equal(before, await handle.EvaluateAsync<double>("(h) => h.getBoundingClientRect().top"));
        await editor.Page.Keyboard.PressAsync("Escape");
        await editor.Page.Mouse.UpAsync();
        await Expect(editor.Find(".tree-editor__said")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task An_editor_writes_plans_and_publishes_an_article()
    {
        await using var editor = await SignedInAsync();
        List<string> findings = [];

        await editor.GoAsync(At("/admin/articles/new"));
        await editor.Find("#Title").FillAsync("键盘写的文章");
        await editor.Find("#Body").FillAsync("");
        await editor.Find(".markdown-toolbar [value=heading]").ClickAsync();
        await editor.Page.Keyboard.TypeAsync("第一节");
        await Expect(editor.Find("#Body")).ToHaveValueAsync("## 第一节\n\n");
        await editor.Page.Keyboard.PressAsync("Control+End");
        await editor.Page.Keyboard.PressAsync("Control+b");
        await editor.Page.Keyboard.TypeAsync("着重");
        await Expect(editor.Find("#Body")).ToHaveValueAsync("## 第一节\n\n**着重**");
        await Expect(editor.Find(".article-editor__draft .prose h2")).ToHaveTextAsync("第一节");
        await Expect(editor.Find(".article-editor__draft .prose strong")).ToHaveTextAsync("着重");
        await editor.Find("#PublishFrom").FillAsync(DateTimeOffset.UtcNow.AddHours(8 + 30).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(editor.Find("h1 .badge")).ToHaveTextAsync("定时");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));

        await using (var reader = await street.VisitorAsync())
        {
            await reader.GoAsync((await editor.Find(".article-editor__link").GetAttributeAsync("href"))!);
            await Expect(reader.Find("h1")).ToHaveTextAsync("键盘写的文章");
            findings.Add(await AccessibilityTests.FindingsAsync(reader));
        }
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "立即发布" }).ClickAsync();
        await Expect(editor.Find("h1 .badge")).ToHaveTextAsync("已发布");
        await editor.Find(".admin-toolbar a").First.ClickAsync();
        await Expect(editor.Find(".prose h2")).ToHaveTextAsync("第一节");
        await editor.GoAsync(At("/admin/articles"));
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.GoAsync(At("/admin/articles?q=" + Uri.EscapeDataString("键盘写的文章")));
        await editor.Find("tbody th a").ClickAsync();
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "移到回收站" }).ClickAsync(); // other tests count the articles
        await Expect(editor.Find("h1 .badge")).ToHaveTextAsync("回收站");

        Assert.Equal("", string.Join('\n', findings.Where(f => f.Length > 0)));
        Assert.Empty(editor.Complaints);
    }

    private async Task<Visitor> SignedInAsync()
    {
        var editor = await street.VisitorAsync(new(1440, Still: true));
        await editor.GoAsync(At(await _store!.InvitationAsync));
        await editor.Find("#Email").FillAsync(Email);
        await editor.Find("#Name").FillAsync("李编辑");
        await editor.Find("#Password").FillAsync(Password);
        await editor.Find("main form .button[type=submit]").First.ClickAsync();
        await Expect(editor.Find(".admin-header__member")).ToBeVisibleAsync();
        return editor;
    }

    private async Task AddPlaceAsync(Visitor editor, string name)
    {
        await editor.GoAsync(At("/admin/categories/new"));
        await editor.Find("#Name").FillAsync(name);
        await editor.Page.Keyboard.PressAsync("Enter");
        await Expect(editor.Find(".notice")).ToContainTextAsync("已添加");
    }

    private static async Task<string> IdAsync(Visitor editor, string name) =>
        (await editor.Page.Locator(".tree-editor__item", new() { Has = editor.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) }).First.GetAttributeAsync("data-id"))!;

    private string At(string path) => new Uri(Store, path).ToString();

    private static Task<bool> IsBeforeAsync(Visitor editor, string one, string other) => editor.Page.EvaluateAsync<bool>(
        "([one, other]) => Boolean(document.getElementById(`c-${one}`).compareDocumentPosition(document.getElementById(`c-${other}`)) & Node.DOCUMENT_POSITION_FOLLOWING)", new[] { one, other });
}
