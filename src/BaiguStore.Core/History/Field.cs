using System.Collections;
using System.Globalization;
using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.History;

/// <summary>Something that staff edit, as people compare it. The name is the entity's own; the label is the key of its text in the pages.</summary>
/// <param name="IsLong">A text of many lines, compared line by line.</param>
public sealed record Field(string Name, string Label, bool IsLong = false);

/// <summary>A field and what it holds as text; null where it holds nothing.</summary>
public sealed record FieldValue(Field Field, string? Text);

/// <summary>
/// What an entity holds, field by field in the order of its form, each as text: what the history keeps, what two editors compare, and what
/// is restored. What the entity derives itself (rendered HTML, keys, order columns) is not among them.
/// </summary>
public sealed class FieldValues : IReadOnlyList<FieldValue>
{
    private readonly FieldValue[] _values;

    internal FieldValues(IEnumerable<FieldValue> values) => _values = [.. values];

    public int Count => _values.Length;

    public FieldValue this[int index] => _values[index];

    /// <summary>Null also for a name that is none of the fields.</summary>
    public string? this[string name] => Array.Find(_values, v => v.Field.Name == name)?.Text;

    /// <summary>What an entity of a kind with history holds now; an article together with the lines that it helps to choose from.</summary>
    public static FieldValues Of(object entity) =>
        new(StoreDb.Described.Of(entity.GetType()).Fields.Select(f => new FieldValue(f.Field, f.Read(entity))));

    /// <summary>What a field of that kind is called: the key of its text in the pages; the name itself for a field that there is no more.</summary>
    public static string LabelOf(RevisionKind kind, string name) => StoreDb.Described.Of(kind).LabelOf(name);

    /// <summary>The specs that a text of the history stands for.</summary>
    public static IReadOnlyList<Spec> SpecsOf(string? text) => FieldText.Specs(text);

    /// <summary>The items of a list that a text of the history stands for.</summary>
    public static IReadOnlyList<string> ItemsOf(string? text) => FieldText.Items(text);

    /// <summary>The same with other texts for some fields; names that are none of the fields are passed over.</summary>
    public FieldValues With(IReadOnlyDictionary<string, string?> others) =>
        new(_values.Select(v => others.TryGetValue(v.Field.Name, out var text) ? v with { Text = text } : v));

    public IEnumerator<FieldValue> GetEnumerator() => ((IEnumerable<FieldValue>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Values as text that people can read and that says all there is to make the value again.</summary>
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

    /// <summary>Name, value and unit apart by tabs; without a unit the second tab is missing.</summary>
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
