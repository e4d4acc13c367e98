using System.Text.RegularExpressions;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Habits of the documents.</summary>
public sealed partial class DocumentRuleTests
{
    private const int MaxLine = 120;

    /// <summary>Names of .NET's, files that are made by running something, and in decisions what was called so before.</summary>
    private static readonly string[] Elsewhere =
        ["AssemblyLoad", "BeginReadingAsync", "ConserveMemory", "ForwardedHeaders_Enabled", "IndexWriter.AddIndexes", "MemorySegment", "src/BaiguStore.Web/App_Data", "tests/BaiguStore.Benchmarks/bin/SUITE.md"];

    [Fact]
    public void No_line_of_a_document_is_longer_than_120_columns()
    {
        var wrong = Documents.All.SelectMany(path => TooLong(Documents.Read(path)).Select(line => $"{path}:{line}")).ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("- ", true)]
    [InlineData("    an item that goes on: ", true)]
    [InlineData("| a cell ", false)]
    public void A_long_line_is_found(string start, bool isFound) =>
        Assert.Equal(isFound, TooLong("Text\n" + start + new string('x', MaxLine) + " y\n").Any());

    [Fact]
    public void Long_lines_of_code_and_pure_links_are_let_be()
    {
        var code = new string('x', MaxLine + 1);

        Assert.Empty(TooLong($"Text\n\n    {code}\n\nText\n"));
        Assert.Empty(TooLong($"Text\n```\n{code}\n```\nText\n"));
        Assert.Empty(TooLong($"- [why](https://example.com/{code})\n"));
        Assert.Equal([4], TooLong($"```\n{code}\n```\n{code}\n"));
        Assert.Equal([1], TooLong(string.Concat(Enumerable.Repeat('字', MaxLine + 1))));
        Assert.Empty(TooLong(string.Concat(Enumerable.Repeat('字', MaxLine))));
    }

    [Fact]
    public void Links_lead_to_files_and_headings_that_are_there()
    {
        List<string> wrong = [];
        foreach (var path in Documents.All)
            foreach (Match link in Link().Matches(Documents.Read(path)))
            {
                var (file, heading) = (link.Groups[1].Value, link.Groups[2].Value);
                var target = file.Length == 0 ? path : Path.GetRelativePath(SourceRuleTests.Root, Path.GetFullPath(Path.Combine(SourceRuleTests.Root, Path.GetDirectoryName(path)!, file)));
                if (!Path.Exists(Path.Combine(SourceRuleTests.Root, target)))
                    wrong.Add($"{path}: {link.Value} leads nowhere");
                else if (heading.Length > 0 && !Heading().Matches(Documents.Read(target)).Select(m => Anchor(m.Groups[1].Value)).Contains(heading))
                    wrong.Add($"{path}: {link.Value} leads to no heading");
            }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What a document calls by a name of the code is called so in the code.</summary>
    [Fact]
    public void Names_of_the_code_in_documents_are_names_of_the_code()
    {
        var files = Directory.EnumerateFiles(SourceRuleTests.Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(SourceRuleTests.Root, f).Replace('\\', '/'))
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("tests/", StringComparison.Ordinal) || f.StartsWith("seeds/", StringComparison.Ordinal) || f.StartsWith("docs/", StringComparison.Ordinal))
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj")).ToList();
        var words = files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal) || f.EndsWith("proj", StringComparison.Ordinal) || f.EndsWith(".js", StringComparison.Ordinal))
            .SelectMany(f => Word().Matches(File.ReadAllText(Path.Combine(SourceRuleTests.Root, f))).Select(m => m.Value)).ToHashSet();
        var wrong =
            from path in Documents.All
            from code in Documents.Codes(Documents.Read(path)).Distinct()
            where !Elsewhere.Contains(code) && !code.Contains("__", StringComparison.Ordinal)
            where Name().IsMatch(code) ? Word().Matches(code).Any(m => !words.Contains(m.Value))
                : SourcePath().IsMatch(code) && !files.Any(f => f == code || f.EndsWith("/" + code, StringComparison.Ordinal) || $"/{f}".Contains($"/{code.TrimEnd('/')}/", StringComparison.Ordinal))
            select $"{path}: {code}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    /// <summary>Numbers of the lines that are too long and neither code nor part of a table nor a link and nothing else. A Han character is one column.</summary>
    private static IEnumerable<int> TooLong(string text)
    {
        var lines = text.Split('\n');
        var (isFenced, isCode) = (false, false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                isFenced = !isFenced;
            if (line.Trim().Length > 0)
                isCode = Indented().IsMatch(line) && (isCode || i == 0 || lines[i - 1].Trim().Length == 0);
            if (line.Length > MaxLine && !isFenced && !isCode && !line.StartsWith('|') && !PureLink().IsMatch(line))
                yield return i + 1;
        }
    }

    private static string Anchor(string heading) => NoLetter().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^ {4,}", RegexOptions.None, 1000)]
    private static partial Regex Indented();

    [GeneratedRegex(@"^\s*([-*] )?!?(\[[^\]]*\]\(\S+\)|<?https?://\S+)\s*$", RegexOptions.None, 1000)]
    private static partial Regex PureLink();

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- ]", RegexOptions.None, 1000)]
    private static partial Regex NoLetter();

    [GeneratedRegex(@"\w+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    /// <summary>A type, a member, or both: at least two capitals, so that no word of a page is taken for one.</summary>
    [GeneratedRegex(@"^[A-Z]\w*[a-z]\w*[A-Z]\w*(\.[A-Z]\w+)?(\(.*\))?$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    /// <summary>A file of source by its name, a path that begins with a folder of the code.</summary>
    [GeneratedRegex(@"^([\w./-]+\.(cs|cshtml|js|css|cjs|py|sh)|(src|tests|docs|[A-Z]\w*)(/[\w.-]+)+/?)$", RegexOptions.None, 1000)]
    private static partial Regex SourcePath();
}
