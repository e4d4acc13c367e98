using System.Text.RegularExpressions;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>docs/architecture.md lists the folders of the code, as they are.</summary>
public sealed partial class FolderDocumentTests
{
    [Theory]
    [InlineData("src/BaiguStore.Core")]
    [InlineData("src/BaiguStore.Web")]
    public void Every_folder_stands_in_the_architecture_and_no_other(string project)
    {
        const string document = "docs/architecture.md";
        var lines = Documents.Read(document).Split('\n').SkipWhile(line => !line.StartsWith($"    {project}/", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal));
        var listed = lines.Select(line => Folder().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        var folders = Directory.EnumerateDirectories(Path.Combine(SourceRuleTests.Root, project)).Select(f => Path.GetFileName(f)).Where(f => f is not ("bin" or "obj" or "Properties"));

        Documents.AssertSame(document, folders, listed);
    }

    /// <summary>The first folder of a line that is not indented further: deeper ones belong to the line above.</summary>
    [GeneratedRegex(@"^ {6}(\w+)/", RegexOptions.None, 1000)]
    private static partial Regex Folder();
}
