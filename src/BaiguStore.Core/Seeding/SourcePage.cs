using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Seeding;

/// <summary>A category line of the page: its original name and its count.</summary>
public sealed record SourceLine(string Name, int Count);

/// <summary>Company facts in the page's footer; empty strings for missing ones.</summary>
public sealed record SourceCompany(
    string Name, string Motto, string Address, string Phone, string Email, string MapUrl, string IcpNumber, int Since, IReadOnlyList<string> Honours, IReadOnlyList<string> Cities);

/// <summary>The shop page that this store replaces, read from HTML or from the page saved as plain text.</summary>
/// <param name="Problems">Messages about parts that could not be read, one sentence each.</param>
public sealed partial record SourcePage(IReadOnlyList<SourceLine> Lines, SourceCompany Company, SourceArticle? Article, IReadOnlyList<string> Problems)
{
    /// <summary>Bytes. A saved page has some thousands; a much larger file is another page.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Maximum of open tags: building the tree is quadratic in them (50,000: a minute).</summary>
    private const int MaxOpen = 5_000;

    /// <summary>Maximum nesting of elements; deeper ones are dropped, so that recursion cannot overflow the stack.</summary>
    private const int MaxDepth = 200;

    private static readonly string[] Blocks = ["li", "p", "div", "h1", "h2", "h3", "h4", "tr", "td", "dt", "dd", "br", "address", "nav", "footer", "ul", "ol", "table", "article", "section"];

    /// <summary>
    /// Reads a page from bytes: UTF-8 (with or without BOM), otherwise GB18030, a superset of GBK. Throws <see cref="InvalidDataException"/> if it is
    /// too large.
    /// </summary>
    public static SourcePage Read(byte[] bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new InvalidDataException($"The page has {bytes.Length:N0} bytes; at most {MaxBytes:N0} are read.");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.GetEncoding("GB18030").GetString(bytes);
        }
        return Read(text.TrimStart('\uFEFF'));
    }

    public static SourcePage Read(string text) =>
        ReadLines(text.AsSpan().TrimStart().StartsWith("<") ? LinesOf(text) : text.ReplaceLineEndings("\n").Split('\n'));

    private static SourcePage ReadLines(string[] rows)
    {
        List<string> problems = [];
        List<SourceLine> lines = [];
        var lastLine = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            var match = CategoryLine().Match(rows[i].Trim());
            if (!match.Success)
                continue;
            if (int.TryParse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                lines.Add(new(PlainText.Line(match.Groups["name"].Value), count));
            else
                problems.Add($"第 {i + 1} 行的数量无法读取：{PlainText.Excerpt(rows[i], 40)}");
            lastLine = i;
        }
        if (lines.Count == 0)
            problems.Add("没有找到分类：每行应为名称和括号中的数量，例如“山东华为总代理 (13292)”。");

        var footer = Array.FindIndex(rows, lastLine + 1, r => r.Contains("有限公司", StringComparison.Ordinal));
        var company = ReadCompany(footer < 0 ? [] : rows[footer..], problems);
        var article = SourceArticle.Find(rows[(lastLine + 1)..(footer < 0 ? rows.Length : footer)]);
        if (article is null)
            problems.Add("没有找到文章：页面上没有“简单描述、相关参数、详细介绍”三个部分。");
        return new(lines, company, article, problems);
    }

    private static SourceCompany ReadCompany(string[] rows, List<string> problems)
    {
        var text = string.Join('\n', rows);
        string Fact(Regex pattern, string? called = null)
        {
            var match = pattern.Match(text);
            if (!match.Success && called is not null)
                problems.Add($"页脚里没有找到{called}。");
            return match.Success ? PlainText.Line(match.Groups[1].Value) : "";
        }

        var slogans = text.Split('\n').Where(r => r.TrimStart().StartsWith('@'))
            .SelectMany(r => r.Split('@', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .SelectMany(s => s.Split("山东思科技术支持中心") is [{ Length: > 0 } before, ""] ? [before, "山东思科技术支持中心"] : new[] { s })
            .ToList();
        var cities = slogans.FirstOrDefault(s => s.StartsWith("青岛", StringComparison.Ordinal));
        return new(
            Fact(NamePattern(), "公司名称"), Fact(MottoPattern()), Fact(AddressPattern(), "地址"), Fact(PhonePattern(), "电话"), Fact(EmailPattern(), "邮箱"),
            Fact(MapPattern()), Fact(IcpPattern(), "ICP备案号"), int.TryParse(Fact(SincePattern()), CultureInfo.InvariantCulture, out var since) ? since : 0,
            [.. slogans.Where(s => s != cities && !s.Contains("百谷", StringComparison.Ordinal) && !s.Contains("服务山东", StringComparison.Ordinal)).Distinct()],
            [.. (cities ?? "").Chunk(2).Select(c => new string(c)).Prepend("济南").Distinct()]);
    }

    /// <summary>The text of an HTML page, one line per block element, as a browser would save it.</summary>
    private static string[] LinesOf(string html)
    {
        if (MostOpen(html) > MaxOpen)
            throw new InvalidDataException($"The page has more than {MaxOpen:N0} elements within each other.");
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var hidden in body.QuerySelectorAll("script, style, noscript, template").ToList())
            hidden.Remove();
        var text = new StringBuilder();
        Append(body, text, 0);
        return [.. text.ToString().Split('\n').Select(l => l.TrimEnd())];
    }

    /// <summary>A rough upper bound: void elements count as open, too.</summary>
    private static int MostOpen(string html)
    {
        var (open, most) = (0, 0);
        for (var i = html.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < html.Length; i = html.IndexOf('<', i + 1))
        {
            open += html[i + 1] == '/' ? -1 : char.IsAsciiLetter(html[i + 1]) ? 1 : 0;
            most = Math.Max(most, open);
        }
        return most;
    }

    private static void Append(INode node, StringBuilder text, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (var child in node.ChildNodes)
        {
            if (child is IText run)
                text.Append(string.Join(' ', run.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } words ? " " + words : "");
            else if (child is IElement element)
            {
                var block = Blocks.Contains(element.LocalName);
                text.Append(block ? "\n" : "");
                Append(element, text, depth + 1);
                text.Append(block ? "\n" : "");
            }
        }
    }

    [GeneratedRegex(@"^(?<name>\S.{0,78}?)\s*[(（](?<count>\d+)[)）]$", RegexOptions.None, 1000)]
    private static partial Regex CategoryLine();

    [GeneratedRegex(@"([\u4E00-\u9FFF]{2,30}有限公司)", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"有限公司\s*(立足[^@\n]+?)(?:鲁ICP|\n|$)", RegexOptions.None, 1000)]
    private static partial Regex MottoPattern();

    [GeneratedRegex(@"地址[:：]\s*(\S+)", RegexOptions.None, 1000)]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"电话[:：]\s*([\d\-+ ]{7,20}\d)", RegexOptions.None, 1000)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"([\w.+-]+@[\w-]+\.[\w.]+)", RegexOptions.None, 1000)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"电子地图[:：]\s*(https?://[\x21-\x7E]+)", RegexOptions.None, 1000)]
    private static partial Regex MapPattern();

    [GeneratedRegex(@"([\u4E00-\u9FFF]ICP[备]?\d{6,10}号?(?:-\d+)?)", RegexOptions.None, 1000)]
    private static partial Regex IcpPattern();

    [GeneratedRegex(@"©\s*((?:19|20)\d\d)", RegexOptions.None, 1000)]
    private static partial Regex SincePattern();
}
