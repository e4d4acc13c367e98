using System.Text;

namespace BaiguStore.Core.History;

public enum LineChange
{
    Same = 0,
    Removed = 1,
    Added = 2,
}

/// <summary>A part of a line, and whether it differs from the other text.</summary>
public sealed record LinePart(string Text, bool IsChanged);

/// <summary>A line of either text. Its parts, concatenated, are the line; in a changed line they mark the differences.</summary>
public sealed record DiffLine(LineChange Change, IReadOnlyList<LinePart> Parts)
{
    public string Text => string.Concat(Parts.Select(p => p.Text));
}

/// <summary>
/// Diff of two texts by lines, and within a changed line by words: a run of Latin letters or digits is one word, every other character is one too,
/// because Chinese has no spaces. Myers' algorithm, with limits on its run time.
/// </summary>
public static class LineDiff
{
    /// <summary>Maximum removed and added lines; beyond it the rest between common prefix and suffix is shown as replaced as a whole.</summary>
    public const int MaxLineEdits = 1_000;

    /// <summary>Maximum removed and added words within a line; beyond it the rest between common prefix and suffix is shown as replaced.</summary>
    public const int MaxWordEdits = 300;

    /// <summary>Maximum lines compared by words; other changed lines are marked as a whole.</summary>
    public const int MaxMarkedLines = 400;

    /// <summary>Total characters of all lines compared by words.</summary>
    public const int MaxMarkedLength = 100_000;

    public static IReadOnlyList<DiffLine> Between(string? before, string? after)
    {
        var (old, now) = (LinesOf(before), LinesOf(after));
        List<DiffLine> diff = [];
        var (lines, length) = (MaxMarkedLines, MaxMarkedLength);
        foreach (var run in Runs(old, now, MaxLineEdits))
        {
            if (run.IsSame)
            {
                diff.AddRange(old[run.Old].Select(line => new DiffLine(LineChange.Same, [new(line, false)])));
                continue;
            }
            List<DiffLine> removed = [], added = [];
            var (gone, come) = (old[run.Old], now[run.Now]);
            for (var i = 0; i < Math.Max(gone.Length, come.Length); i++)
            {
                var both = i < gone.Length && i < come.Length && lines-- > 0 && (length -= gone[i].Length + come[i].Length) >= 0;
                var (was, @is) = both ? Marked(gone[i], come[i]) : default;
                if (i < gone.Length)
                    removed.Add(new(LineChange.Removed, was ?? [new(gone[i], true)]));
                if (i < come.Length)
                    added.Add(new(LineChange.Added, @is ?? [new(come[i], true)]));
            }
            diff.AddRange(removed);
            diff.AddRange(added);
        }
        return diff;
    }

    /// <summary>Ranges of lines that were replaced.</summary>
    internal static IEnumerable<(Range Old, Range Now)> Changes(string[] old, string[] now) =>
        Runs(old, now, MaxLineEdits).Where(r => !r.IsSame).Select(r => (r.Old, r.Now));

    internal static string[] LinesOf(string? text) => string.IsNullOrEmpty(text) ? [] : text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Both lines in parts; a single part each if they have nothing in common.</summary>
    private static (IReadOnlyList<LinePart> Was, IReadOnlyList<LinePart> Is) Marked(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        List<LinePart> was = [], @is = [];
        foreach (var run in Runs(old, now, MaxWordEdits))
        {
            if (run.Old.Start.Value < run.Old.End.Value)
                was.Add(new(string.Concat(old[run.Old]), !run.IsSame));
            if (run.Now.Start.Value < run.Now.End.Value)
                @is.Add(new(string.Concat(now[run.Now]), !run.IsSame));
        }
        return (was.Count == 0 ? [new("", true)] : was, @is.Count == 0 ? [new("", true)] : @is);
    }

    private static string[] Words(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.IsAscii && char.IsAsciiLetterOrDigit((char)rune.Value))
            {
                word.Append((char)rune.Value);
                continue;
            }
            Close();
            words.Add(rune.ToString());
        }
        Close();
        return [.. words];

        void Close()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>Alternating runs of equal and different items, in order; none is empty on both sides.</summary>
    private static List<(bool IsSame, Range Old, Range Now)> Runs(string[] old, string[] now, int maxEdits)
    {
        // Interned as numbers, so that a comparison costs one step whatever the length.
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        var (a, b) = (Array.ConvertAll(old, Number), Array.ConvertAll(now, Number));
        var (start, endA, endB) = (a.AsSpan().CommonPrefixLength(b), a.Length, b.Length);
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1])
            (endA, endB) = (endA - 1, endB - 1);

        List<(bool, Range, Range)> runs = [];
        Add(0, start, 0, start, isSame: true);
        var (x, y) = (start, start);
        foreach (var (atA, atB, length) in Common(a.AsSpan(start, endA - start), b.AsSpan(start, endB - start), maxEdits))
        {
            Add(x, start + atA, y, start + atB, isSame: false);
            (x, y) = (start + atA + length, start + atB + length);
            Add(x - length, x, y - length, y, isSame: true);
        }
        Add(x, endA, y, endB, isSame: false);
        Add(endA, a.Length, endB, b.Length, isSame: true);
        return runs;

        int Number(string item) => numbers.TryGetValue(item, out var known) ? known : numbers[item] = numbers.Count;

        void Add(int fromA, int toA, int fromB, int toB, bool isSame)
        {
            if (fromA < toA || fromB < toB)
                runs.Add((isSame, fromA..toA, fromB..toB));
        }
    }

    /// <summary>The common runs of a shortest edit script, in order; empty if it needs more edits than the limit.</summary>
    private static List<(int A, int B, int Length)> Common(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int maxEdits)
    {
        var most = Math.Min(a.Length + b.Length, maxEdits);
        var furthest = new int[2 * most + 3]; // per diagonal, starting at -most - 1
        List<int[]> trail = [];
        for (var edits = 0; edits <= most; edits++)
        {
            for (var k = -edits; k <= edits; k += 2)
            {
                var x = k == -edits || (k != edits && At(furthest, k - 1) < At(furthest, k + 1)) ? At(furthest, k + 1) : At(furthest, k - 1) + 1;
                while (x < a.Length && x - k < b.Length && x - k >= 0 && a[x] == b[x - k])
                    x++;
                furthest[k + most + 1] = x;
                if (x >= a.Length && x - k >= b.Length)
                    return Back(trail, a.Length, b.Length, edits);
            }
            trail.Add(furthest[(most + 1 - edits)..(most + 2 + edits)]);
        }
        return [];

        int At(int[] row, int k) => row[k + most + 1];
    }

    /// <summary>Backtracks from the end; step d of the trail holds the diagonals -d to d.</summary>
    private static List<(int A, int B, int Length)> Back(List<int[]> trail, int x, int y, int edits)
    {
        List<(int, int, int)> runs = [];
        for (; edits > 0; edits--)
        {
            var (row, k) = (trail[edits - 1], x - y);
            var down = k == -edits || (k != edits && At(k - 1) < At(k + 1));
            var before = down ? At(k + 1) : At(k - 1); // end of the previous step
            var begin = down ? before : before + 1;
            if (x > begin)
                runs.Add((begin, begin - k, x - begin));
            (x, y) = (before, before - (down ? k + 1 : k - 1));

            int At(int diagonal) => diagonal + edits - 1 is >= 0 and var i && i < row.Length ? row[i] : int.MinValue / 2;
        }
        if (x > 0)
            runs.Add((0, 0, x));
        runs.Reverse();
        return runs;
    }
}
