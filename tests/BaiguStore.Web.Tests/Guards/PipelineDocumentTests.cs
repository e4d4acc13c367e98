using System.Text.RegularExpressions;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>docs/architecture.md lists what a request passes, in the order of Program.cs.</summary>
public sealed partial class PipelineDocumentTests
{
    [Fact]
    public void The_middleware_stands_in_its_document_in_its_order()
    {
        var program = Use().Matches(File.ReadAllText(Path.Combine(SourceRuleTests.Root, "src", "BaiguStore.Web", "Program.cs"))).Select(m => m.Groups[1].Value).ToList();
        var document = Documents.Rows(Documents.Section("docs/architecture.md", "## What a request passes")).Select(row => row[0].Trim('`'));

        Assert.Equal(program, document);
        Assert.NotEmpty(program);
    }

    [GeneratedRegex(@"^\s*app\.(Use\w+)\(", RegexOptions.Multiline, 1000)]
    private static partial Regex Use();
}
