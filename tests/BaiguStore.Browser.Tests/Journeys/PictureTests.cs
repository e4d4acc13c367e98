using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>An editor uploads photos: to a product by drop, file dialog and paste, and to an article.</summary>
public sealed class PictureTests(Street street) : IAsyncLifetime
{
    /// <summary>A single-color photo, as a file in the page.</summary>
    private const string Photo = """
        async (colour, name) => {
          const canvas = new OffscreenCanvas(1200, 800);
          const brush = canvas.getContext('2d');
          brush.fillStyle = colour;
          brush.fillRect(0, 0, 1200, 800);
          return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], name, { type: 'image/jpeg' });
        }
        """;

    private StoreProcess? _store;

    public async ValueTask InitializeAsync() => _store = await StoreProcess.StartAsync(StoreProcess.WithoutProducts);

    public ValueTask DisposeAsync() => _store!.DisposeAsync();

    [Fact]
    public async Task A_product_gets_its_pictures_in_the_editors_order_and_is_counted_at_once()
    {
        await using var editor = await SignedInAsync();
        List<string> findings = [];
        await editor.GoAsync(At("/c/huawei-switch"));
        var before = await editor.Find("h1 + *, .page-head").First.InnerTextAsync();
        await editor.GoAsync(At("/admin/products/new"));
        await editor.Find("#Sku").FillAsync("PIC-24X");
        await editor.Find("#Name").FillAsync("带图片的交换机");
        await editor.Find("#VendorId").SelectOptionAsync(new SelectOptionValue { Label = "华为" });
        await editor.Find("#CategoryId").SelectOptionAsync(new SelectOptionValue { Value = await editor.Find("#CategoryId option").EvaluateAllAsync<string>("(all) => all.find((o) => o.text.includes('华为交换机')).value") });

        await SendAsync(editor, "picture-list", "DragEvent", "drop", "dataTransfer", ("red", "red.jpg"), ("blue", "blue.jpg"), ("", "drawing.svg"));
        await Expect(editor.Find(".picture-list__row")).ToHaveCountAsync(2);
        await Expect(editor.Find(".picture-list__said")).ToContainTextAsync("drawing.svg");
        await editor.Find("#Uploads").SetInputFilesAsync(new FilePayload { Name = "green.jpg", MimeType = "image/jpeg", Buffer = await BytesAsync(editor, "green") });
        await Expect(editor.Find(".picture-list__row")).ToHaveCountAsync(3);
        await editor.Page.GetByLabel("第 2 张图片的说明").FillAsync("蓝色的正面");
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "上移 2" }).ClickAsync();
        await Expect(editor.Find(".picture-list__said")).ToHaveTextAsync("已移到第 1 位。");
        await Expect(editor.Page.GetByLabel("第 1 张图片的说明")).ToHaveValueAsync("蓝色的正面");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.Find(".picture-list__thumb").Nth(2).DragToAsync(editor.Find(".picture-list__thumb").Nth(1));
        var order = await KeysAsync(editor);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "保存并发布" }).ClickAsync();
        await Expect(editor.Find(".notice")).ToContainTextAsync("PIC-24X");
        Assert.Equal(order, await KeysAsync(editor));

        await editor.GoAsync(At("/p/pic-24x"));
        await Expect(editor.Find(".product-pictures__first img")).ToHaveAttributeAsync("alt", "蓝色的正面");
        Assert.Equal(order, await editor.Find(".product-pictures a").EvaluateAllAsync<string[]>("(all) => all.map((a) => a.pathname.slice(10, 42))"));
        Assert.Equal("blue", await ColourAsync(editor, ".product-pictures__first img"));
        await editor.Find(".product-pictures__more a").First.ClickAsync();
        await Expect(editor.Find("dialog[open] img")).ToBeVisibleAsync();
        Assert.Equal("green", await ColourAsync(editor, "dialog[open] img")); // dragged before the red one
        await editor.Page.Keyboard.PressAsync("Escape");
        findings.Add(await AccessibilityTests.FindingsAsync(editor));
        await editor.GoAsync(At("/c/huawei-switch"));
        Assert.NotEqual(before, await editor.Find("h1 + *, .page-head").First.InnerTextAsync());
        findings.RemoveAll(f => f.Length == 0);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.DoesNotContain(editor.Complaints, c => !c.Contains("400", StringComparison.Ordinal)); // the drawing
    }

    [Fact]
    public async Task A_picture_pasted_into_an_article_stands_in_its_text_with_the_caption_to_be_typed()
    {
        await using var editor = await SignedInAsync();
        await editor.GoAsync(At("/admin/articles/new"));
        await editor.Find("#Title").FillAsync("机房");
        await editor.Find("#Body").FillAsync("第一段。");

        await SendAsync(editor, "#Body", "ClipboardEvent", "paste", "clipboardData", ("red", "red.jpg"));
        await Expect(editor.Find(".picture-paste__said")).ToHaveTextAsync("已上传 1 张图片。");
        await editor.Page.Keyboard.TypeAsync("一排机柜");
        await Expect(editor.Find("#Body")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^第一段。\n\n!\[一排机柜\]\(/pictures/[0-9a-f]{32}-960\.webp\)\n\n$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(editor.Find(".article-editor__draft figcaption")).ToContainTextAsync("一排机柜");
        Assert.Equal("red", await ColourAsync(editor, ".article-editor__draft figure img"));
        var form = await AccessibilityTests.FindingsAsync(editor);
        await editor.GoAsync(At("/admin/pictures"));
        await Expect(editor.Find(".picture-shelf__picture")).ToHaveCountAsync(1);

        Assert.Equal("", form + await AccessibilityTests.FindingsAsync(editor));
        Assert.Empty(editor.Complaints);
    }

    [Fact]
    public async Task What_was_typed_and_sent_outlives_the_window()
    {
        await using var editor = await SignedInAsync();
        await editor.GoAsync(At("/admin/products/new"));
        await SendAsync(editor, "picture-list", "DragEvent", "drop", "dataTransfer", ("red", "red.jpg"));
        await Expect(editor.Find(".picture-list__row")).ToHaveCountAsync(1);
        await editor.Page.WaitForTimeoutAsync(600); // until the draft is stored

        await editor.GoAsync(At("/admin/products"));
        await editor.GoAsync(At("/admin/products/new"));
        await Expect(editor.Find(".picture-list__row")).ToHaveCountAsync(0);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "找回来" }).ClickAsync();

        await Expect(editor.Find(".picture-list__row")).ToHaveCountAsync(1);
        Assert.Empty(editor.Complaints);
    }

    /// <summary>Simulates drop and paste events. A file without a color is not a picture.</summary>
    private static async Task SendAsync(Visitor editor, string target, string kind, string name, string carrier, params (string Colour, string Name)[] files) => await editor.Page.EvaluateAsync($$"""
        async ({ target, kind, name, carrier, files }) => {
          const photo = {{Photo}};
          const carried = new DataTransfer();
          for (const [colour, file] of files) carried.items.add(colour ? await photo(colour, file) : new File(['<svg/>'], file));
          document.querySelector(target).dispatchEvent(new window[kind](name, { bubbles: true, cancelable: true, [carrier]: carried }));
        }
        """, new { target, kind, name, carrier, files = files.Select(f => new[] { f.Colour, f.Name }).ToArray() });

    private static async Task<byte[]> BytesAsync(Visitor editor, string colour) => Convert.FromBase64String(await editor.Page.EvaluateAsync<string>(
        $$"""async (colour) => { const photo = {{Photo}}; return btoa(String.fromCharCode(...new Uint8Array(await (await photo(colour, '')).arrayBuffer()))); }""", colour));

    private static Task<string[]> KeysAsync(Visitor editor) => editor.Find(".picture-list__row").EvaluateAllAsync<string[]>("(all) => all.map((row) => row.dataset.key)");

    /// <summary>Color at the center of a displayed picture.</summary>
    private static Task<string> ColourAsync(Visitor editor, string image) => editor.Find(image).First.EvaluateAsync<string>("""
        async (image) => {
          await image.decode();
          const canvas = new OffscreenCanvas(1, 1);
          const brush = canvas.getContext('2d');
          brush.drawImage(image, 0, 0, 1, 1);
          const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
          return red > 128 ? 'red' : blue > 128 ? 'blue' : green > 80 ? 'green' : 'none';
        }
        """);

    private async Task<Visitor> SignedInAsync()
    {
        var editor = await street.VisitorAsync(new(1440, Still: true));
        await editor.GoAsync(At(await _store!.InvitationAsync));
        await editor.Find("#Email").FillAsync("editor@baigu.example");
        await editor.Find("#Name").FillAsync("李编辑");
        await editor.Find("#Password").FillAsync("correct horse battery");
        await editor.Find("main form .button[type=submit]").First.ClickAsync();
        await Expect(editor.Find(".admin-header__member")).ToBeVisibleAsync();
        return editor;
    }

    private string At(string path) => new Uri(_store!.Address, path).ToString();
}
