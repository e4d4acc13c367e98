using System.Text.Json;
using AngleSharp.Html.Parser;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

/// <summary>Markdown of editors and its expected HTML: `markdown.json`.</summary>
public sealed class MarkdownTableTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private static readonly Lazy<IReadOnlyDictionary<string, Case>> Cases = new(() =>
        JsonSerializer.Deserialize<List<Case>>(File.ReadAllText(SourceTree.Files("tests/BaiguStore.Core.Tests/Text", "markdown.json").Single()), Strict)!.ToDictionary(c => c.Markdown));

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Value.Keys.Select(markdown => new TheoryDataRow<string>(markdown));

    [Fact]
    public void The_table_is_long_enough_to_mean_something() => Assert.True(Cases.Value.Count >= 100);

    [Theory, MemberData(nameof(Rows))]
    public void Readers_see_what_was_meant(string markdown)
    {
        var expected = Cases.Value[markdown];
        var rendered = RichText.Render(markdown);

        Assert.All(expected.Contains, part => Assert.Contains(part, rendered.Html, StringComparison.Ordinal));
        Assert.All(expected.Without ?? [], part => Assert.DoesNotContain(part, rendered.Html, StringComparison.Ordinal));
        if (expected.Text is { } text)
            Assert.Equal(text, new HtmlParser().ParseDocument(rendered.Html).Body!.TextContent);
        Assert.Equal(expected.Omission is null ? [] : [expected.Omission], rendered.Omissions.Select(o => $"{o.Reason} {o.What}"));
    }

    private sealed record Case(string Markdown, IReadOnlyList<string> Contains, IReadOnlyList<string>? Without = null, string? Text = null, string? Omission = null);
}
