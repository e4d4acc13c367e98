using System.Text.RegularExpressions;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Inquiries;

/// <summary>Normalizes texts of a list, and splits pasted text into rows of cells.</summary>
internal static partial class PartText
{
    /// <summary>Lines examined to detect the separator.</summary>
    private const int LooksAt = 50;

    /// <summary>A pasted list may consist of line ends only; its length is limited already.</summary>
    private static readonly TableLimits Pasted = new() { MaxRows = PartList.MaxText, MaxColumns = 200, MaxCellLength = PartList.MaxText };

    /// <summary>A single half-width line with normalized hyphens and multiplication signs.</summary>
    public static string Normal(string? text) => PlainText.Line(string.Create((text ?? "").Length, text ?? "", (chars, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            chars[i] = from[i] switch
            {
                >= '\uFF01' and <= '\uFF5E' => (char)(from[i] - 0xFEE0),
                '\u3000' => ' ',
                (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' => '-',
                '\u2715' or '\u2716' or '\u2573' => '×',
                var c => c,
            };
    }));

    /// <summary>Cells if the text is a table; otherwise one cell per line.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Replace('\uFF5C', '|');
        if (SeparatorOf(lines) is { } separator)
            try
            {
                var rows = new TableRows(Pasted, new(PartList.MaxText * 2));
                SeparatedText.Read(lines, separator, rows);
                return [.. rows.Rows.Select(r => r.Cells)];
            }
            catch (TableFaultException)
            {
                // An unclosed quote, or not a table after all: parse by lines.
            }
        return [.. lines.Split('\n').Select(line => (IReadOnlyList<string>)[line])];
    }

    /// <summary>"| --- | --: |": Markdown's line below a heading.</summary>
    public static bool IsRule(IReadOnlyList<string> cells) => cells.Any(c => c.Length > 0) && cells.All(c => c.Length == 0 || Rule().IsMatch(c));

    private static char? SeparatorOf(string text)
    {
        if (text.Contains('\t', StringComparison.Ordinal))
            return '\t';
        var lines = text.Split('\n', LooksAt + 1).Take(LooksAt).Where(l => !string.IsNullOrWhiteSpace(l)).ToList();
        if (lines.Count == 0)
            return null;
        if (lines.Count(l => l.Contains('|', StringComparison.Ordinal)) * 2 >= lines.Count)
            return '|';
        return ((char[])[';', ',']).Select(c => (char?)c).FirstOrDefault(c => IsTable(lines, c!.Value));
    }

    /// <summary>
    /// Whether a program separated the lines by it: quoted cells, a heading, or equal numbers of cells. A few commas in a line are punctuation.
    /// </summary>
    private static bool IsTable(List<string> lines, char separator)
    {
        if (lines.Exists(l => l.Contains($"\"{separator}", StringComparison.Ordinal) || l.Contains($"{separator}\"", StringComparison.Ordinal)))
            return true;
        if (lines.Take(PartColumns.HeadWithin).Any(l => l.Split(separator) is { Length: > 1 } cells && PartColumns.IsHead([.. cells.Select(Normal)])))
            return true;
        var count = lines[0].Split(separator).Length;
        return count > 2 && lines.Count > 1 && lines.TrueForAll(l => l.Split(separator).Length == count) && !lines.TrueForAll(l => Thousands().IsMatch(l));
    }

    [GeneratedRegex(@"^:?-{2,}:?$", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    /// <summary>"S5735,1,200": one number, not two.</summary>
    [GeneratedRegex(@"^[^,;]*[,;]\s*[0-9]{1,3}(?:,[0-9]{3})+\s*$", RegexOptions.None, 1000)]
    private static partial Regex Thousands();
}
