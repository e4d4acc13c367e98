using System.Text.RegularExpressions;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>The documents of the checkout, and their tables.</summary>
internal static partial class Documents
{
    /// <summary>README and everything below docs/. The articles in seeds/ are content of the store, not documents.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(SourceRuleTests.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(SourceRuleTests.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Select(f => Path.GetRelativePath(SourceRuleTests.Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(SourceRuleTests.Root, path));

    /// <summary>What stands below a heading, up to the next one of its level or above. Fails where the heading is not there.</summary>
    public static string Section(string path, string heading)
    {
        var text = Read(path);
        var at = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(at >= 0, $"{path} has no heading '{heading}'");
        var level = heading.TakeWhile(c => c == '#').Count();
        var rest = text[(at + heading.Length + 1)..];
        var end = Regex.Match(rest, $"^#{{1,{level}}} ", RegexOptions.Multiline);
        return end.Success ? rest[..end.Index] : rest;
    }

    /// <summary>The rows of all tables in a text, without their heads, each as its cells.</summary>
    public static IEnumerable<string[]> Rows(string text)
    {
        var lines = text.Split('\n');
        var isInside = false;
        foreach (var line in lines)
        {
            if (!line.StartsWith('|'))
                isInside = false;
            else if (Rule().IsMatch(line))
                isInside = true;
            else if (isInside)
                yield return [.. Cell().Split(line.Trim().Trim('|')).Select(c => c.Trim())];
        }
    }

    /// <summary>Fails with what the program has and the document lacks, and with what stands in the document alone or twice.</summary>
    public static void AssertSame(string path, IEnumerable<string> program, IEnumerable<string> document)
    {
        var (has, says) = (program.ToHashSet(), document.ToList());
        List<string> wrong =
        [
            .. has.Except(says).Order(StringComparer.Ordinal).Select(x => $"not in {path}: {x}"),
            .. says.Except(has).Order(StringComparer.Ordinal).Select(x => $"in {path} alone: {x}"),
            .. says.GroupBy(x => x).Where(g => g.Count() > 1).Select(g => $"twice in {path}: {g.Key}"),
        ];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.NotEmpty(says);
    }

    /// <summary>What stands between backticks.</summary>
    public static IEnumerable<string> Codes(string text) => Code().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\|[\s:|-]+\|$", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex("`([^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
