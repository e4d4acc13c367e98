using System.Collections;
using System.Globalization;
using System.Text;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.History;

/// <summary>A field that staff edit, for comparisons. The name is the entity's property; the label is the key of its displayed text.</summary>
/// <param name="IsLong">Multi-line text, compared line by line.</param>
public sealed record Field(string Name, string Label, bool IsLong = false);

/// <summary>A field and its value as text; null if it is empty.</summary>
public sealed record FieldValue(Field Field, string? Text);

/// <summary>
/// All editable fields of an entity in the order of its form, each as text: stored in the history, compared between two editors, and restored.
/// Derived data (rendered HTML, keys, sort columns) is not included.
/// </summary>
public sealed class FieldValues : IReadOnlyList<FieldValue>
{
    private readonly FieldValue[] _values;

    internal FieldValues(IEnumerable<FieldValue> values) => _values = [.. values];

    public int Count => _values.Length;

    public FieldValue this[int index] => _values[index];

    /// <summary>Null also for an unknown name.</summary>
    public string? this[string name] => Array.Find(_values, v => v.Field.Name == name)?.Text;

    /// <summary>The present values of an entity; for an article including its recommended categories.</summary>
    public static FieldValues Of(object entity) =>
        new(StoreDb.Described.Of(entity.GetType()).Fields.Select(f => new FieldValue(f.Field, f.Read(entity))));

    /// <summary>Label of a field of that kind: the key of its displayed text; the name itself for a field that no longer exists.</summary>
    public static string LabelOf(RevisionKind kind, string name) => StoreDb.Described.Of(kind).LabelOf(name);

    /// <summary>Parses specs from a text in the history.</summary>
    public static IReadOnlyList<Spec> SpecsOf(string? text) => FieldText.Specs(text);

    /// <summary>Parses a list from a text in the history.</summary>
    public static IReadOnlyList<string> ItemsOf(string? text) => FieldText.Items(text);

    /// <summary>A copy with other texts for some fields; unknown names are ignored.</summary>
    public FieldValues With(IReadOnlyDictionary<string, string?> others) =>
        new(_values.Select(v => others.TryGetValue(v.Field.Name, out var text) ? v with { Text = text } : v));

    public IEnumerator<FieldValue> GetEnumerator() => ((IEnumerable<FieldValue>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Lossless conversion of values to readable text.</summary>
internal static class FieldText
{
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "1" : "0",
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        List<Spec> specs => string.Join('\n', specs.Select(SpecLine)),
        List<string> items => string.Join('\n', items.Select(Escaped)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"No text form for a {value.GetType().Name}."),
    };

    public static int? Number(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    public static long? Fen(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    public static DateTime? Time(string? text) => text is null ? null : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static List<Spec> Specs(string? text) => [.. Lines(text).Select(line => line.Split('\t')).Select(parts =>
        new Spec(Plain(parts[0]), parts.Length > 1 ? Plain(parts[1]) : "", parts.Length > 2 ? Plain(parts[2]) : null))];

    public static List<string> Items(string? text) => [.. Lines(text).Select(Plain)];

    private static string[] Lines(string? text) => string.IsNullOrEmpty(text) ? [] : text.Split('\n');

    /// <summary>Name, value and unit separated by tabs; without a unit the second tab is omitted.</summary>
    private static string SpecLine(Spec spec) => $"{Escaped(spec.Name)}\t{Escaped(spec.Value)}{(spec.Unit is null ? "" : "\t" + Escaped(spec.Unit))}";

    private static string Escaped(string text) => text.AsSpan().IndexOfAny("\\\t\n") < 0 ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Plain(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            plain.Append(text[i] != '\\' || i + 1 == text.Length ? text[i] : text[++i] switch { 't' => '\t', 'n' => '\n', var other => other });
        return plain.ToString();
    }
}
