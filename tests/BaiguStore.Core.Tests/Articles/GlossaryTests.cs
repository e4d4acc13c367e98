using AngleSharp.Html.Parser;
using BaiguStore.Core.Articles;

namespace BaiguStore.Core.Tests.Articles;

public sealed class GlossaryTests
{
    private const string Terms = "\n\n## Terms\n\nVMM\n:   A machine monitor.\n\nVM entry\n:   Into the guest.\n\n\u5BA2\u6237\u673A\uFF08Guest\uFF09\n:   A guest.\n";

    [Fact]
    public void A_term_is_explained_once_where_it_first_stands_in_the_text()
    {
        var page = Rendered("The VMM waits, the VMM works.");

        var button = Assert.Single(page.QuerySelectorAll("button.term"));
        Assert.Equal("VMM", button.TextContent);
        var meaning = page.GetElementById(button.GetAttribute("popovertarget")!)!;
        Assert.True(meaning.HasAttribute("popover"));
        Assert.Equal("VMM\uFF1AA machine monitor.", meaning.TextContent);
        Assert.StartsWith("The VMM", page.QuerySelector("p")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith(" waits, the VMM works.", page.QuerySelector("p")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("An XVMM or VMMs is another word.")]
    [InlineData("In code `VMM` stays code.")]
    [InlineData("[VMM](/c/huawei) is a link already.")]
    [InlineData("## VMM\n\nnothing")]
    public void A_part_of_a_word_code_links_and_headings_are_left_alone(string markdown) =>
        Assert.Empty(Rendered(markdown).QuerySelectorAll("button.term"));

    [Fact]
    public void A_Han_term_without_its_bracketed_original_is_found_inside_a_sentence()
    {
        var page = Rendered("\u8FD9\u53F0\u5BA2\u6237\u673A\u5F88\u5FD9");

        Assert.Equal("\u5BA2\u6237\u673A", Assert.Single(page.QuerySelectorAll("button.term")).TextContent);
    }

    [Fact]
    public void Of_two_terms_the_longer_one_is_explained()
    {
        var page = Rendered("A VM entry happens.");

        Assert.Equal("VM entry", Assert.Single(page.QuerySelectorAll("button.term")).TextContent);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Rendered(string markdown) =>
        new HtmlParser().ParseDocument(ArticleRendering.Render(markdown + Terms).Html);
}
