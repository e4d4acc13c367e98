using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Tests.Pictures;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BaiguStore.Web.Tests.Staff.ProductEditorTests;

namespace BaiguStore.Web.Tests.Staff;

public sealed class PictureTests
{
    private const string Place = "/admin/pictures", Sku = "LS-5130S-28P-EI", New = "/admin/products/new";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_uploaded_picture_is_a_row_and_public_bytes_that_browsers_keep_for_good()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();

        using var sent = await SendAsync(editor, ("photo.jpg", Photo.Jpeg(1_000, 800)));
        var said = JsonDocument.Parse(await sent.TextAsync()).RootElement;
        var url = said.GetProperty("url").GetString()!;
        using var visitor = app.Visitor();
        using var bytes = await visitor.AnswerAsync(url);
        using var again = await visitor.AnswerAsync(url, ("If-None-Match", $"{bytes.Headers.ETag}"));
        using var head = await visitor.SendAsync(new(HttpMethod.Head, url), Cancel);

        Assert.Equal((HttpStatusCode.OK, 1000, 800), (sent.StatusCode, said.GetProperty("width").GetInt32(), said.GetProperty("height").GetInt32()));
        Assert.Equal(said.GetProperty("key").GetString(), (await app.ReadAsync(db => db.Pictures.SingleAsync(Cancel))).Key);
        Assert.Equal((HttpStatusCode.OK, "image/webp", 1), (bytes.StatusCode, bytes.Content.Headers.ContentType!.MediaType, bytes.Queries()));
        Assert.Equal("public, max-age=31536000, immutable", $"{bytes.Headers.GetValues("Cache-Control").Single()}");
        Assert.Equal("nosniff", bytes.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(bytes.Headers.Contains("Set-Cookie"));
        Assert.Equal("RGBW", Photo.Quarters(await bytes.Content.ReadAsByteArrayAsync(Cancel)));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal((HttpStatusCode.OK, bytes.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
        foreach (var other in (string[])[url.Replace("-960", "-961", StringComparison.Ordinal), url.Replace("-960", "-1600", StringComparison.Ordinal), "/pictures/none.webp", $"/pictures/{new string('0', 32)}-480.webp"])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(other)).StatusCode);
    }

