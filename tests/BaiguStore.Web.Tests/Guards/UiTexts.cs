using System.Text.RegularExpressions;
using System.Xml.Linq;
using BaiguStore.Core.Comments;
using BaiguStore.Web.Localization;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>UI texts in the sources, and their translations in the resource file.</summary>
internal static partial class UiTexts
{
    private const int Milliseconds = 2_000;

    private static readonly string Web = Path.Combine(Root(), "src", "BaiguStore.Web");

    /// <summary>
    /// Files whose Chinese is not UI text: a date format (with an English one beside it), the description of the API, words searched in names, sample
    /// data for designers.
    /// </summary>
    private static readonly string[] WithoutTexts = ["Format.cs", "ApiSetup.cs", "Drawing.cs", "DesignPage.cs"];

    /// <summary>UI texts that come from Core: names of fields, and reasons of refusals.</summary>
    private static readonly string[] SaidByCore = ["*Fields.cs", "Publication.cs", "BulkEditing.cs", "BulkUndoing.cs", "CategoryMerging.cs"];

    /// <summary>Each key with a file that uses it.</summary>
    public static IReadOnlyDictionary<string, string> Used { get; } =
        Sources("*.cshtml").SelectMany(f => InView().Matches(File.ReadAllText(f)).Select(m => (Key: m.Groups["key"].Value, File: f)))
            .Concat(Sources("*.cs").Where(f => !WithoutTexts.Contains(Path.GetFileName(f))).SelectMany(f => InCode(f).Select(key => (Key: key, File: f))))
            .Concat(SaidByCore.SelectMany(CoreSources).SelectMany(f => InCode(f).Select(key => (Key: key, File: f))))
            .Concat(Emoji.All.Select(e => (Key: e.Name, File: "Emoji.cs")))
            .GroupBy(use => use.Key, use => Path.GetFileName(use.File), StringComparer.Ordinal)
            .ToDictionary(uses => uses.Key, uses => uses.First());

    /// <summary>Key and English text of each entry, in file order.</summary>
    public static IReadOnlyList<(string Key, string English)> Translated { get; } =
    [
        .. XDocument.Load(Path.Combine(Web, "Resources", "Ui.en.resx")).Root!.Elements("data")
            .Select(entry => ((string)entry.Attribute("name")!, (string?)entry.Element("value") ?? "")),
    ];

    /// <summary>Lines of views with Chinese text that is not localized.</summary>
    public static IEnumerable<string> Untranslatable { get; } =
        Sources("*.cshtml").SelectMany(f => InView().Replace(RazorComment().Replace(File.ReadAllText(f), ""), "").Split('\n')
            .Where(HasHan).Select(line => $"{Path.GetFileName(f)}: {line.Trim()}"));

    /// <summary>Texts used without values for their placeholders: `.Value` of an HTML text does not format, `L.GetString` does.</summary>
    public static IEnumerable<string> Unfilled { get; } =
        Sources("*.cshtml").SelectMany(f => RawWithValues().Matches(File.ReadAllText(f)).Select(m => $"{Path.GetFileName(f)}: {m.Value}"));

    public static bool HasHan(string text) => Han().IsMatch(text);

    /// <summary>"{0} {1}": the placeholders, in order.</summary>
    public static string Places(string text) => string.Join(' ', Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Every Chinese string in code is a UI text, except console messages that contain both languages.</summary>
    private static IEnumerable<string> InCode(string file) =>
        Literal().Matches(LineComment().Replace(File.ReadAllText(file), "")).Select(m => m.Groups["key"].Value)
            .Where(text => HasHan(text) && !text.Contains(" / ", StringComparison.Ordinal));

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Web, pattern, SearchOption.AllDirectories)
        .Where(f => Path.GetRelativePath(Web, f).Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin" or "App_Data"));

    private static string[] CoreSources(string pattern) =>
        Directory.GetFiles(Path.Combine(Root(), "src", "BaiguStore.Core"), pattern, SearchOption.AllDirectories) is { Length: > 0 } files
            ? files : throw new FileNotFoundException($"Core has no {pattern} any more.");

    private static string Root()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(typeof(UiTexts).Assembly.Location)!);
        while (!File.Exists(Path.Combine(folder.FullName, "BaiguStore.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests read the sources: run them from a build inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("""\bL(?:\[|\.GetString\()"(?<key>[^"]*)"(?=[],)])""", RegexOptions.None, Milliseconds)]
    private static partial Regex InView();

    [GeneratedRegex("""\bL\["[^"]*",[^\r\n]*?\]\.Value\b""", RegexOptions.None, Milliseconds)]
    private static partial Regex RawWithValues();

    [GeneratedRegex("""
        "(?<key>(?:[^"\\\r\n]|\\.)*)"
        """, RegexOptions.None, Milliseconds)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, Milliseconds)]
    private static partial Regex LineComment();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, Milliseconds)]
    private static partial Regex RazorComment();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, Milliseconds)]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, Milliseconds)]
    private static partial Regex Han();
}
