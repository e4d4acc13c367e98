using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>Pinyin and simplified forms of Han characters: two tables generated from Unihan by `make-han.py`.</summary>
public static class Han
{
    private static readonly Lazy<FrozenDictionary<char, string>> Readings = new(() => Lines("pinyin.txt")
        .Select(line => line.Split(' '))
        .SelectMany(parts => parts[1].Select(c => KeyValuePair.Create(c, parts[0])))
        .ToFrozenDictionary());

    private static readonly Lazy<FrozenDictionary<char, char>> Simpler = new(() => Lines("simplified.txt").ToFrozenDictionary(pair => pair[0], pair => pair[1]));

    public static bool Is(char c) => c is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF');

    /// <summary>The usual reading without its tone ("jiao", "lv"); null if it is not a Han character.</summary>
    public static string? Pinyin(char c) => Readings.Value.GetValueOrDefault(c);

    /// <summary>A traditional character's simplified form; any other character is returned unchanged.</summary>
    public static char Simplified(char c) => Simpler.Value.TryGetValue(c, out var simple) ? simple : c;

    /// <summary>The full reading and its initials ("jiaohuanji", "jhj"); both empty if a character has no reading.</summary>
    public static (string Whole, string Initials) PinyinOf(ReadOnlySpan<char> word)
    {
        var (whole, initials) = (new StringBuilder(word.Length * 4), new StringBuilder(word.Length));
        foreach (var c in word)
        {
            if (Pinyin(c) is not { } reading)
                return ("", "");
            whole.Append(reading);
            initials.Append(reading[0]);
        }
        return (whole.ToString(), initials.ToString());
    }

    /// <summary>Lines of an embedded text resource of this assembly.</summary>
    internal static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"No table named '{file}'."));
        while (reader.ReadLine() is { } line)
            if (line.Length > 0)
                yield return line;
    }
}