    [Fact]
    public async Task Visitors_and_others_of_the_staff_upload_nothing_and_a_form_without_token_does_neither()
    {
        await using var app = await ShopAsync();
        await app.AddStaffAsync("moderator@baigu.example", StaffRoles.Moderator);
        using var visitor = app.Browser();
        using var moderator = await app.SignedInAsync("moderator@baigu.example");
        using var editor = await app.SignedInAsync();
        var file = ("a.png", Photo.Png());

        using var outside = await visitor.PostAsync(Place, Form([file]), Cancel);
        using var notTheirs = await moderator.PostAsync(Place, Form([file]), Cancel);
        using var withoutToken = await editor.PostAsync(Place, Form([file]), Cancel);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest), (outside.StatusCode, notTheirs.StatusCode, withoutToken.StatusCode));
        Assert.False(await app.ReadAsync(db => db.Pictures.AnyAsync(Cancel)));
    }

    /// <summary>A file name is displayed as text and has no other use.</summary>
    [Fact]
    public async Task A_script_in_a_file_name_is_shown_as_text_and_names_nothing()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        const string name = "<img src=x onerror=alert(1)>.svg";

        using var refused = await SendAsync(editor, json: false, (name, "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()), ("<b>.png", Photo.Png()));
        var page = await refused.DocumentAsync();
        using var told = await SendAsync(editor, (name, "<svg/>"u8.ToArray()));
        var picture = await app.ReadAsync(db => db.Pictures.SingleAsync(Cancel));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (refused.StatusCode, told.StatusCode));
        Assert.Contains(name, page.Text(".form-error"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[onerror], .form-error img"));
        Assert.Equal("application/problem+json", told.Content.Headers.ContentType!.MediaType);
        Assert.Contains(name, JsonDocument.Parse(await told.TextAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(PictureAddress.IsKey(picture.Key));
    }

    /// <summary>Each refusal names the file and the remedy.</summary>
    [Fact]
    public async Task A_refused_file_says_why_and_what_to_do()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var photo = Photo.Jpeg(400, 300);

        foreach (var (file, bytes, says) in new[]
        {
            ("page.png", "<!doctype html><script>alert(1)</script>"u8.ToArray(), "另存为"), ("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "另存为"),
            ("half.jpg", photo[..(photo.Length / 2)], "重新导出"), ("giant.png", Photo.PngHeader(50_000, 50_000), "请缩小"), ("heavy.png", [.. Photo.Png(), .. new byte[PictureMaker.MaxBytes]], "20 MB"),
        })
        {
            using var refused = await SendAsync(editor, (file, bytes));
            var detail = JsonDocument.Parse(await refused.TextAsync()).RootElement.GetProperty("detail").GetString();
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.StartsWith(file, detail, StringComparison.Ordinal);
            Assert.Contains(says, detail, StringComparison.Ordinal);
        }
        using var nothing = await SendAsync(editor);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.False(await app.ReadAsync(db => db.Pictures.AnyAsync(Cancel)));
    }

    /// <summary>Staff with catalogue rights may send a hundred megabytes of files; others have the usual limits.</summary>
    [Fact]
    public async Task A_body_that_is_too_large_is_refused_by_who_sends_it()
    {
        await using var app = await ShopAsync();
        await app.AddStaffAsync("moderator@baigu.example", StaffRoles.Moderator);
        using var editor = await app.SignedInAsync();
        using var moderator = await app.SignedInAsync("moderator@baigu.example");
        using var visitor = app.Visitor();

        using var most = await SendAsync(editor, ("a.bin", new byte[3 * 1024 * 1024]));
        using var tooMuch = await SendAsync(editor, ("a.bin", new byte[101 * 1024 * 1024]));
        using var notTheirs = await moderator.PostAsync("/admin/comments/acts", Form([("a.bin", new byte[3 * 1024 * 1024])]), Cancel);
        using var outside = await visitor.PostAsync("/articles/intel-vt/comments", Form([("a.bin", new byte[200 * 1024])]), Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge), (most.StatusCode, tooMuch.StatusCode)); // the first is parsed, and is not a picture
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (notTheirs.StatusCode, outside.StatusCode));
    }

    [Fact]
    public async Task A_field_with_nul_is_refused_in_a_form_with_files_too()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var fields = await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "a\0b"));

        using var answer = await editor.PostAsync(New, Form([], fields), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(await app.ReadAsync(db => db.Products.AnyAsync(p => p.Sku == Sku, Cancel)));
    }

    [Fact]
    public async Task Without_script_files_come_with_the_form_and_rows_are_ordered_described_and_ticked_away()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();

        // Refused because of its price: the pictures are stored already, and are shown as rows.
        using var refused = await editor.PostAsync(New, Form([("a.png", Photo.Png(700, 500)), ("b.png", Photo.Png(700, 500, tint: 0x00FF00)), ("c.svg", "<svg/>"u8.ToArray())],
            await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "交换机"), ("ListPrice", "cheap"))), Cancel);
        var form = await refused.DocumentAsync();
        var keys = form.QuerySelectorAll<IHtmlInputElement>("[name=PictureKey]").Select(i => i.Value).ToList();
        var fields = await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "交换机"), ("Then", "Publish"));
        foreach (var name in (string[])["PictureKey", "PictureAlt", "PictureAt"])
            fields.Remove(name);
        using var made = await editor.PostAsync(New, Form([("d.png", Photo.Png(700, 500, tint: 0x0000FF))], fields,
            ("PictureKey", keys[0]), ("PictureAlt", "背面"), ("PictureAt", "2"), ("PictureKey", keys[1]), ("PictureAlt", "正面"), ("PictureAt", "1")), Cancel);
        var product = await ProductAsync(app, Sku);
        var place = $"/admin/products/{product.Id}/edit";
        var page = await editor.PageAsync(place);
        fields = await FieldsAsync(app, editor, place);
        foreach (var name in (string[])["PictureKey", "PictureAlt", "PictureAt"])
            fields.Remove(name);
        using var removed = await editor.PostAsync(place, Form([], fields,
            ("PictureKey", product.Pictures[0].Key), ("PictureAlt", "正面"), ("PictureAt", "1"), ("PictureKey", product.Pictures[1].Key), ("PictureAlt", "背面"), ("PictureAt", "2"), ("PictureGone", product.Pictures[0].Key)), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("c.svg", form.Text(".picture-list .field__error"), StringComparison.Ordinal);
        Assert.Equal(2, keys.Count);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (made.StatusCode, removed.StatusCode));
        Assert.Equal([(keys[1], "正面"), (keys[0], "背面")], product.Pictures.Take(2).Select(p => (p.Key, p.Alt)));
        Assert.Equal(3, product.PictureCount);
        Assert.Equal(product.Pictures.Select(p => p.Key), page.QuerySelectorAll<IHtmlInputElement>("[name=PictureKey]").Select(i => i.Value));
        Assert.Equal([keys[0]], (await ProductAsync(app, Sku)).Pictures.Select(p => p.Key));
    }

    [Fact]
    public async Task A_form_that_says_nothing_of_pictures_leaves_them_and_sizes_are_the_stores_own()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var picture = await AddAsync(app);
        await app.AddProductAsync("h3c-switch", Sku, p => p.Pictures = [new(picture.Key, picture.Width, picture.Height, "正面")]);
        var place = $"/admin/products/{(await ProductAsync(app, Sku)).Id}/edit";

        var fields = await FieldsAsync(app, editor, place, ("Name", "新名称"));
        foreach (var name in fields.Keys.Where(k => k.StartsWith("Picture", StringComparison.Ordinal)).ToList())
            fields.Remove(name);
        using var silent = await editor.PostFormAsync(place, fields);
        var kept = await ProductAsync(app, Sku);
        using var overposted = await editor.PostFormAsync(place, await WithLinesAsync(app, editor, place, $"{picture.Key} 9 9 另一面"));
        using var unknown = await editor.PostFormAsync(place, await WithLinesAsync(app, editor, place, $"{new string('0', 32)} 480 300 没有"));
        using var emptied = await editor.PostFormAsync(place, await WithLinesAsync(app, editor, place, ""));

        Assert.Equal((HttpStatusCode.SeeOther, "新名称", "正面"), (silent.StatusCode, kept.Name, kept.Pictures.Single().Alt));
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest, HttpStatusCode.SeeOther), (overposted.StatusCode, unknown.StatusCode, emptied.StatusCode));
        var steps = await app.ReadAsync(db => db.Revisions.Where(r => r.EntityId == kept.Id && r.Kind == Core.History.RevisionKind.Product).OrderByDescending(r => r.Id).Take(1).SingleAsync(Cancel));
        Assert.Equal($"{picture.Key} {picture.Width} {picture.Height} 另一面", steps.Was["Pictures"]);
        Assert.Empty((await ProductAsync(app, Sku)).Pictures);
    }

    [Fact]
    public async Task Two_who_change_a_products_pictures_are_shown_both_and_a_copy_has_them_too()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var (one, two) = (await AddAsync(app), await AddAsync(app, 0x00FF00));
        await app.AddProductAsync("h3c-switch", Sku);
        var product = await ProductAsync(app, Sku);
        var place = $"/admin/products/{product.Id}/edit";
        var mine = await WithLinesAsync(app, editor, place, $"{one.Key} 1 1 我的");

        using var saved = await editor.PostFormAsync(place, await WithLinesAsync(app, editor, place, $"{two.Key} 1 1 对方的"));
        using var stale = await editor.PostFormAsync(place, mine);
        var page = await stale.DocumentAsync();
        var copy = await editor.PageAsync($"/admin/products/new?from={product.Id}");

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (saved.StatusCode, stale.StatusCode));
        Assert.Equal(["Pictures"], page.QuerySelectorAll(".conflict__field").Select(f => f.QuerySelector("input")!.GetAttribute("name")));
        Assert.Equal([$"{two.Key} {two.Width} {two.Height} 对方的", $"{one.Key} {one.Width} {one.Height} 我的"], page.QuerySelectorAll(".conflict__field input").Select(i => i.GetAttribute("value")));
        Assert.Equal([two.Key], copy.QuerySelectorAll<IHtmlInputElement>("[name=PictureKey]").Select(i => i.Value));
    }

    [Fact]
    public async Task A_products_page_shows_its_pictures_and_says_so_to_those_who_share_it()
    {
        await using var app = (await StoreApp.WithPageAsync()).Set("Store:PublicUrl", "https://shop.example");
        var (one, two) = (await AddAsync(app), await AddAsync(app, 0x00FF00));
        await app.AddProductAsync("h3c-switch", "S-1");
        await app.AddProductAsync("h3c-switch", "S-2", p => p.Pictures = [new(one.Key, one.Width, one.Height, "正面\"<script>"), new(two.Key, two.Width, two.Height, "")]);
        using var visitor = app.Visitor();

        using var plain = await visitor.AnswerAsync("/p/s-1");
        using var answer = await visitor.AnswerAsync("/p/s-2");
        var (without, page) = (await plain.DocumentAsync(), await answer.DocumentAsync());
        var first = page.QuerySelector<IHtmlImageElement>(".product-pictures__first img")!;
        var facts = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent).RootElement;

        Assert.Equal(plain.Queries(), answer.Queries());
        Assert.NotNull(without.QuerySelector(".product__drawing"));
        Assert.Null(without.QuerySelector(".product-pictures"));
        Assert.Null(page.QuerySelector(".product__drawing"));
        Assert.Equal(("正面\"<script>", "high", "1000", "800"), (first.AlternativeText, first.GetAttribute("fetchpriority"), first.GetAttribute("width"), first.GetAttribute("height")));
        Assert.Equal(PictureAddress.SourceSet(one.Key, 1000), first.GetAttribute("srcset"));
        Assert.Equal([$"/pictures/{one.Key}-1000.webp", $"/pictures/{two.Key}-1000.webp"], page.QuerySelectorAll(".product-pictures a").Select(a => a.GetAttribute("href")));
        Assert.Equal([$"https://shop.example/pictures/{one.Key}-1000.webp", $"https://shop.example/pictures/{two.Key}-1000.webp"], facts.GetProperty("image").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal($"https://shop.example/pictures/{one.Key}-1000.webp", page.QuerySelector("meta[property='og:image']")!.GetAttribute("content"));
    }

    [Fact]
    public async Task The_list_finds_those_without_a_picture_and_the_shelf_is_turned_page_by_page()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        List<Picture> all = [];
        for (uint tint = 0; tint < 26; tint++)
            all.Add(await AddAsync(app, tint << 18 | tint << 3, 40, 30));
        await app.AddProductAsync("h3c-switch", "S-1");
        await app.AddProductAsync("h3c-switch", "S-2", p => p.Pictures = [new(all[0].Key, 40, 30, "")]);

        var list = await editor.PageAsync("/admin/products?noPicture=true");
        var dashboard = await editor.PageAsync("/admin");
        var newest = await editor.PageAsync(Place);
        var older = await editor.PageAsync(newest.QuerySelector("[rel=next]")!.GetAttribute("href")!);
        var back = await editor.PageAsync(older.QuerySelector("[rel=prev]")!.GetAttribute("href")!);

        Assert.Equal(["S-1"], list.QuerySelectorAll(".product-rows .sku").Select(s => s.TextContent.Trim()));
        Assert.NotNull(dashboard.QuerySelector("a[href='/admin/products?noPicture=true']"));
        Assert.Equal((24, 2, 24), (Shown(newest), Shown(older), Shown(back)));
        Assert.Equal($"![图的说明](/pictures/{all[^1].Key}-40.webp)", newest.Text(".picture-shelf__markdown code"));

        static int Shown(IParentNode page) => page.QuerySelectorAll(".picture-shelf__picture").Length;
    }

    private static async Task<Picture> AddAsync(StoreApp app, uint tint = 0, int width = 1_000, int height = 800) =>
        await app.Services.GetRequiredService<PictureStore>().AddAsync(new MemoryStream(Photo.Png(width, height, tint)), Cancel);

    private static async Task<Dictionary<string, string>> WithLinesAsync(StoreApp app, HttpClient editor, string place, string lines)
    {
        var fields = await FieldsAsync(app, editor, place, ("Pictures", lines));
        fields.Remove("PictureKey"); // as a script leaves the form
        return fields;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient editor, params (string Name, byte[] Bytes)[] files) => SendAsync(editor, json: true, files);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient editor, bool json, params (string Name, byte[] Bytes)[] files)
    {
        var fields = Door.FieldsOf(await editor.PageAsync(Place), Place);
        fields.Remove("Uploads");
        using var request = new HttpRequestMessage(HttpMethod.Post, Place) { Content = Form(files, fields) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(json ? "application/json" : "text/html"));
        return await editor.SendAsync(request, Cancel);
    }

    private static MultipartFormDataContent Form(IEnumerable<(string Name, byte[] Bytes)> files, Dictionary<string, string>? fields = null, params (string Name, string Value)[] more)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in (fields ?? []).Where(f => f.Key != "Uploads").Select(f => (f.Key, f.Value)).Concat(more))
            form.Add(new StringContent(value), name);
        foreach (var (name, bytes) in files)
            form.Add(new ByteArrayContent(bytes), "Uploads", name);
        return form;
    }
}
