using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Concurrent edits of any long text: paragraphs are merged, conflicts are chosen, and the page says who saved.</summary>
public sealed class ConflictTests(ConflictTests.Office office) : IClassFixture<ConflictTests.Office>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Every long text that staff edit: page, field, and separator of paragraphs.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { "article", "Body", "\n\n" }, { "article", "Parameters", "\n" }, { "article", "Tags", "\n" }, { "product", "Description", "\n\n" }, { "product", "Specs", "\n" }, { "category", "KeySpecs", "\n" },
        { "company", "Honours", "\n" }, { "company", "Cities", "\n" }, { "vendor", "Aliases", "\n" }, { "comment", "Body", "\n\n" },
    };

    [Theory, MemberData(nameof(Texts))]
    public async Task Edits_of_different_paragraphs_are_merged_and_saved_as_they_stand(string kind, string field, string between)
    {
        var place = office.Places[kind];
        string Text(params string[] paragraphs) => Joined(field, between, paragraphs);
        await Office.SaveAsync(office.First, place, field, Text("一", "二", "三"));
        var mine = FieldsOf(await office.Second.PageAsync(place), place);
        await Office.SaveAsync(office.First, place, field, Text("一改", "二", "三"));

        using var stale = await office.Second.PostFormAsync(place, new(mine) { [field] = Text("一", "二", "三改", "四") });
        var page = await stale.DocumentAsync();
        using var merged = await office.Second.PostFormAsync(place, FieldsOf(page, place));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.SeeOther), (stale.StatusCode, merged.StatusCode));
        Assert.Empty(page.QuerySelectorAll("form.conflict input[type=radio]")); // no conflict, so no choice
        Assert.Equal(["先保存的改动，已合入", "您的改动，已合入"], page.QuerySelectorAll(".conflict-text__who").Select(w => w.TextContent));
        Assert.Equal(Text("一改", "二", "三改", "四"), FieldsOf(await office.First.PageAsync(place), place)[field]);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Each_overlap_is_chosen_by_itself(string kind, string field, string between)
    {
        var place = office.Places[kind];
        string Text(params string[] paragraphs) => Joined(field, between, paragraphs);
        await Office.SaveAsync(office.First, place, field, Text("一", "二", "三", "四", "五"));
        var mine = FieldsOf(await office.Second.PageAsync(place), place);
        await Office.SaveAsync(office.First, place, field, Text("一他", "二", "三他", "四", "五他"));

        using var stale = await office.Second.PostFormAsync(place, new(mine) { [field] = Text("一我", "二", "三我", "四", "五我") });
        var page = await stale.DocumentAsync();
        var overlaps = page.QuerySelectorAll(".conflict-text__overlap").Select(o => o.QuerySelectorAll<IHtmlInputElement>("input[type=radio]").ToList()).ToList();
        var picked = FieldsOf(page, place);
        var untouched = picked.Count(f => f.Key.StartsWith("Merged.", StringComparison.Ordinal));
        foreach (var (choices, choice) in overlaps.Zip([0, 1, 2])) // theirs, mine, both
            picked[choices[choice].Name!] = choices[choice].Value;
        using var merged = await office.Second.PostFormAsync(place, picked);

        Assert.Equal(3, overlaps.Count);
        Assert.All(overlaps, choices => Assert.Equal([false, true, false], choices.Select(c => c.IsChecked))); // mine by default, because it is not saved anywhere else
        Assert.Equal(5, untouched);
        Assert.Equal(HttpStatusCode.SeeOther, merged.StatusCode);
        var both = between.Length == 1 ? Text("一他", "二", "三我", "四", "五他", "五我") : Text("一他", "二", "三我", "四", "五他") + "\n" + Text("五我");
        Assert.Equal(both, FieldsOf(await office.First.PageAsync(place), place)[field]);
    }

    [Fact]
    public async Task The_page_says_who_saved_since_the_form_was_opened_and_nothing_that_nobody_knows()
    {
        var place = office.Places["company"];
        var opened = FieldsOf(await office.Second.PageAsync(place), place);
        await Office.SaveAsync(office.First, place, "Motto", "一");
        await Office.SaveAsync(office.Second, place, "Motto", "二");

        using var stale = await office.Second.PostFormAsync(place, new(opened) { ["Motto"] = "三" });
        var page = await stale.DocumentAsync();

        var said = page.Text(".form-error");
        Assert.Matches("您打开表单以后，内容又保存过", said);
        Assert.Equal(2, page.QuerySelectorAll(".form-error li").Length);
        Assert.Matches("^您自己在 .* 保存过", page.QuerySelectorAll(".form-error li")[0].TextContent);
        Assert.Matches("^owner 在 .* 保存过", page.QuerySelectorAll(".form-error li")[1].TextContent);
        Assert.DoesNotContain("之后打开", said, StringComparison.Ordinal); // it is unknown when the other editor has opened it
    }

    [Fact]
    public async Task A_third_save_while_somebody_chooses_is_merged_again()
    {
        var place = office.Places["product"];
        await Office.SaveAsync(office.First, place, "Description", "一\n\n二\n\n三");
        var mine = FieldsOf(await office.Second.PageAsync(place), place);
        await Office.SaveAsync(office.First, place, "Description", "一他\n\n二\n\n三");
        using var stale = await office.Second.PostFormAsync(place, new(mine) { ["Description"] = "一我\n\n二\n\n三" });
        var picked = FieldsOf(await stale.DocumentAsync(), place);
        await Office.SaveAsync(office.First, place, "Description", "一他\n\n二\n\n三他");

        using var again = await office.Second.PostFormAsync(place, picked);
        using var merged = await office.Second.PostFormAsync(place, FieldsOf(await again.DocumentAsync(), place));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.SeeOther), (stale.StatusCode, again.StatusCode, merged.StatusCode));
        Assert.Equal("一我\n\n二\n\n三他", FieldsOf(await office.First.PageAsync(place), place)["Description"]);
    }

    [Fact]
    public async Task Lists_to_choose_from_are_picked_whole()
    {
        var place = office.Places["article"];
        var opened = FieldsOf(await office.Second.PageAsync(place), place);
        var (one, other) = await office.App.ReadAsync(async db => (await db.Categories.OrderBy(c => c.Id).Select(c => c.Id).FirstAsync(Cancel), await db.Categories.OrderByDescending(c => c.Id).Select(c => c.Id).FirstAsync(Cancel)));
        await Office.SaveAsync(office.First, place, "HelpsToChoose", $"{one}");

        using var stale = await office.Second.PostFormAsync(place, new(opened) { ["HelpsToChoose"] = $"{other}" });
        var page = await stale.DocumentAsync();
        var choices = page.QuerySelectorAll<IHtmlInputElement>("input[name='Merged.HelpsToChoose.list']").ToList();
        using var taken = await office.Second.PostFormAsync(place, new(FieldsOf(page, place)) { ["Merged.HelpsToChoose.list"] = choices[0].Value });

        Assert.Equal([$"{one}", $"{other}"], choices.Select(c => c.Value));
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Equal([one], await office.App.ReadAsync(db => db.Articles.Where(a => a.Slug == "intel-vt").SelectMany(a => a.HelpsToChoose.Select(c => c.Id)).ToListAsync(Cancel)));
    }

    /// <summary>Specs and parameters are lines of name and value; other texts are unchanged.</summary>
    private static string Joined(string field, string between, string[] paragraphs) =>
        string.Join(between, paragraphs.Select(p => field is "Specs" or "Parameters" ? $"{p}: {p}" : p));

    /// <summary>Fields that a browser without script submits.</summary>
    internal static Dictionary<string, string> FieldsOf(IParentNode page, string action)
    {
        Dictionary<string, string> fields = [];
        foreach (var field in page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == action).QuerySelectorAll("input[name], textarea[name], select[name]"))
            switch (field)
            {
                case IHtmlInputElement { Type: "file" } or IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }: break;
                case IHtmlInputElement input: fields[input.Name!] = input.Value; break;
                case IHtmlTextAreaElement area: fields[area.Name!] = area.Value; break;
                case IHtmlSelectElement select: fields[select.Name!] = select.Value ?? ""; break;
            }
        return fields;
    }

    /// <summary>A store with an entity of every kind, and two editors.</summary>
    public sealed class Office : IAsyncLifetime
    {
        internal StoreApp App { get; private set; } = null!;
        internal HttpClient First { get; private set; } = null!;
        internal HttpClient Second { get; private set; } = null!;
        internal IReadOnlyDictionary<string, string> Places { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await StoreApp.WithPageAsync();
            await App.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
            await App.AddStaffAsync("second@baigu.example", StaffRoles.Administrator);
            await App.AddProductAsync("h3c-switch", "LS-5130S");
            using var visitor = App.Visitor();
            await visitor.PostAsync(App, Reader.Article, "写得清楚。");
            (First, Second) = (await App.SignedInAsync(), await App.SignedInAsync("second@baigu.example", "192.0.2.9"));
            Places = await App.ReadAsync(async db => new Dictionary<string, string>
            {
                ["article"] = $"/admin/articles/{await db.Articles.Where(a => a.Slug == "intel-vt").Select(a => a.Id).SingleAsync(Cancel)}/edit",
                ["product"] = $"/admin/products/{await db.Products.Select(p => p.Id).SingleAsync(Cancel)}/edit",
                ["category"] = $"/admin/categories/{await db.Categories.Where(c => c.Slug == "h3c-switch").Select(c => c.Id).SingleAsync(Cancel)}/edit",
                ["vendor"] = $"/admin/settings/vendors/{await db.Vendors.OrderBy(v => v.Id).Select(v => v.Id).FirstAsync(Cancel)}/edit",
                ["comment"] = $"/admin/comments/{await db.Comments.OrderByDescending(c => c.Id).Select(c => c.Id).FirstAsync(Cancel)}/edit",
                ["company"] = "/admin/settings/company",
            });
        }

        internal static async Task SaveAsync(HttpClient editor, string place, string field, string value)
        {
            using var saved = await editor.PostFormAsync(place, new(FieldsOf(await editor.PageAsync(place), place)) { [field] = value });
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        }

        public async ValueTask DisposeAsync()
        {
            First.Dispose();
            Second.Dispose();
            await App.DisposeAsync();
        }
    }
}
