using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>Input in an editor survives leaving the page, an ended session and an error, until it is saved.</summary>
public sealed class DraftTests(Street street, DraftTests.Office office) : IClassFixture<DraftTests.Office>
{
    private const string Email = "editor@baigu.example", Password = "correct horse battery", Offer = ".kept-draft__offer";

    [Fact]
    public async Task What_was_typed_is_offered_again_in_every_editor()
    {
        await using var editor = await SignedInAsync();
        (string Place, string Field)[] editors =
        [
            ("/admin/articles/new", "Body"), ("/admin/products/new", "Description"), ("/admin/categories/new", "Summary"), ("/admin/settings/vendors/new", "Aliases"), ("/admin/settings/salespeople/new", "Name"),
            ("/admin/settings/salespeople/1/edit", "Phone"), ("/admin/settings/vendors/1/edit", "Aliases"), ("/admin/settings/company", "Honours"), ("/admin/settings/comments", "MaxHours"),
        ];

        foreach (var (place, field) in editors)
        {
            var typed = field == "MaxHours" ? "7" : $"写到 {field} 一半";
            await editor.GoAsync(At(place));
            await editor.Find($"#{field}").FillAsync(typed);
            await editor.GoAsync(At("/admin")); // before the debounce interval of draft saving
            await editor.GoAsync(At(place));
            await Expect(editor.Find($"#{field}")).Not.ToHaveValueAsync(typed);
            await TakeAsync(editor);
            await Expect(editor.Find($"#{field}")).ToHaveValueAsync(typed);
        }
        await editor.GoAsync(At("/admin/articles/new"));
        Assert.Equal("", await AccessibilityTests.FindingsAsync(editor));
        Assert.Empty(editor.Complaints);
    }

