using AngleSharp.Html.Parser;

namespace BaiguStore.Core.Articles;

/// <summary>
/// An article's HTML for feed readers, which support no popovers or dialogs: without the hidden definitions of glossary terms and without elements
/// for scripts and keyboard.
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
