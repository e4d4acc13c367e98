using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class CategoryPagesTests
{
    private const string Tree = "/admin/categories";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tree_opens_place_by_place_with_exact_counts_also_of_what_is_hidden()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        await app.AddProductAsync("huawei-switch", "S-1");
        await app.AddProductAsync("huawei-switch", "S-2");
        var (top, line) = (await IdAsync(app, "huawei"), await IdAsync(app, "huawei-switch"));

        var shut = await editor.PageAsync(Tree);
        var open = await editor.PageAsync($"{Tree}?open={top}");
        await app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Id == top, Cancel)).Hide());
        var hidden = await editor.PageAsync($"{Tree}?open={top}");

        Assert.Null(shut.QuerySelector($"#c-{line}"));
        Assert.Equal("false", shut.QuerySelector($"#toggle-{top}")!.GetAttribute("aria-expanded"));
        Assert.StartsWith($"{Tree}?open={top}#", shut.QuerySelector($"#toggle-{top}")!.GetAttribute("href"), StringComparison.Ordinal);
        foreach (var page in (IDocument[])[open, hidden])
            Assert.Equal(("2 个商品", "2 个商品"), (page.Text($"#c-{top} .tree-editor__count"), page.Text($"#c-{line} .tree-editor__count")));
        Assert.Equal(("已隐藏", "上级隐藏"), (hidden.Text($"#c-{top} .badge"), hidden.Text($"#c-{line} .badge")));
        Assert.Equal(0, app.Tree.Total);
    }

    [Fact]
    public async Task A_search_finds_places_by_name_or_address_with_what_is_above_them()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();

        var byName = await editor.PageAsync(Tree + "?q=" + Uri.EscapeDataString("华为交换机"));
        var byAddress = await editor.PageAsync(Tree + "?q=HUAWEI-switch");
        var nothing = await editor.PageAsync(Tree + "?q=zzzz");
        var owned = app.Tree.All.First(c => c.Salesperson is not null);
        var withOwner = await editor.PageAsync(Tree + "?q=" + Uri.EscapeDataString(owned.Slug));

        var line = await IdAsync(app, "huawei-switch");
        Assert.Contains("华为 /", byAddress.Text($"#c-{line} .tree-editor__name"), StringComparison.Ordinal);
        Assert.Equal(byName.QuerySelectorAll(".tree-editor__row").Select(r => r.Id), byAddress.QuerySelectorAll(".tree-editor__row").Select(r => r.Id));
        Assert.NotNull(nothing.QuerySelector(".empty-state"));
        Assert.Equal(owned.Salesperson!.Name, withOwner.Text($"#c-{owned.Id} .tree-editor__owner"));
    }

    [Fact]
    public async Task A_place_moves_and_the_stores_counts_follow_at_once()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        await app.AddProductAsync("huawei-switch", "S-1");
        var (line, other) = (await IdAsync(app, "huawei-switch"), await IdAsync(app, "h3c"));

        using var moved = await editor.SubmitAsync($"{Tree}/{line}/parent", $"{Tree}/{line}/parent", ("ParentId", $"{other}"));

        Assert.Equal(HttpStatusCode.SeeOther, moved.StatusCode);
        Assert.Equal($"{Tree}?open={other}#c-{line}", moved.Headers.Location!.OriginalString);
        Assert.Equal((0, 1), (app.Tree.Find("huawei")!.Total, app.Tree.Find("h3c")!.Total));
        var page = await editor.PageAsync(moved.Headers.Location.OriginalString.Split('#')[0]);
        Assert.NotNull(page.QuerySelector($".tree-editor__item[data-id='{other}'] #c-{line}"));
        Assert.Contains("已移到", page.Text(".notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_below_itself_is_refused_in_words_and_not_even_offered()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var (top, line) = (await IdAsync(app, "huawei"), await IdAsync(app, "huawei-switch"));
        var offered = await editor.PageAsync($"{Tree}/{top}/parent?q=huawei");
        var fields = Door.FieldsOf(offered, $"{Tree}/{top}/parent");
        var edited = Door.FieldsOf(await editor.PageAsync($"{Tree}/{top}/edit"), $"{Tree}/{top}/edit", ("Name", "改过的名称"), ("ParentId", $"{line}"), ("KeySpecs", ""), ("Summary", ""));

        Assert.Empty(offered.QuerySelectorAll($"#ParentId [value='{line}'], #ParentId [value='{top}']"));
        foreach (var below in (int[])[line, top])
        {
            using var refused = await editor.PostFormAsync($"{Tree}/{top}/parent", new(fields) { ["ParentId"] = $"{below}" });
            Assert.Equal((HttpStatusCode.BadRequest, "分类不能移到自身或自身的下级之下。"), (refused.StatusCode, (await refused.DocumentAsync()).Text(".form-error")));
        }
        using var typed = await editor.PostFormAsync($"{Tree}/{top}/edit", edited);
        var page = await typed.DocumentAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "分类不能移到自身或自身的下级之下。"), (typed.StatusCode, page.Text("#ParentId-error")));
        Assert.Equal("改过的名称", page.QuerySelector<IHtmlInputElement>("#Name")!.Value);
        Assert.Equal("华为", app.Tree.Find("huawei")!.Name);
        Assert.Null(app.Tree.Find("huawei")!.Parent);
    }

    [Fact]
    public async Task Siblings_change_their_order_and_what_is_open_stays_open()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var top = await IdAsync(app, "huawei");
        var lines = app.Tree.Find("huawei")!.Children.Select(c => c.Id).ToList();
        var fields = new Dictionary<string, string>(Arranging(await editor.PageAsync($"{Tree}?open={top}"))) { ["Way"] = "down" };

        using var down = await editor.PostFormAsync($"{Tree}/{lines[0]}/position", fields);
        using var end = await editor.PostFormAsync($"{Tree}/{lines[1]}/position", new(fields) { ["Way"] = "up" });
        using var before = await editor.PostFormAsync($"{Tree}/{lines[^1]}/parent", new(fields) { ["ParentId"] = $"{top}", ["Before"] = $"{lines[1]}" });
        var said = (await editor.PageAsync(Tree)).Text(".notice");
        using var last = await editor.PostFormAsync($"{Tree}/{lines[^2]}/parent", new(fields) { ["ParentId"] = $"{top}" });

        Assert.Contains("前面", said, StringComparison.Ordinal); // same parent, another order
        Assert.Contains("已经在那里", (await editor.PageAsync(Tree)).Text(".notice"), StringComparison.Ordinal);
        Assert.Equal($"{Tree}?open={top}#c-{lines[0]}", down.Headers.Location!.OriginalString);
        Assert.Equal([lines[^1], lines[1], lines[0], .. lines[2..^1]], app.Tree.Find("huawei")!.Children.Select(c => c.Id));
    }

    [Fact]
    public async Task A_merge_says_first_what_it_moves_and_leaves_one_place_for_both_addresses()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-router", "R-1");
        await app.AddProductAsync("huawei-router", "R-2", published: false);
        await app.AddProductAsync("huawei-switch", "S-1");
        var (from, into) = (await IdAsync(app, "huawei-router"), await IdAsync(app, "huawei-switch"));

        var asked = await editor.PageAsync($"{Tree}/{from}/merger?into={into}");
        using var done = await editor.PostFormAsync($"{Tree}/{from}/merger", Door.FieldsOf(asked, $"{Tree}/{from}/merger"));

        Assert.Contains("2 个商品", asked.Text(".confirm-form li"), StringComparison.Ordinal);
        Assert.Contains("其中 1 个访客看不到", asked.Text(".confirm-form li"), StringComparison.Ordinal);
        Assert.Contains(asked.QuerySelectorAll(".confirm-form li"), l => l.TextContent.Contains("/c/huawei-switch", StringComparison.Ordinal) && l.TextContent.Contains("/c/huawei-router", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(2, app.Tree.Find("huawei-switch")!.Count);
        Assert.Null(app.Tree.Find("huawei-router"));
        using var old = await visitor.AnswerAsync("/c/huawei-router");
        Assert.Equal((HttpStatusCode.MovedPermanently, "/c/huawei-switch"), (old.StatusCode, old.Headers.Location!.OriginalString));
        using var self = await editor.PostFormAsync($"{Tree}/{into}/merger", new(Door.FieldsOf(asked, $"{Tree}/{from}/merger")) { ["Into"] = $"{into}" });
        Assert.Equal((HttpStatusCode.BadRequest, "分类不能合并到自身或自身的下级。"), (self.StatusCode, (await self.DocumentAsync()).Text(".form-error")));
    }

    [Fact]
    public async Task A_merge_is_undone_from_the_page_that_follows_it_and_only_once()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        using var visitor = app.Visitor();
        await app.AddProductAsync("huawei-router", "R-1");
        await app.AddProductAsync("huawei-router", "R-2", published: false);
        var (from, into) = (await IdAsync(app, "huawei-router"), await IdAsync(app, "huawei-switch"));
        var names = (From: app.Tree.Find("huawei-router")!.Name, Into: app.Tree.Find("huawei-switch")!.Name);
        using var done = await editor.SubmitAsync($"{Tree}/{from}/merger?into={into}", $"{Tree}/{from}/merger");
        var (after, list) = (await editor.PageAsync(done.Headers.Location!.OriginalString.Split('#')[0]), await editor.PageAsync("/admin/products/bulk"));
        var undo = after.QuerySelector<IHtmlFormElement>(".undo-bar")!.GetAttribute("action")!;

        using var undone = await editor.PostFormAsync(undo, Door.FieldsOf(after, undo));
        var said = (await editor.PageAsync("/admin/products/bulk")).Text(".notice");
        using var twice = await editor.PostFormAsync(undo, Door.FieldsOf(after, undo));

        Assert.Equal($"“{names.From}”合并到“{names.Into}”", list.Text("tbody th"));
        Assert.Contains("已撤销合并", said, StringComparison.Ordinal);
        Assert.Contains("2 个商品", said, StringComparison.Ordinal);
        Assert.Equal(from, app.Tree.Find("huawei-router")!.Id);
        Assert.Equal((1, 0), (app.Tree.Find("huawei-router")!.Count, app.Tree.Find("huawei-switch")!.Count));
        using var address = await visitor.AnswerAsync("/c/huawei-router");
        Assert.Equal(HttpStatusCode.OK, address.StatusCode);
        Assert.Equal("批量修改已经撤销。", (await editor.PageAsync("/admin/products/bulk")).Text(".notice"));
        Assert.Null((await editor.PageAsync(done.Headers.Location.OriginalString.Split('#')[0])).QuerySelector(".undo-bar"));
    }

    [Fact]
    public async Task Wherever_a_category_is_chosen_the_choice_is_the_tree_in_its_order_and_can_be_searched()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        await app.AddProductAsync("huawei-router", "R-1");
        var (router, product) = (await IdAsync(app, "huawei-router"), await app.ReadAsync(db => db.Products.Select(p => p.Id).FirstAsync(Cancel)));
        await app.ChangeAsync(async db => // equal positions, so sorting by position alone would not be stable
        {
            var all = await db.Categories.ToListAsync(Cancel);
            foreach (var siblings in all.GroupBy(c => c.ParentId))
                foreach (var (place, n) in siblings.OrderByDescending(c => c.Id).Select((c, n) => (c, n)))
                    place.Position = n;
        });
        var tree = Walk(app.Tree.Roots, 0).ToList();
        var ask = Door.FieldsOf(await editor.PageAsync("/admin/products"), "/admin/products/bulk/preview");
        using var bulk = await editor.PostFormAsync("/admin/products/bulk/preview", new(ask) { ["Ids"] = $"{product}", ["Act"] = "Move" });

        foreach (var (page, field) in new (IDocument, string)[]
        {
            (await editor.PageAsync($"{Tree}/{router}/merger"), "into"), (await editor.PageAsync($"{Tree}/{router}/parent"), "ParentId"), (await editor.PageAsync($"{Tree}/{router}/edit"), "ParentId"),
            (await editor.PageAsync($"{Tree}/new"), "ParentId"), (await editor.PageAsync($"/admin/products/{product}/edit"), "CategoryId"), (await editor.PageAsync("/admin/articles/new"), "CategoryId"),
            (await bulk.DocumentAsync(), "CategoryId"),
        })
        {
            var options = page.QuerySelectorAll<IHtmlOptionElement>($"category-choice #{field} option").Where(o => o.Value.Length > 0).ToList();
            var offered = options.Select(o => (o.Value, Level: o.Text.Length - o.Text.TrimStart('\u3000').Length)).ToList();
            Assert.Equal(tree.Where(t => t.Value != $"{router}" || offered.Contains(t)), offered);
        }
        var found = await editor.PageAsync($"{Tree}/{router}/merger?q=" + Uri.EscapeDataString("交换机"));
        var names = found.QuerySelectorAll<IHtmlOptionElement>("#into option").Where(o => o.Value.Length > 0).ToList();
        Assert.All(names, o => Assert.Contains("交换机", o.Text, StringComparison.Ordinal));
        Assert.Contains(names, o => o.Text.StartsWith($"华为 / {app.Tree.Find("huawei-switch")!.Name}", StringComparison.Ordinal));
        Assert.Equal(tree.Select(t => t.Value).Where(names.Select(o => o.Value).Contains), names.Select(o => o.Value));

        static IEnumerable<(string Value, int Level)> Walk(IEnumerable<CategoryNode> nodes, int level) =>
            nodes.SelectMany(n => Walk(n.Children, level + 1).Prepend(($"{n.Id}", level)));
    }

    [Fact]
    public async Task What_cannot_be_merged_is_said_before_anything_is_asked()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var (top, line) = (await IdAsync(app, "huawei"), await IdAsync(app, "huawei-switch"));

        var below = await editor.PageAsync($"{Tree}/{top}/merger?into={line}", HttpStatusCode.BadRequest);
        var gone = await editor.PageAsync($"{Tree}/{top}/merger?into=999999", HttpStatusCode.BadRequest);
        var several = await editor.PageAsync($"{Tree}/{line}/merger?into={Uri.EscapeDataString("交换机")}", HttpStatusCode.BadRequest);
        var byName = await editor.PageAsync($"{Tree}/{line}/merger?into=huawei-router");

        Assert.Equal(("分类不能合并到自身或自身的下级。", "没有这个分类。"), (below.Text("#into-error"), gone.Text("#into-error")));
        Assert.Contains(" / ", several.Text("#into-error"), StringComparison.Ordinal);
        Assert.NotNull(byName.QuerySelector(".confirm-form"));
    }

    [Fact]
    public async Task A_reorder_and_a_move_are_each_one_line_of_the_history_in_words()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var top = await IdAsync(app, "huawei");
        var lines = app.Tree.Find("huawei")!.Children.Select(c => (c.Id, c.Name)).ToList();
        var rows = await app.ReadAsync(db => db.Revisions.CountAsync(Cancel));
        var fields = new Dictionary<string, string>(Arranging(await editor.PageAsync($"{Tree}?open={top}")));

        (await editor.PostFormAsync($"{Tree}/{lines[^1].Id}/parent", new(fields) { ["ParentId"] = $"{top}", ["Before"] = $"{lines[0].Id}" })).Dispose();
        (await editor.PostFormAsync($"{Tree}/{lines[1].Id}/position", new(fields) { ["Way"] = "down" })).Dispose();
        (await editor.PostFormAsync($"{Tree}/{lines[0].Id}/parent", new(fields) { ["ParentId"] = "" })).Dispose();
        var history = await editor.PageAsync("/admin/history");
        var own = await editor.PageAsync($"/admin/history/category/{lines[0].Id}");

        Assert.Equal(rows + 3, await app.ReadAsync(db => db.Revisions.CountAsync(Cancel)));
        var told = history.QuerySelectorAll("tbody tr").Take(3).Select(r => (r.Text("th"), r.Text("td:nth-child(5)"))).ToList();
        Assert.Equal([(lines[0].Name, "从“华为”移到顶层"), (lines[1].Name, $"移到“{lines[3].Name}”前面"), (lines[^1].Name, $"移到“{lines[0].Name}”前面")], told);
        Assert.EndsWith("从“华为”移到顶层", own.Text(".history-steps h2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_is_hidden_shown_thrown_away_when_empty_and_restored()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        await app.AddProductAsync("huawei-switch", "S-1");
        var full = await IdAsync(app, "huawei-switch");
        var fields = Arranging(await editor.PageAsync(Tree));

        using var hide = await editor.PostFormAsync($"{Tree}/{full}/hiding", fields);
        Assert.Equal((HttpStatusCode.SeeOther, 0), (hide.StatusCode, app.Tree.Total));
        using var show = await editor.PostFormAsync($"{Tree}/{full}/showing", fields);
        Assert.Equal(1, app.Tree.Total);
        using var refused = await editor.PostFormAsync($"{Tree}/{full}/bin", fields);
        Assert.Equal((HttpStatusCode.BadRequest, "分类下还有商品、文章或下级分类。"), (refused.StatusCode, (await refused.DocumentAsync()).Text(".form-error")));

        using var added = await editor.SubmitAsync($"{Tree}/new?parentId={full}", $"{Tree}/new", ("Name", "新的 一条线"), ("ParentId", $"{full}"), ("KeySpecs", "端口\n速率\n端口"));
        var place = app.Tree.Find("新的-一条线")!;
        Assert.Equal((full, "端口 速率"), (place.Parent!.Id, string.Join(' ', place.KeySpecs)));
        using var bin = await editor.PostFormAsync($"{Tree}/{place.Id}/bin", fields);
        Assert.Null(app.Tree.Find(place.Id));
        Assert.Contains("新的 一条线", (await editor.PageAsync(Tree)).Text(".tree-editor__bin"), StringComparison.Ordinal);
        using var restored = await editor.PostFormAsync($"{Tree}/{place.Id}/restoration", fields);
        Assert.NotNull(app.Tree.Find(place.Id));
    }

    [Fact]
    public async Task A_stale_save_answers_409_with_what_the_other_did_and_loses_nothing()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var (id, place) = (await IdAsync(app, "huawei-switch"), $"{Tree}/{await IdAsync(app, "huawei-switch")}/edit");
        var mine = Full(await editor.PageAsync(place), place);
        var theirs = new Dictionary<string, string>(mine) { ["Name"] = "对方的名称", ["Kind"] = "server" };

        using var first = await editor.PostFormAsync(place, theirs);
        using var stale = await editor.PostFormAsync(place, new(mine) { ["Name"] = "我的名称", ["Summary"] = "我的描述" });

        var page = await stale.DocumentAsync();
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (first.StatusCode, stale.StatusCode));
        Assert.Contains("对方的名称", page.Text(".conflict"), StringComparison.Ordinal);
        var proposal = ConflictTests.FieldsOf(page, place);
        Assert.Equal(("我的名称", "我的描述", "server"), (proposal["Name"], proposal["Summary"], proposal["Kind"]));
        Assert.Equal("对方的名称", app.Tree.Find(id)!.Name);
        using var again = await editor.PostFormAsync(place, proposal);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal(("我的名称", "我的描述", "server"), (app.Tree.Find(id)!.Name, app.Tree.Find(id)!.Summary, app.Tree.Find(id)!.Kind));
    }

    [Fact]
    public async Task What_the_form_does_not_have_is_ignored_and_ids_are_looked_up()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var (id, place) = (await IdAsync(app, "huawei-switch"), $"{Tree}/{await IdAsync(app, "huawei-switch")}/edit");
        var fields = Full(await editor.PageAsync(place), place);

        using var over = await editor.PostFormAsync(place, new(fields) { ["Id"] = "1", ["Path"] = "x", ["IsHidden"] = "true", ["Position"] = "99", ["SourceCount"] = "1", ["DeletedAt"] = "2020-01-01" });
        fields = Full(await editor.PageAsync(place), place);
        using var foreign = await editor.PostFormAsync(place, new(fields) { ["SalespersonId"] = "999999", ["ParentId"] = "999999" });
        using var garbage = await editor.PostFormAsync(place, new(fields) { ["ParentId"] = "x", ["Name"] = " " });
        using var gone = await editor.PostFormAsync($"{Tree}/999999/edit", fields);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (over.StatusCode, foreign.StatusCode, garbage.StatusCode, gone.StatusCode));
        var row = await app.ReadAsync(db => db.Categories.SingleAsync(c => c.Id == id, Cancel));
        Assert.False(row.IsHidden);
        Assert.Null(row.DeletedAt);
        Assert.NotEqual(99, row.Position);
        Assert.Equal("没有这位销售。", (await foreign.DocumentAsync()).Text("#SalespersonId-error"));
        Assert.StartsWith("没有找到这个分类", (await garbage.DocumentAsync()).Text("#ParentId-error"), StringComparison.Ordinal);
        Assert.Equal("请填写名称。", (await garbage.DocumentAsync()).Text("#Name-error"));
    }

    [Fact]
    public async Task What_staff_do_to_the_tree_is_signed_with_their_name()
    {
        await using var app = await StoreAsync();
        using var editor = await app.SignedInAsync();
        var id = await IdAsync(app, "huawei-switch");

        using var hidden = await editor.PostFormAsync($"{Tree}/{id}/hiding", Arranging(await editor.PageAsync(Tree)));

        var row = await app.ReadAsync(db => db.Revisions.OrderByDescending(r => r.Id).FirstAsync(Cancel));
        Assert.Equal("0", row.Was[nameof(Category.IsHidden)]);
        Assert.Equal(await app.IdOfAsync(Door.Owner), row.StaffId);
    }

    /// <summary>Hidden fields of every button of the tree.</summary>
    private static Dictionary<string, string> Arranging(IParentNode page) =>
        page.QuerySelectorAll<IHtmlInputElement>(".tree-editor__form > input").GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.First().Value);

    /// <summary>All fields of an editor's form, as a browser sends them.</summary>
    internal static Dictionary<string, string> Full(IParentNode page, string action)
    {
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == action);
        var fields = Door.FieldsOf(page, action);
        foreach (var area in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea"))
            fields[area.Name!] = area.Value;
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select"))
            fields[select.Name!] = select.Value ?? "";
        foreach (var box in form.QuerySelectorAll<IHtmlInputElement>("input[type=checkbox]").Where(b => !b.IsChecked))
            fields.Remove(box.Name!);
        return fields;
    }

    internal static async Task<StoreApp> StoreAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Editor);
        return app;
    }

    private static Task<int> IdAsync(StoreApp app, string slug) => app.ReadAsync(db => db.Categories.Where(c => c.Slug == slug).Select(c => c.Id).SingleAsync(Cancel));
}