    [Fact]
    public async Task An_article_that_was_sent_after_the_session_had_ended_comes_back_whole_and_is_saved_once()
    {
        await using var editor = await SignedInAsync();
        var body = string.Concat(Enumerable.Repeat("这是一段很长的文字。\n\n", 3_000)) + "结尾";
        await editor.GoAsync(At("/admin/articles/new"));
        await editor.Find("#Title").FillAsync("没有丢的文章");
        await editor.Find("#Body").EvaluateAsync(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }", body); // FillAsync takes a minute
        await editor.Find("[name=HelpsToChoose]").Nth(1).CheckAsync();
        await editor.Page.Context.ClearCookiesAsync(new() { Name = "baigu-staff" }); // as if twelve hours had passed
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();

        await SignInAsync(editor);

        await Expect(editor.Find(Offer)).ToContainTextAsync("已放回表单");
        Assert.Equal("/admin/articles/new", editor.Place);
        await Expect(editor.Find("#Title")).ToHaveValueAsync("没有丢的文章");
        await Expect(editor.Find("#Body")).ToHaveValueAsync(body);
        await Expect(editor.Find("[name=HelpsToChoose]").Nth(1)).ToBeCheckedAsync();
        await Expect(editor.Find("[name=HelpsToChoose]").Nth(0)).Not.ToBeCheckedAsync();
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).DblClickAsync(); // a double click must not create a second article
        await Expect(editor.Find(".notice")).ToContainTextAsync("已保存");
        await editor.GoAsync(At("/admin/articles/new"));
        await Expect(editor.Find(Offer)).ToHaveCountAsync(0);
        await editor.GoAsync(At("/admin/articles?q=" + Uri.EscapeDataString("没有丢的文章")));
        await Expect(editor.Find("tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_is_given_up_on_the_page_of_two_editors_does_not_come_back()
    {
        await using var editor = await SignedInAsync();
        await editor.GoAsync(At("/admin/settings/company"));
        var second = await editor.Page.Context.NewPageAsync();
        await second.GotoAsync(At("/admin/settings/company"));
        await second.Locator("#Motto").FillAsync("先保存的口号");
        await second.Locator("form:has(#Motto) button[type=submit]").First.ClickAsync();
        await Expect(second.Locator(".notice")).ToBeVisibleAsync();
        await editor.Find("#Motto").FillAsync("我的口号");
        await editor.Find("form:has(#Motto) button[type=submit]").First.ClickAsync();

        await editor.Page.GetByRole(AriaRole.Link, new() { Name = "放弃我的修改" }).ClickAsync();

        await Expect(editor.Find("#Motto")).ToHaveValueAsync("先保存的口号");
        await Expect(editor.Find(Offer)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_windows_keep_two_drafts()
    {
        await using var editor = await SignedInAsync();
        await editor.GoAsync(At("/admin/articles/new"));
        var second = await editor.Page.Context.NewPageAsync();
        await second.GotoAsync(At("/admin/articles/new"));
        await editor.Find("#Title").FillAsync("第一篇");
        await second.Locator("#Title").FillAsync("第二篇");
        await second.CloseAsync(new() { RunBeforeUnload = true });
        await editor.GoAsync(At("/admin/articles/new"));

        await Expect(editor.Find(Offer)).ToHaveCountAsync(2);
        await Expect(editor.Find(Offer).Filter(new() { HasText = "第一篇" })).ToHaveCountAsync(1);
        await editor.Find(Offer).Filter(new() { HasText = "第二篇" }).GetByRole(AriaRole.Button, new() { Name = "找回来" }).ClickAsync();
        await Expect(editor.Find("#Title")).ToHaveValueAsync("第二篇");
    }

    [Fact]
    public async Task The_keyboard_saves_and_the_preview_scrolls_along()
    {
        await using var editor = await SignedInAsync();
        await editor.GoAsync(At("/admin/articles/new"));
        await editor.Find("#Title").FillAsync("长文");
        await editor.Find("#Body").FillAsync(string.Join("\n\n", Enumerable.Range(1, 40).Select(n => $"## 第{n}节\n\n{string.Concat(Enumerable.Repeat("一段文字。", n % 7 * 20 + 1))}")));
        await Expect(editor.Find(".article-editor__draft .prose h2")).ToHaveCountAsync(40);

        await editor.Find("#Body").EvaluateAsync("(field) => { field.scrollTop = field.scrollHeight / 2; }");
        await Expect(editor.Find(".article-editor__draft")).Not.ToHaveJSPropertyAsync("scrollTop", 0);
        var (written, shown) = (await ShareAsync(editor, "#Body"), await ShareAsync(editor, ".article-editor__draft"));
        Assert.InRange(shown, written - 0.15, written + 0.15);
        await editor.Find("#Body").EvaluateAsync("(field) => { field.scrollTop = field.scrollHeight; }");
        await editor.Page.WaitForFunctionAsync("() => { const d = document.querySelector('.article-editor__draft'); return d.scrollTop + d.clientHeight >= d.scrollHeight - 2; }");

        await editor.Find("#Body").FocusAsync();
        await editor.Page.Keyboard.PressAsync("Control+End");
        await editor.Page.Keyboard.PressAsync("Control+i");
        await editor.Page.Keyboard.TypeAsync("斜");
        await editor.Page.Keyboard.PressAsync("Control+s");
        await Expect(editor.Find(".notice")).ToContainTextAsync("已保存");
        Assert.EndsWith("*斜*", await editor.Find("#Body").InputValueAsync(), StringComparison.Ordinal);
        await editor.GoAsync(At("/admin/settings/company"));
        await editor.Find("#Motto").FillAsync("键盘存的");
        await editor.Page.Keyboard.PressAsync("Control+s");
        await Expect(editor.Find(".notice")).ToContainTextAsync("已保存");
    }

    [Fact]
    public async Task A_pasted_table_fills_the_specs_and_too_long_a_text_is_said_at_once()
    {
        await using var editor = await SignedInAsync();
        await editor.GoAsync(At("/admin/products/new"));
        await PasteAsync(editor, "参数\t值\t单位\r\n下行端口\t24\r\n交换容量\t336\tGbps\r\n", "");
        await PasteAsync(editor, "尺寸 442 mm", "<table><tr><td>尺寸</td><td>442 × 420</td><td>mm</td></tr><tr><td>重量:净</td><td>5</td><td>kg</td></tr></table>");
        await PasteAsync(editor, "PoE：支持\n功率: 370 [W]", "");

        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "按文本编辑" }).ClickAsync();
        await Expect(editor.Find("#Specs")).ToHaveValueAsync("下行端口: 24\n交换容量: 336 [Gbps]\n尺寸: 442 × 420 [mm]\n重量\\:净: 5 [kg]\nPoE: 支持\n功率: 370 [W]");
        await editor.Find("#Name").FillAsync(new string('长', 300));
        await Expect(editor.Find("field-length[for=Name]")).ToContainTextAsync("现在有 300 个");
        await Expect(editor.Find("#Name")).ToHaveValueAsync(new string('长', 300));
        Assert.Equal("", await AccessibilityTests.FindingsAsync(editor));
    }

    /// <summary>Into the name of the last row.</summary>
    private static async Task PasteAsync(Visitor editor, string text, string html) => await editor.Find(".spec-rows__name").Last.EvaluateAsync("""
        (input, [text, html]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', text);
          if (html) clipboardData.setData('text/html', html);
          input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }
        """, new[] { text, html });

    private static Task<double> ShareAsync(Visitor editor, string what) => editor.Find(what).EvaluateAsync<double>("(e) => e.scrollTop / (e.scrollHeight - e.clientHeight)");

    /// <summary>In a separate browser. The first one creates the account.</summary>
    private async Task<Visitor> SignedInAsync()
    {
        var editor = await street.VisitorAsync(new(1440, Still: true));
        await editor.GoAsync(At(office.HasStaff ? "/account/signin" : await office.Store.InvitationAsync));
        if (!office.HasStaff)
            await editor.Find("#Name").FillAsync("李编辑");
        await SignInAsync(editor);
        office.HasStaff = true;
        return editor;
    }

    private static async Task SignInAsync(Visitor editor)
    {
        await editor.Find("#Email").FillAsync(Email);
        await editor.Find("#Password").FillAsync(Password);
        await editor.Find("main form .button[type=submit]").First.ClickAsync();
        await Expect(editor.Find(".admin-header__member")).ToBeVisibleAsync();
    }

    private static Task TakeAsync(Visitor editor) => editor.Page.GetByRole(AriaRole.Button, new() { Name = "找回来" }).First.ClickAsync();

    private string At(string path) => new Uri(office.Store.Address, path).ToString();

    /// <summary>One store for all of them: drafts belong to browsers.</summary>
    public sealed class Office : IAsyncLifetime
    {
        internal StoreProcess Store { get; private set; } = null!;
        internal bool HasStaff { get; set; }

        public async ValueTask InitializeAsync() => Store = await StoreProcess.StartAsync(StoreProcess.WithoutProducts);

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
