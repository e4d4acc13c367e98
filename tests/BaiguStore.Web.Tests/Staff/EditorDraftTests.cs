using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Web.Tests.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Every editor has draft support and reports successful saves. The browser's part is tested in the browser tests.</summary>
public sealed class EditorDraftTests(ConflictTests.Office office) : IClassFixture<ConflictTests.Office>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_editor_keeps_a_draft_of_what_is_typed()
    {
        using var buyer = office.App.Visitor();
        await buyer.SendAsync(office.App, "/inquiry?item=LS-5130S*3");
        var inquiry = await office.App.ReadAsync(db => db.InquiryParts.Select(p => p.Id).FirstAsync(Cancel));
        string[] pages =
        [
            .. office.Places.Values, "/admin/articles/new", "/admin/products/new", "/admin/categories/new", "/admin/settings/vendors/new", "/admin/settings/salespeople/new", "/admin/settings/salespeople/1/edit",
            "/admin/settings/comments", $"/admin/inquiries/{inquiry}/edit",
        ];

        foreach (var url in pages)
        {
            var page = await office.First.PageAsync(url);
            var typed = page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").Where(f => f.QuerySelector("textarea, input:not([type]), input[type=text], input[type=email], input[inputmode]") is not null).ToList();
            Assert.NotEmpty(typed);
            foreach (var form in typed)
            {
                var draft = form.Closest("kept-draft");
                Assert.True(draft is not null, $"{url}: {form.GetAttribute("action")}");
                Assert.Equal(form.GetAttribute("action"), draft.GetAttribute("data-address"));
                Assert.NotEmpty(draft.GetAttribute("data-owner")!);
                Assert.Null(draft.GetAttribute("data-unsaved"));
            }
        }
    }

    [Fact]
    public async Task A_refused_form_says_that_it_is_not_saved_and_the_page_after_a_save_says_once_which_one_was()
    {
        const string place = "/admin/settings/vendors/new";

        using var refused = await office.First.SubmitAsync(place, place, ("Code", "drafts"), ("Name", ""));
        using var saved = await office.First.SubmitAsync(place, place, ("Code", "drafts"), ("Name", "草稿"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.SeeOther), (refused.StatusCode, saved.StatusCode));
        Assert.Equal("true", (await refused.DocumentAsync()).QuerySelector("kept-draft")!.GetAttribute("data-unsaved"));
        Assert.Equal(place, (await office.First.PageAsync("/admin/settings")).QuerySelector("kept-draft[data-saved]")!.GetAttribute("data-saved"));
        Assert.Null((await office.First.PageAsync("/admin/settings")).QuerySelector("kept-draft[data-saved]"));
    }
}
