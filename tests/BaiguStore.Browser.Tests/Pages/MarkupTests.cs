using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace BaiguStore.Browser.Tests.Pages;

/// <summary>Parses the raw markup strictly: a browser would silently correct errors.</summary>
public sealed class MarkupTests(Street street) : IDisposable
{
    private static readonly HtmlParser Strict = new(new HtmlParserOptions { IsStrictMode = true });
    private static readonly string[] References = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "aria-errormessage", "for", "list", "form", "popovertarget", "commandfor"];

    private readonly HttpClient _client = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = street.Address };

    public void Dispose() => _client.Dispose();

    [Theory]
    [MemberData(nameof(EveryPage.InBothLanguages), MemberType = typeof(EveryPage))]
    public async Task The_markup_is_sound(string kind, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, street.Addresses[kind]);
        request.Headers.Add("Cookie", $"lang={language}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var page = Strict.ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("", string.Join('\n', Faults(page)));
    }

    [Theory]
    [InlineData("<h1>a</h1><p id=x></p><p id=x></p>", "id x is there 2 times")]
    [InlineData("<h1>a</h1><p aria-labelledby=y></p>", "aria-labelledby points to y, which is not there")]
    [InlineData("<h1>a</h1><a href=#y></a>", "href points to y, which is not there")]
    [InlineData("<h1>a</h1><label>b</label>", "a label without a control: b")]
    [InlineData("<h1>a</h1><input name=b>", "a control without a label: b")]
    [InlineData("<h1>a</h1><h3>b</h3>", "h3 after h1: b")]
    [InlineData("<h1>a</h1><h1>b</h1>", "2 h1")]
    [InlineData("<h1>a</h1><img src=b>", "b has no alt, width, height")]
    public void The_rules_themselves_see_a_fault(string body, string fault) =>
        Assert.Equal([fault], Faults(new HtmlParser().ParseDocument($"<!doctype html><title>a</title><body>{body}")));

    private static IEnumerable<string> Faults(IHtmlDocument page) =>
        [.. Ids(page), .. Targets(page), .. Labels(page), .. Headings(page), .. Images(page)];

    private static IEnumerable<string> Ids(IHtmlDocument page) =>
        page.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"id {g.Key} is there {g.Count()} times");

    private static IEnumerable<string> Targets(IHtmlDocument page)
    {
        var pointers = References.SelectMany(name => page.QuerySelectorAll($"[{name}]").SelectMany(e => e.GetAttribute(name)!.Split(' ').Select(id => (name, id))));
        var anchors = page.QuerySelectorAll("a[href^='#'], link[href^='#'], use[href^='#']").Select(a => ("href", Uri.UnescapeDataString(a.GetAttribute("href")![1..])));
        return pointers.Concat(anchors).Where(p => page.GetElementById(p.Item2) is null).Select(p => $"{p.Item1} points to {p.Item2}, which is not there");
    }

    private static IEnumerable<string> Labels(IHtmlDocument page)
    {
        var labels = page.QuerySelectorAll<IHtmlLabelElement>("label").ToList();
        var labelled = labels.Select(l => l.HtmlFor is { Length: > 0 } id ? page.GetElementById(id) : l.QuerySelector("input, select, textarea, button")).ToList();
        var bare = page.QuerySelectorAll("input:not([type=hidden]), select, textarea")
            .Where(c => !labelled.Contains(c) && !c.HasAttribute("aria-label") && !c.HasAttribute("aria-labelledby"));
        return [
            .. labels.Zip(labelled).Where(l => l.Second is null).Select(l => $"a label without a control: {l.First.TextContent}"),
            .. bare.Select(c => $"a control without a label: {c.GetAttribute("name")}"),
        ];
    }

    private static IEnumerable<string> Headings(IHtmlDocument page)
    {
        var headings = page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").ToList();
        if (headings.Count(h => h.LocalName == "h1") is not 1 and var ones)
            yield return $"{ones} h1";
        foreach (var (before, heading) in headings.Zip(headings.Skip(1)))
            if (heading.LocalName[1] > before.LocalName[1] + 1)
                yield return $"{heading.LocalName} after {before.LocalName}: {heading.TextContent}";
    }

    private static IEnumerable<string> Images(IHtmlDocument page) =>
        from image in page.QuerySelectorAll("img")
        let missing = new[] { "alt", "width", "height" }.Where(name => !image.HasAttribute(name)).ToList()
        where missing.Count > 0
        select $"{image.GetAttribute("src")} has no {string.Join(", ", missing)}";
}
