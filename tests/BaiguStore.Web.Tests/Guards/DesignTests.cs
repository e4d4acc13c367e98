using System.Net;
using AngleSharp.Dom;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>`/design` is complete: every component is on it.</summary>
public sealed class DesignTests
{
    /// <summary>Stylesheets that are not components: base styles, and single pages.</summary>
    private static readonly string[] NotComponents = ["tokens", "base", "frame", "print", "home", "article", "product", "page-head", "catalogue-menu", "error-page", "toc", "line-list", "toolbar", "product-list", "search", "inquiry", "inquiry-table", "inquiry-sheet", "sent-inquiry", "compare",
        "admin-frame", "door", "room-list", "totp-setup", "product-filter", "product-rows", "product-editor", "history-steps", "comment-queue", "comment-editor", "owned-lines", "mail-list", "inquiry-board", "inquiry-answer", "dashboard", "article-editor", "place-search"];

    [Fact]
    public async Task Every_component_is_on_the_page_for_developers()
    {
        await using var app = await StoreApp.WithPageAsync();
        app.InEnvironment("Development");
        using var visitor = app.Visitor();

        var page = await visitor.PageAsync("/design");

        var said = page.QuerySelectorAll("h2").SelectMany(h => h.TextContent.Split(", ")).ToHashSet(StringComparer.Ordinal);
        var folder = Path.Combine(SourceRuleTests.Root, "src", "BaiguStore.Web", "wwwroot", "css");
        var css = Directory.GetFiles(folder, "*.css").Concat(Directory.GetFiles(Path.Combine(folder, "admin"), "*.css")).Select(f => Path.GetFileNameWithoutExtension(f)!);
        Assert.Equal([], css.Except(NotComponents).Except(said));
        Assert.NotEmpty(page.QuerySelectorAll(".comments__replies .is-pending"));
        Assert.NotEmpty(page.QuerySelectorAll(".comment-form [aria-invalid=true]"));
        Assert.True(page.QuerySelectorAll(".design__swatch").Length >= 15);
        Assert.True(page.QuerySelectorAll(".drawing").Length >= 14);
    }

    [Fact]
    public async Task Visitors_do_not_see_it()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.AnswerAsync("/design")).StatusCode);
    }
}
