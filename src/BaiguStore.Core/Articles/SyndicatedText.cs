using AngleSharp.Html.Parser;

namespace BaiguStore.Core.Articles;

/// <summary>
/// An article's rendered text for feed readers, which know no popovers and no dialogs: without the meanings that lie hidden behind glossary terms, and
/// without what only a page's script and keyboard need.
/// </summary>
public static class SyndicatedText
{
    public static string Of(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var hidden in body.QuerySelectorAll("[popover]").ToList())
            hidden.Remove();
        foreach (var button in body.QuerySelectorAll("button").ToList())
            button.Replace([.. button.ChildNodes]);
        foreach (var region in body.QuerySelectorAll("[tabindex]"))
            region.RemoveAttribute("tabindex");
        foreach (var region in body.QuerySelectorAll("[role=region]"))
            region.RemoveAttribute("role");
        body.Normalize();
        return body.InnerHtml;
    }
}
