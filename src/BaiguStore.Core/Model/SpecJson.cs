using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace BaiguStore.Core.Model;

/// <summary>
/// Reads specs as <see cref="JsonColumns"/> writes them, twice as fast as the serializer: every list reads a few hundred, and their few distinct
/// names and units are interned.
/// </summary>
internal static class SpecJson
{
    private const int MaxWordLength = 64, MaxWords = 20_000;

    private static readonly ConcurrentDictionary<string, string> Words = new();
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> WordOf = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Throws JsonException if it is not a list of specs.</summary>
    public static List<Spec> Read(string json)
    {
        if (ReadPlain(json) is { } specs)
            return specs;
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            return Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Fast path for the serializer's output without escaped characters, which is nearly all; null for anything else.</summary>
    private static List<Spec>? ReadPlain(ReadOnlySpan<char> json)
    {
        if (json.Contains('\\') || json is not ['[', .. var rest])
            return null;
        List<Spec> specs = new(16);
        while (rest is ['{', ..])
        {
            if (!Take(ref rest, "{\"name\":\"", out var name) || !Take(ref rest, ",\"value\":\"", out var value))
                return null;
            ReadOnlySpan<char> unit = default;
            var hasUnit = rest is [',', ..];
            if (hasUnit && !Take(ref rest, ",\"unit\":\"", out unit) || rest is not ['}', (',' or ']') and var then, ..])
                return null;
            specs.Add(new(Word(name), value.ToString(), hasUnit ? Word(unit) : null));
            rest = rest[(then == ']' ? 1 : 2)..];
        }
        return rest is "]" ? specs : null;
    }

    /// <summary>The text between the key and the next quotation mark.</summary>
    private static bool Take(scoped ref ReadOnlySpan<char> json, scoped ReadOnlySpan<char> key, out ReadOnlySpan<char> text)
    {
        text = default;
        if (!json.StartsWith(key, StringComparison.Ordinal))
            return false;
        var end = json[key.Length..].IndexOf('"');
        if (end < 0)
            return false;
        text = json.Slice(key.Length, end);
        json = json[(key.Length + end + 1)..];
        return true;
    }

    private static List<Spec> Read(ReadOnlySpan<byte> utf8)
    {
        List<Spec> specs = new(16);
        var (name, value, unit) = ("", "", (string?)null);
        var json = new Utf8JsonReader(utf8);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.StartObject)
                (name, value, unit) = ("", "", null);
            else if (json.TokenType == JsonTokenType.EndObject)
                specs.Add(new(name, value, unit));
            else if (json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("name"u8))
                    name = Word(ref json) ?? "";
                else if (json.ValueTextEquals("value"u8))
                    value = json.Read() ? json.GetString() ?? "" : "";
                else if (json.ValueTextEquals("unit"u8))
                    unit = Word(ref json);
                else
                    json.Skip();
            }
        }
        return specs;
    }

    private static string? Word(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.ValueSpan.Length > MaxWordLength || json.TokenType != JsonTokenType.String)
            return json.GetString();
        Span<char> chars = stackalloc char[MaxWordLength];
        return Word(chars[..json.CopyString(chars)]);
    }

    private static string Word(ReadOnlySpan<char> text)
    {
        if (WordOf.TryGetValue(text, out var known))
            return known;
        var word = text.ToString();
        return text.Length <= MaxWordLength && Words.Count < MaxWords ? Words.GetOrAdd(word, word) : word;
    }
}
