using System.Globalization;
using System.Text.RegularExpressions;
using BaiguStore.Web.Assets;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>docs/design.md names the sizes of what every visitor loads.</summary>
public sealed class DesignDocumentTests(SampleStore store)
{
    [Theory]
    [InlineData("stylesheet")]
    [InlineData("script")]
    public async Task The_sizes_in_the_document_are_those_of_the_bundles(string bundle)
    {
        var said = Regex.Match(Documents.Section("docs/design.md", "## Ground"), $@"{bundle}\s+\(about\s+(\d+)\s+KB");
        var bundles = store.App.Services.GetRequiredService<Bundles>();
        using var request = new HttpRequestMessage(HttpMethod.Get, bundle == "script" ? bundles.Script.Url : bundles.Style.Url);
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var visitor = store.App.Visitor();
        using var answer = await visitor.SendAsync(request, TestContext.Current.CancellationToken);

        var kilobytes = (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length / 1024.0;

        Assert.True(said.Success, $"docs/design.md names no size of the {bundle}");
        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.InRange(double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), kilobytes - 1, kilobytes + 1);
    }
}
