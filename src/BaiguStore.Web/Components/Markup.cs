using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Search;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Models;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Localization;

namespace BaiguStore.Web.Components;

/// <summary>
/// The smallest components, written in code: a list page contains a hundred of them, and a partial view per line would cost more than its output.
/// </summary>
public static partial class Markup
{
    /// <summary>An icon by its id in `img/icons.svg`.</summary>
    public static IHtmlContent Icon(string name) => new Written((to, encoder) =>
    {
        to.Write("<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"/img/icons.svg#");
        encoder.Encode(to, name);
        to.Write("\"></use></svg>");
    });

    /// <summary>A time to the minute, on one line.</summary>
    public static IHtmlContent Minute(DateTime utc) => new Written((to, encoder) =>
    {
        to.Write("<time datetime=\"");
        encoder.Encode(to, Format.Iso(utc));
        to.Write("\">");
        encoder.Encode(to, Format.Minute(utc));
        to.Write("</time>");
    });

    /// <summary>A line drawing by its id in `img/drawings.svg`.</summary>
    public static IHtmlContent Drawing(string name) => new Written((to, encoder) =>
    {
        to.Write("<svg class=\"drawing\" viewBox=\"0 0 160 120\" aria-hidden=\"true\" focusable=\"false\"><use href=\"/img/drawings.svg#");
        encoder.Encode(to, name);
        to.Write("\"></use></svg>");
    });

    /// <summary>A category with its number of products.</summary>
    public static IHtmlContent CategoryLink(CategoryNode category, bool isCurrent = false) => new Written((to, encoder) =>
    {
        to.Write("<a href=\"");
        encoder.Encode(to, Links.Category(category.Slug));
        to.Write(isCurrent ? "\" aria-current=\"page\"><bdi lang=\"zh-CN\">" : "\"><bdi lang=\"zh-CN\">");
        encoder.Encode(to, category.Name);
        to.Write("</bdi></a> <span class=\"count\">(");
        to.Write(category.Total);
        to.Write(")</span>");
    });

    /// <summary>Characters that fit a heading on the narrowest phone.</summary>
    private const int LongestUnbroken = 20;

    /// <summary>A name whose part numbers do not break at hyphens and slashes, if they are short enough for a line.</summary>
    public static IHtmlContent Unbroken(string name) => new Written((to, encoder) =>
    {
        var last = 0;
        foreach (var part in PartNumber().EnumerateMatches(name))
        {
            if (part.Length > LongestUnbroken)
                continue;
            encoder.Encode(to, name, last, part.Index - last);
            to.Write("<span class=\"whole\">");
            encoder.Encode(to, name, part.Index, part.Length);
            to.Write("</span>");
            last = part.Index + part.Length;
        }
        encoder.Encode(to, name, last, name.Length - last);
    });

    /// <summary>A price in fen, or 询价 if there is none.</summary>
    public static IHtmlContent Price(this IHtmlLocalizer<Ui> text, long? fen) => new Written((to, encoder) =>
    {
        to.Write(fen is null ? "<span class=\"price price--ask\">" : "<span class=\"price\">");
        if (fen is { } known)
            encoder.Encode(to, Format.Price(known));
        else
            text["询价"].WriteTo(to, encoder);
        to.Write("</span>");
    });

    public static IHtmlContent Stock(this IHtmlLocalizer<Ui> text, StockState stock) => new Written((to, encoder) =>
    {
        var (css, said) = stock switch
        {
            StockState.InStock => ("stock--in", text["现货"]),
            StockState.ToOrder => ("stock--order", text["订货"]),
            _ => ("stock--out", text["缺货"]),
        };
        to.Write($"<span class=\"stock {css}\">");
        said.WriteTo(to, encoder);
        to.Write("</span>");
    });

    /// <summary>`compare-pick`: a link to a comparison with this product; its script turns it into a toggle button.</summary>
    public static IHtmlContent ComparePick(this IHtmlLocalizer<Ui> text, string sku) => new Written((to, encoder) =>
    {
        to.Write("<compare-pick class=\"compare-pick\" data-sku=\"");
        encoder.Encode(to, sku);
        to.Write("\"><a href=\"");
        encoder.Encode(to, Links.Compare([sku]));
        to.Write("\" rel=\"nofollow\" aria-label=\"");
        text["对比 {0}", sku].WriteTo(to, encoder);
        to.Write("\">");
        text["对比"].WriteTo(to, encoder);
        to.Write("</a></compare-pick>");
    });

    /// <summary>`inquiry-add` of a row: a link to an inquiry with this product; its script adds one piece without leaving the page.</summary>
    public static IHtmlContent InquiryPick(this IHtmlLocalizer<Ui> text, string sku) => new Written((to, encoder) =>
    {
        to.Write("<inquiry-add class=\"inquiry-pick\" data-sku=\"");
        encoder.Encode(to, sku);
        to.Write("\"><a href=\"");
        encoder.Encode(to, Links.Inquiry(new([new(sku)])));
        to.Write("\" rel=\"nofollow\" aria-label=\"");
        text["把 {0} 加入询价单", sku].WriteTo(to, encoder);
        to.Write("\">");
        text["询价单"].WriteTo(to, encoder);
        to.Write("</a></inquiry-add>");
    });

    /// <summary>A text with the search terms marked; breaks like <see cref="Breakable"/>.</summary>
    public static IHtmlContent Marked(string text, Highlights found) => new Written((to, encoder) =>
    {
        var (written, breaks) = (0, HasLongName(text));
        foreach (var range in found.In(text))
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            Write(to, encoder, text, written, start, breaks);
            to.Write("<mark>");
            Write(to, encoder, text, start, start + length, breaks);
            to.Write("</mark>");
            written = start + length;
        }
        Write(to, encoder, text, written, text.Length, breaks);
    });

    /// <summary>
    /// A text that may break after slashes if it contains a word longer than a narrow cell: `802.11a/b/g/n/ac/ax/be`. Otherwise browsers would break
    /// such a word anywhere.
    /// </summary>
    public static IHtmlContent Breakable(string text) => new Written((to, encoder) => Write(to, encoder, text, 0, text.Length, HasLongName(text)));

    private static void Write(TextWriter to, HtmlEncoder encoder, string text, int start, int end, bool breaks)
    {
        for (var slash = breaks ? text.IndexOf('/', start, end - start) : -1; slash >= 0; slash = text.IndexOf('/', start, end - start))
        {
            encoder.Encode(to, text, start, slash + 1 - start);
            to.Write("<wbr>");
            start = slash + 1;
        }
        encoder.Encode(to, text, start, end - start);
    }

    private static bool HasLongName(string text)
    {
        if (text.Length <= LongestUnbroken || !text.Contains('/', StringComparison.Ordinal))
            return false;
        var length = 0;
        foreach (var c in text)
            if ((length = c is > ' ' and <= '~' or '×' ? length + 1 : 0) > LongestUnbroken)
                return true;
        return false;
    }

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9+.]*(?:[-/][A-Za-z0-9+.]+)+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartNumber();

    private sealed class Written(Action<TextWriter, HtmlEncoder> write) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => write(writer, encoder);
    }
}
