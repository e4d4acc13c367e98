using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace BaiguStore.Core.Text;

/// <summary>Tables in Markdown: they scroll horizontally, have numbered captions, and columns of numbers are aligned.</summary>
internal static partial class TextTables
{
    /// <summary>Tables with at least so many columns do not fit a phone; smaller ones wrap their words.</summary>
    private const int Wide = 4;

    /// <summary>A paragraph with this prefix directly before a table is its caption.</summary>
    private static readonly string[] CaptionMarks = ["表:", "表："];

    /// <summary>Markdig writes alignment as an inline style, which the sanitizer removes: convert it to a class first.</summary>
    public static void KeepAlignment(IHtmlDocument document)
    {
        foreach (var cell in document.QuerySelectorAll("th[style], td[style]"))
            if (cell.GetAttribute("style") is { } style && Alignment(style) is { } alignment)
                cell.ClassName = alignment;
    }

    public static void Arrange(IHtmlDocument document)
    {
        var number = 0;
        foreach (var table in document.QuerySelectorAll<IHtmlTableElement>("table").ToList())
        {
            AlignNumbers(table);
            foreach (var head in table.QuerySelectorAll("th"))
                head.SetAttribute("scope", "col");
            var before = table.PreviousElementSibling;
            var scroller = Scroller(document, table);
            if (before is not { LocalName: "p" } || CaptionMarks.FirstOrDefault(m => before.TextContent.StartsWith(m, StringComparison.Ordinal)) is not { } mark)
                continue;
            var label = string.Create(CultureInfo.InvariantCulture, $"表 {++number}");
            var text = before.TextContent[mark.Length..].Trim();
            table.Prepend(Caption(document, "caption", label, text));
            scroller.SetAttribute("aria-label", $"{label} {text}");
            before.Remove();
        }
    }

    public static IElement Caption(IHtmlDocument document, string tag, string label, string text)
    {
        var caption = document.CreateElement(tag);
        var numbered = document.CreateElement("span");
        numbered.ClassName = "caption-number";
        numbered.TextContent = label;
        caption.Append(numbered, document.CreateTextNode(" " + text));
        return caption;
    }

    private static IElement Scroller(IHtmlDocument document, IHtmlTableElement table)
    {
        var scroller = document.CreateElement("div");
        scroller.ClassName = Columns(table) >= Wide ? "table-scroll table-scroll--wide" : "table-scroll";
        scroller.SetAttribute("role", "region");
        scroller.SetAttribute("tabindex", "0");
        scroller.SetAttribute("aria-label", "表");
        table.Replace(scroller);
        scroller.AppendChild(table);
        return scroller;
    }

    private static int Columns(IHtmlTableElement table) => table.Rows.Select(r => r.Cells.Length).DefaultIfEmpty().Max();

    /// <summary>Right-aligns columns of numbers, except the first column, which names the row. Alignment set by the author stays.</summary>
    private static void AlignNumbers(IHtmlTableElement table)
    {
        for (var column = 1; column < Columns(table); column++)
        {
            var cells = table.Rows.Where(r => r.Cells.Length > column).Select(r => r.Cells[column]).ToList();
            var values = cells.Where(c => c.LocalName == "td").Select(c => c.TextContent.Trim()).Where(v => v is not ("" or "-" or "—" or "–" or "/")).ToList();
            if (values.Count > 0 && cells.TrueForAll(c => string.IsNullOrEmpty(c.ClassName)) && values.TrueForAll(v => Number().IsMatch(v)))
                foreach (var cell in cells)
                    cell.ClassName = "align-right";
        }
    }

    private static string? Alignment(string style) => style.Contains("right", StringComparison.Ordinal) ? "align-right"
        : style.Contains("center", StringComparison.Ordinal) ? "align-center"
        : style.Contains("left", StringComparison.Ordinal) ? "align-left"
        : null;

    /// <summary>One number with optional sign, currency and short unit: 2,980.00, ¥4,280, 约 30 W, 12.5%, 300 m, 24 台.</summary>
    [GeneratedRegex(@"^(约|[≈≤≥<>~±+\-−])?\s?[¥￥$]?\s?\d[\d,]*(\.\d+)?\s?[^\s\d]{0,6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
