using System.Numerics;

namespace BaiguStore.Core.Search;

/// <summary>
/// Words of letters and digits in a segment, to find those within one or two typing errors. Stored by length with a bit mask of their letters, which
/// excludes most of them quickly. Lucene's automaton for each typed word takes milliseconds instead.
/// </summary>
internal sealed class Spellings
{
    /// <summary>Shorter and longer words are not corrected, so they are no candidates either.</summary>
    private const int Shortest = 4, Longest = 40;

    private readonly OfLength?[] _byLength = new OfLength?[Longest + 1];

    public Spellings(Lucene.Net.Index.Terms? terms)
    {
        for (var each = terms?.GetEnumerator(); each is not null && each.MoveNext();)
        {
            var term = each.Term.Bytes.AsSpan(each.Term.Offset, each.Term.Length);
            if (term.Length is < Shortest or > Longest || term.ContainsAnyExceptInRange((byte)0, (byte)127) || term[^1] == '+')
                continue;
            (_byLength[term.Length] ??= new()).Add(term, each.DocFreq);
        }
    }

    /// <summary>Reports each candidate word and its document frequency.</summary>
    /// <param name="wrong">Maximum number of wrong, missing, extra or transposed letters.</param>
    public void Near(string text, int wrong, Action<string, int> found)
    {
        var mark = 0u;
        foreach (var c in text)
            mark |= MarkOf(c);
        for (var length = Math.Max(Shortest, text.Length - wrong); length <= Math.Min(Longest, text.Length + wrong); length++)
            _byLength[length]?.Near(text, mark, length, wrong, found);
    }

    /// <summary>Number of wrong, missing, extra or transposed letters (Damerau-Levenshtein).</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        const int small = 64;
        var width = b.Length + 1;
        Span<int> rows = width <= small ? stackalloc int[3 * small] : new int[3 * width];
        var before = rows[..width];
        var last = rows.Slice(width, width);
        var row = rows.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j < width; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            var done = before;
            before = last;
            last = row;
            row = done;
        }
        return last[b.Length];
    }

    /// <summary>One bit per letter; digits share the remaining six.</summary>
    private static uint MarkOf(int c) => c is >= 'a' and <= 'z' ? 1u << (c - 'a') : 1u << (26 + (c % 6));

    private sealed class OfLength
    {
        private readonly List<byte> _letters = [];
        private readonly List<uint> _marks = [];
        private readonly List<int> _frequencies = [];

        public void Add(ReadOnlySpan<byte> term, int frequency)
        {
            var mark = 0u;
            foreach (var c in term)
                mark |= MarkOf(c);
            _letters.AddRange(term);
            _marks.Add(mark);
            _frequencies.Add(frequency);
        }

        public void Near(string text, uint mark, int length, int wrong, Action<string, int> found)
        {
            Span<char> term = stackalloc char[length];
            for (var i = 0; i < _marks.Count; i++)
            {
                if (BitOperations.PopCount(_marks[i] ^ mark) > 2 * wrong) // a wrong letter removes one bit and adds one
                    continue;
                for (var at = 0; at < length; at++)
                    term[at] = (char)_letters[(i * length) + at];
                if (Distance(text, term) <= wrong)
                    found(term.ToString(), _frequencies[i]);
            }
        }
    }
}
