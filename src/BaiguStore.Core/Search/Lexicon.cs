using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>
/// Han words in the names of the catalogue, by pinyin: so `jiaohuanji` and `jhj` find 交换机, and 交换几 is corrected to 交换机. Built from the words in the
/// index; a million products have a few thousand.
/// </summary>
internal sealed class Lexicon
{
    /// <summary>Longer words are read in parts.</summary>
    private const int MaxWord = 8;

    /// <summary>Maximum words per reading: the most frequent ones.</summary>
    private const int MaxSame = 3;

    private readonly Dictionary<string, List<string>> _byPinyin = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byInitials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _weights = new(StringComparer.Ordinal);
    private readonly string[] _readings;

    /// <param name="runs">Runs of Han characters with the number of things named by them.</param>
    public Lexicon(IEnumerable<KeyValuePair<string, int>> runs)
    {
        foreach (var (run, count) in runs)
            for (var start = 0; start < run.Length; start++)
                for (var length = 2; length <= Math.Min(MaxWord, run.Length - start); length++)
                {
                    var word = run.Substring(start, length);
                    _weights[word] = _weights.GetValueOrDefault(word) + count;
                }
        foreach (var (word, _) in _weights.OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal))
        {
            var (whole, initials) = Han.PinyinOf(word);
            Add(_byPinyin, whole, word);
            Add(_byInitials, initials, word);
        }
        _readings = [.. _byPinyin.Keys.Order(StringComparer.Ordinal)];
    }

    public static Lexicon Empty { get; } = new([]);

    /// <summary>All readings with this first letter.</summary>
    public IEnumerable<string> ReadingsFrom(char letter)
    {
        var at = Array.BinarySearch(_readings, letter.ToString(), StringComparer.Ordinal);
        return _readings.Skip(at < 0 ? ~at : at).TakeWhile(r => r[0] == letter);
    }

    public int WeightOf(string word) => _weights.GetValueOrDefault(word);

    /// <summary>Words with this pinyin, these initials, or this prefix; most frequent first. Empty if the text is not a reading.</summary>
    public IReadOnlyList<string> Read(string letters) =>
        letters.Length < 2 ? []
        : _byPinyin.TryGetValue(letters, out var whole) ? whole
        : _byInitials.TryGetValue(letters, out var initials) ? initials
        : Beginning(letters);

    /// <summary>Other words of the catalogue with the same pinyin.</summary>
    public IEnumerable<string> SoundingLike(string word) =>
        Han.PinyinOf(word).Whole is { Length: > 0 } reading && _byPinyin.TryGetValue(reading, out var words) ? words.Where(w => w != word) : [];

    private List<string> Beginning(string letters)
    {
        if (letters.Length < 4)
            return [];
        var at = Array.BinarySearch(_readings, letters, StringComparer.Ordinal);
        return [.. _readings.Skip(at < 0 ? ~at : at).TakeWhile(r => r.StartsWith(letters, StringComparison.Ordinal)).Take(200)
            .SelectMany(r => _byPinyin[r]).OrderByDescending(WeightOf).Take(MaxSame)];
    }

    private static void Add(Dictionary<string, List<string>> words, string key, string word)
    {
        if (key.Length == 0)
            return;
        if (!words.TryGetValue(key, out var same))
            words.Add(key, same = []);
        if (same.Count < MaxSame)
            same.Add(word);
    }
}
