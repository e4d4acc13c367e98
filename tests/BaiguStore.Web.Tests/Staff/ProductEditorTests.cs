using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class ProductEditorTests
{
    private const string Sku = "LS-5130S-28P-EI", New = "/admin/products/new";

    [Fact]
    public async Task A_new_product_is_in_the_store_and_counted_at_once_and_the_history_names_who_made_it()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var before = app.Tree.Find("h3c-switch")!.Count;

        using var made = await editor.PostFormAsync(New, await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "H3C 交换机"), ("ListPrice", "\uFFE54,280.50 元"), ("Specs", "下行端口: 24\r\n交换容量\uFF1A336 [Gbps]"), ("Description", "## 特点\r\n\r\n安静。"), ("Then", "Publish")));
        using var visitor = app.Visitor();
        var page = await visitor.PageAsync("/p/ls-5130s-28p-ei");
        var product = await ProductAsync(app, Sku);

        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        Assert.Equal($"/admin/products/{product.Id}/edit", made.Headers.Location!.OriginalString);
        Assert.Equal(before + 1, app.Tree.Find("h3c-switch")!.Count);
        Assert.Equal(("H3C 交换机", "\u00A54,280.50"), (page.Text("h1"), page.Text(".price")));
        Assert.Equal([new("下行端口", "24"), new("交换容量", "336", "Gbps")], product.Specs);
        Assert.Equal("## 特点\n\n安静。", product.Description);
        var revision = await app.ReadAsync(db => db.Revisions.SingleAsync(r => r.Kind == RevisionKind.Product && r.EntityId == product.Id));
        Assert.Equal((RevisionAction.Created, "owner"), (revision.Action, revision.Name));
    }

    [Fact]
    public async Task What_visitors_will_not_see_of_a_description_is_told_after_the_save_and_in_the_preview()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var fields = await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "H3C 交换机"), ("Description", "安静。\n\n![外](https://example.com/x.png)"));

        using var looked = await editor.PostFormAsync("/admin/preview", new(fields) { ["markdown"] = fields["Description"] });
        using var made = await editor.PostFormAsync(New, fields);

        Assert.Contains("https://example.com/x.png", (await looked.DocumentAsync()).Text(".omissions"), StringComparison.Ordinal);
        Assert.Contains("https://example.com/x.png", (await editor.PageAsync(made.Headers.Location!.OriginalString)).Text(".notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_everything_typed_comes_back()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();

        using var wrong = await editor.PostFormAsync(New, await FieldsAsync(app, editor, New,
            ("Sku", Sku), ("Name", ""), ("Slug", "Not A Slug"), ("ListPrice", "4,28"), ("Specs", "a: 1\nno colon"), ("Description", new string('>', 40) + " x"), ("PublishFrom", "soon")));
        using var taken = await editor.PostFormAsync(New, await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "另一台"), ("Slug", "ls-5130s-28p-ei")));

        var page = await wrong.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        foreach (var field in (string[])["Name", "Slug", "ListPrice", "Specs", "Description", "PublishFrom"])
            Assert.True(page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid") == "true", field);
        Assert.Equal("4,28", page.QuerySelector<IHtmlInputElement>("#ListPrice")!.Value);
        Assert.Equal("a: 1\nno colon", page.QuerySelector<IHtmlTextAreaElement>("#Specs")!.Value);
        Assert.Contains("第 2 行", page.Text("#Specs-error"), StringComparison.Ordinal);
        var clash = await taken.DocumentAsync();
        Assert.Contains(Sku, clash.Text("#Sku-error"), StringComparison.Ordinal);
        Assert.Contains(Sku, clash.Text("#Slug-error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_a_form_does_not_have_are_ignored()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku, published: false);
        var before = await ProductAsync(app, Sku);
        using var editor = await app.SignedInAsync();
        var place = $"/admin/products/{before.Id}/edit";

        using var saved = await editor.PostFormAsync(place, await FieldsAsync(app, editor, place, ("Name", "新名称"), ("Id", "999"), ("PublishedAt", "2026-01-01"), ("IsSample", "true"),
            ("DeletedAt", "2026-01-01"), ("SkuKey", "X"), ("PriceOrder", "1"), ("ListPriceFen", "1"), ("CreatedAt", "2001-01-01"), ("DescriptionHtml", "<script>"), ("Vendor.Name", "x")));

        var after = await ProductAsync(app, Sku);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(("新名称", before.Id, null, false, null), (after.Name, after.Id, after.PublishedAt, after.IsSample, after.DeletedAt));
        Assert.Equal((before.SkuKey, before.PriceOrder, before.ListPriceFen, before.CreatedAt, before.DescriptionHtml), (after.SkuKey, after.PriceOrder, after.ListPriceFen, after.CreatedAt, after.DescriptionHtml));
    }

    [Fact]
    public async Task A_changed_address_leaves_the_old_one_leading_to_it()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();
        var place = $"/admin/products/{(await ProductAsync(app, Sku)).Id}/edit";

        using var saved = await editor.PostFormAsync(place, await FieldsAsync(app, editor, place, ("Slug", "another-address")));
        using var visitor = app.Visitor();
        using var old = await visitor.AnswerAsync("/p/ls-5130s-28p-ei");

        Assert.Equal((HttpStatusCode.MovedPermanently, "/p/another-address"), (old.StatusCode, old.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Two_who_edit_one_product_lose_nothing()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        await app.AddStaffAsync("second@baigu.example", StaffRoles.Editor);
        using var first = await app.SignedInAsync();
        using var second = await app.SignedInAsync("second@baigu.example", "192.0.2.9");
        var place = $"/admin/products/{(await ProductAsync(app, Sku)).Id}/edit";
        var mine = await FieldsAsync(app, second, place, ("Name", "第二人的名称"), ("Summary", "第二人的描述。"), ("ListPrice", "99.50"));

        using var saved = await first.PostFormAsync(place, await FieldsAsync(app, first, place, ("Name", "第一人的名称"), ("Specs", "下行端口: 48")));
        using var stale = await second.PostFormAsync(place, mine);
        var page = await stale.DocumentAsync();
        var proposal = Picked(page);
        using var merged = await second.PostFormAsync(place, proposal);
        var after = await ProductAsync(app, Sku);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict, HttpStatusCode.SeeOther), (saved.StatusCode, stale.StatusCode, merged.StatusCode));
        Assert.Contains("owner", page.Text(".form-error"), StringComparison.Ordinal);
        Assert.Equal(["Name", "ListPrice", "Summary", "Specs"], page.QuerySelectorAll(".conflict__field").Select(f => f.QuerySelector("input")!.GetAttribute("name")));
        Assert.Equal(["交换机 " + Sku, "第一人的名称", "第二人的名称"], page.QuerySelectorAll(".conflict__field:first-of-type .conflict__text").Select(t => t.TextContent));
        Assert.Equal(("第二人的名称", "第二人的描述。", 9950L), (after.Name, after.Summary, after.ListPriceFen)); // in a conflict the proposal is mine
        Assert.Equal([new("下行端口", "48")], after.Specs); // changed only by the other editor
        Assert.Equal(3, after.Version + 1);
    }

    [Fact]
    public async Task A_third_save_while_two_are_compared_is_a_conflict_again_and_theirs_can_be_picked()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();
        var place = $"/admin/products/{(await ProductAsync(app, Sku)).Id}/edit";
        var mine = await FieldsAsync(app, editor, place, ("Name", "我的"));
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == Sku)).Name = "别人的");

        using var stale = await editor.PostFormAsync(place, mine);
        var page = await stale.DocumentAsync();
        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == Sku)).Summary = "第三人的。");
        using var again = await editor.PostFormAsync(place, Picked(page, takeTheirs: true));
        using var merged = await editor.PostFormAsync(place, Picked(await again.DocumentAsync()));
        var after = await ProductAsync(app, Sku);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.SeeOther), (stale.StatusCode, again.StatusCode, merged.StatusCode));
        Assert.Equal(("别人的", "第三人的。"), (after.Name, after.Summary));
    }

    [Fact]
    public async Task A_post_after_the_session_has_ended_leads_to_signing_in_and_back_to_the_form()
    {
        await using var app = await ShopAsync();
        using var visitor = app.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, New) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Referrer = new Uri(visitor.BaseAddress!, "/admin/products/new?from=1");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, New) { Content = new FormUrlEncodedContent([]) };
        foreign.Headers.Referrer = new Uri("http://evil.example/admin/products/new");

        using var sent = await visitor.SendAsync(request, TestContext.Current.CancellationToken);
        using var strange = await visitor.SendAsync(foreign, TestContext.Current.CancellationToken);

        Assert.Equal("/account/signin?returnUrl=%2Fadmin%2Fproducts%2Fnew%3Ffrom%3D1", sent.Headers.Location!.OriginalString);
        Assert.Equal("/account/signin", strange.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Withdrawing_the_bin_and_back_again()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        var id = (await ProductAsync(app, Sku)).Id;
        var place = $"/admin/products/{id}/edit";

        using var withdrawn = await editor.SubmitAsync(place, $"/admin/products/{id}/withdrawal");
        Assert.Equal((PublicationState.Draft, HttpStatusCode.NotFound), ((await ProductAsync(app, Sku)).State, (await visitor.AnswerAsync("/p/ls-5130s-28p-ei")).StatusCode));
        using var binned = await editor.SubmitAsync(place, $"/admin/products/{id}/bin");
        var page = await editor.PageAsync("/admin/products?state=Bin");
        Assert.Equal([Sku], page.QuerySelectorAll(".product-rows .sku").Select(s => s.TextContent));
        using var published = await editor.PostFormAsync(place, await FieldsAsync(app, editor, place, ("Then", "Publish")));
        Assert.Equal((HttpStatusCode.BadRequest, PublicationState.Bin), (published.StatusCode, (await ProductAsync(app, Sku)).State));
        using var restored = await editor.SubmitAsync(place, $"/admin/products/{id}/restoration");
        Assert.Equal(PublicationState.Draft, (await ProductAsync(app, Sku)).State);
    }

    [Fact]
    public async Task What_was_withdrawn_is_told_apart_from_a_draft()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        await app.AddProductAsync("h3c-switch", "NEW-1", published: false);
        using var editor = await app.SignedInAsync();
        var (id, other) = ((await ProductAsync(app, Sku)).Id, (await ProductAsync(app, "NEW-1")).Id);
        using var withdrawn = await editor.SubmitAsync($"/admin/products/{id}/edit", $"/admin/products/{id}/withdrawal");

        var list = await editor.PageAsync("/admin/products?state=Draft");

        Assert.Equal("已下架", (await editor.PageAsync($"/admin/products/{id}/edit")).Text("h1 .badge"));
        Assert.Equal("草稿", (await editor.PageAsync($"/admin/products/{other}/edit")).Text("h1 .badge"));
        Assert.Equal("已下架", list.QuerySelector<IHtmlSelectElement>($"#p{id} [name=Published]")!.SelectedOptions[0].Text);
        Assert.Equal("草稿", list.QuerySelector<IHtmlSelectElement>($"#p{other} [name=Published]")!.SelectedOptions[0].Text);
    }

    [Fact]
    public async Task A_draft_is_looked_at_by_its_sealed_link_for_a_week_and_by_nothing_else()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku, published: false);
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        var id = (await ProductAsync(app, Sku)).Id;
        var link = new Uri((await editor.PageAsync($"/admin/products/{id}/edit")).QuerySelector(".product-editor__preview")!.GetAttribute("href")!).PathAndQuery;

        using var seen = await visitor.AnswerAsync(link);
        var page = await seen.DocumentAsync();

        Assert.Equal((HttpStatusCode.OK, "交换机 " + Sku, "一台交换机。"), (seen.StatusCode, page.Text("h1"), page.Text(".prose p")));
        Assert.Contains("336 Gbps", page.Text(".spec-table"), StringComparison.Ordinal);
        Assert.Contains("noindex", string.Concat(seen.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
        Assert.True(seen.Headers.CacheControl!.NoStore);
        foreach (var url in (string[])["/p/ls-5130s-28p-ei", "/products/preview/1", link.Replace("/products/", "/articles/", StringComparison.Ordinal)])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(url)).StatusCode);
        using var binned = await editor.SubmitAsync($"/admin/products/{id}/edit", $"/admin/products/{id}/bin");
        Assert.Null((await editor.PageAsync($"/admin/products/{id}/edit")).QuerySelector(".product-editor__preview"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(link)).StatusCode);
        using var restored = await editor.SubmitAsync($"/admin/products/{id}/edit", $"/admin/products/{id}/restoration");
        Assert.Equal(HttpStatusCode.OK, (await visitor.AnswerAsync(link)).StatusCode);
        app.Sleep(TimeSpan.FromDays(7.1));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_plan_is_typed_in_Chinas_time_and_kept_to_the_minute()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku, published: false);
        using var editor = await app.SignedInAsync();
        var place = $"/admin/products/{(await ProductAsync(app, Sku)).Id}/edit";
        var year = app.Clock.GetUtcNow().Year + 1;

        using var planned = await editor.PostFormAsync(place, await FieldsAsync(app, editor, place, ("PublishFrom", $"{year}-03-01T08:30")));
        var again = await FieldsAsync(app, editor, place, ("Name", "计划中的"));
        using var saved = await editor.PostFormAsync(place, again);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, $"{year}-03-01T08:30"), (planned.StatusCode, saved.StatusCode, again["PublishFrom"]));
        Assert.Equal(new DateTime(year, 3, 1, 0, 30, 0, DateTimeKind.Utc), (await ProductAsync(app, Sku)).PublishFrom);
    }

    [Fact]
    public async Task The_preview_shows_what_visitors_will_see_and_nothing_that_runs()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var fields = await FieldsAsync(app, editor, New, ("Name", "没有保存的"), ("Description", "**重** [x](javascript:alert(1)) <script>alert(1)</script>"));

        using var whole = await editor.PostFormAsync(New, new(fields) { ["Then"] = "Preview" });
        using var part = await editor.PostFormAsync("/admin/preview", new() { ["markdown"] = fields["Description"], ["__RequestVerificationToken"] = fields["__RequestVerificationToken"] });

        var page = await whole.DocumentAsync();
        Assert.Equal((HttpStatusCode.OK, "没有保存的"), (whole.StatusCode, page.QuerySelector<IHtmlInputElement>("#Name")!.Value));
        foreach (var shown in (IParentNode[])[page.QuerySelector(".markdown-preview__result")!, await part.DocumentAsync()])
        {
            Assert.Equal("重", shown.Text(".prose strong"));
            Assert.Empty(shown.QuerySelectorAll("script, a[href^=javascript]"));
        }
        Assert.False(await app.ReadAsync(db => db.Products.AnyAsync()));
    }

    [Fact]
    public async Task A_copy_has_everything_but_what_is_the_products_own()
    {
        await using var app = await ShopAsync();
        await app.AddProductAsync("h3c-switch", Sku);
        using var editor = await app.SignedInAsync();

        var page = await editor.PageAsync($"/admin/products/new?from={(await ProductAsync(app, Sku)).Id}");

        Assert.Equal(("", "", "4280"), (page.QuerySelector<IHtmlInputElement>("#Sku")!.Value, page.QuerySelector<IHtmlInputElement>("#Slug")!.Value, page.QuerySelector<IHtmlInputElement>("#ListPrice")!.Value));
        Assert.Equal("下行端口: 24\n交换容量: 336 [Gbps]", page.QuerySelector<IHtmlTextAreaElement>("#Specs")!.Value);
        Assert.Contains("下行端口", page.QuerySelectorAll("#spec-names option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task A_long_description_is_taken()
    {
        await using var app = await ShopAsync();
        using var editor = await app.SignedInAsync();
        var text = string.Concat(Enumerable.Repeat(new string('长', 99) + "\n", 1_500));

        using var made = await editor.PostFormAsync(New, await FieldsAsync(app, editor, New, ("Sku", Sku), ("Name", "长"), ("Description", text)));

        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        Assert.Equal(text, (await ProductAsync(app, Sku)).Description);
    }

    internal static async Task<StoreApp> ShopAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        await app.CatchUpAsync();
        return app;
    }

    internal static Task<Product> ProductAsync(StoreApp app, string sku) => app.ReadAsync(db => db.Products.AsNoTracking().SingleAsync(p => p.Sku == sku));

    /// <summary>Fields that a browser would submit, with the given values replaced.</summary>
    internal static async Task<Dictionary<string, string>> FieldsAsync(StoreApp app, HttpClient browser, string place, params (string Name, string Value)[] typed)
    {
        var page = await browser.PageAsync(place);
        var fields = Door.FieldsOf(page, place.Split('?')[0]);
        foreach (var text in page.QuerySelectorAll<IHtmlTextAreaElement>(".product-editor__form textarea"))
            fields[text.Name!] = text.Value;
        foreach (var list in page.QuerySelectorAll<IHtmlSelectElement>(".product-editor__form select"))
            fields[list.Name!] = list.Value ?? "";
        if (fields["CategoryId"].Length == 0)
        {
            var line = app.Tree.Find("h3c-switch")!;
            (fields["CategoryId"], fields["VendorId"]) = ($"{line.Id}", $"{line.VendorId}");
        }
        foreach (var (name, value) in typed)
            fields[name] = value;
        return fields;
    }

    /// <summary>The conflict page as proposed, or with theirs chosen everywhere.</summary>
    private static Dictionary<string, string> Picked(IHtmlDocument page, bool takeTheirs = false)
    {
        var fields = ConflictTests.FieldsOf(page, page.QuerySelector("form.conflict")!.GetAttribute("action")!);
        foreach (var options in page.QuerySelectorAll<IHtmlInputElement>("form.conflict input[type=radio]").GroupBy(o => o.Name!))
            fields[options.Key] = (takeTheirs ? options.First() : options.Single(o => o.IsChecked)).Value;
        return fields;
    }
}
