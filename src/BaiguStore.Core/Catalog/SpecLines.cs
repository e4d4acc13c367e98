using System.Text;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// 相关参数 as text, one per line: `名称: 值 [单位]`. The first colon ends the name, so a colon or backslash in a name is escaped by a backslash; brackets at
/// the end contain the unit, so a value that itself ends in brackets is followed by `[]`.
/// </summary>
public static class SpecLines
{
    public const int MaxSpecs = 200, MaxNameLength = 80, MaxValueLength = 1_000, MaxUnitLength = 40;

    /// <summary>Characters of a typed line; longer than any valid one, so the rest is not parsed.</summary>
    private const int MaxLine = 2 * (MaxNameLength + MaxValueLength + MaxUnitLength);

    public static string Of(IEnumerable<Spec> specs) => string.Join('\n', specs.Select(Line));

    /// <summary>Empty lines are skipped. Null with the number of the first malformed line.</summary>
    public static List<Spec>? Parse(string? text, out int wrongLine)
    {
        List<Spec> specs = [];
        wrongLine = 0;
        foreach (var typed in (text ?? "").AsSpan().EnumerateLines())
        {
            wrongLine++;
            if (typed.IsWhiteSpace())
                continue;
            if (typed.Length > MaxLine)
                return null;
            if (LineOf(typed.ToString()) is not { Length: > 0 } line)
                continue;
            if (specs.Count == MaxSpecs || Read(line) is not { } spec)
                return null;
            specs.Add(spec);
        }
        wrongLine = 0;
        return specs;
    }

    /// <summary>Pasted table cells are separated by tabs: name, value and an optional unit.</summary>
    private static string LineOf(string typed) => typed.Split('\t').Select(PlainText.Line).Where(cell => cell.Length > 0).ToList() switch
    {
        [var name, var value] when !EndsInColon(name) => Line(new(name, value)),
        [var name, var value, var unit] => Line(new(name, value, unit)),
        _ => PlainText.Line(typed),
    };

    private static bool EndsInColon(string name) => name.EndsWith(':') || name.EndsWith('\uFF1A');

    private static string Line(Spec spec)
    {
        var name = PlainText.Line(spec.Name).Replace("\\", @"\\", StringComparison.Ordinal).Replace(":", @"\:", StringComparison.Ordinal).Replace("\uFF1A", "\\\uFF1A", StringComparison.Ordinal);
        var value = PlainText.Line(spec.Value);
        return $"{name}: {value}{(!string.IsNullOrEmpty(spec.Unit) ? $" [{PlainText.Line(spec.Unit)}]" : value.EndsWith(']') ? " []" : "")}";
    }

    private static Spec? Read(string line)
    {
        var named = new StringBuilder();
        var at = 0;
        for (; at < line.Length && line[at] is not (':' or '\uFF1A'); at++)
            named.Append(line[at] == '\\' && at + 1 < line.Length ? line[++at] : line[at]);
        if (at == line.Length)
            return null;
        var (value, unit) = (line[(at + 1)..].Trim(), (string?)null);
        if (value.EndsWith(']') && value.LastIndexOf('[') is >= 0 and var open)
            (value, unit) = (value[..open].TrimEnd(), value[(open + 1)..^1].Trim() is { Length: > 0 } measure ? measure : null);
        var name = named.ToString().Trim();
        return name.Length is 0 or > MaxNameLength || value.Length is 0 or > MaxValueLength || unit?.Length > MaxUnitLength ? null : new(name, value, unit);
    }
}
