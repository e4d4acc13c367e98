namespace BaiguStore.Core.History;

/// <summary>
/// A run of lines in a three-way merge: the base, and both edits of it. Every line ends with a line feed, so that no line and one empty line differ.
/// </summary>
public sealed record MergePiece(MergeOutcome Outcome, string Base, string Theirs, string Mine)
{
    /// <summary>The changed side; in a conflict mine, because it is not saved anywhere else.</summary>
    public string Proposed => Outcome == MergeOutcome.OnlyTheirs ? Theirs : Mine;

    /// <summary>Theirs followed by mine.</summary>
    public string Both => Theirs + Mine;
}

/// <summary>
/// Three-way merge of a text by lines (a paragraph is a line). Changes to different lines are both taken; a person has to choose only if both changed
/// the same lines, or both inserted at the same position.
/// </summary>
public static class TextMerge
{
    public static IReadOnlyList<MergePiece> Between(string? opened, string? theirs, string? mine)
    {
        var (old, now, own) = (LineDiff.LinesOf(opened), LineDiff.LinesOf(theirs), LineDiff.LinesOf(mine));
        var (left, right) = (new Queue<Edit>(EditsOf(old, now)), new Queue<Edit>(EditsOf(old, own)));
        List<MergePiece> pieces = [];
        var at = 0;
        while (left.Count > 0 || right.Count > 0)
        {
            var (their, my) = Region(left, right, out var start, out var end);
            if (start > at)
                pieces.Add(Piece(old, at, start, [], []));
            pieces.Add(Piece(old, start, end, their, my));
            at = end;
        }
        if (at < old.Length)
            pieces.Add(Piece(old, at, old.Length, [], []));
        return pieces;
    }

    /// <summary>Joins the chosen texts in order.</summary>
    public static string Join(IEnumerable<string> pieces) => string.Concat(pieces) is var text && text.EndsWith('\n') ? text[..^1] : text;

    private static IEnumerable<Edit> EditsOf(string[] old, string[] now) =>
        LineDiff.Changes(old, now).Select(c => new Edit(c.Old.Start.Value, c.Old.End.Value, now[c.Now]));

    /// <summary>Takes the next edit and all that overlap it.</summary>
    private static (List<Edit> Theirs, List<Edit> Mine) Region(Queue<Edit> left, Queue<Edit> right, out int start, out int end)
    {
        (List<Edit> theirs, List<Edit> mine) = ([], []);
        (start, end) = (int.MaxValue, int.MaxValue);
        while (true)
        {
            var isLeft = right.Count == 0 || (left.Count > 0 && left.Peek().IsBefore(right.Peek()));
            var from = isLeft ? left : right;
            if (from.Count == 0 || (start != int.MaxValue && !Overlaps(from.Peek(), start, end, isLeft ? mine.Count > 0 : theirs.Count > 0)))
                return (theirs, mine);
            var edit = from.Dequeue();
            (isLeft ? theirs : mine).Add(edit);
            (start, end) = start == int.MaxValue ? (edit.Start, edit.End) : (start, Math.Max(end, edit.End));
        }
    }

    /// <summary>An insertion directly before or after changed lines does not overlap them; two insertions at the same position do.</summary>
    private static bool Overlaps(Edit next, int start, int end, bool isOfOther) =>
        next.Start < end || (start == end && next.Start == start && next.IsAddition && isOfOther);

    private static MergePiece Piece(string[] old, int start, int end, List<Edit> theirs, List<Edit> mine)
    {
        var (was, left, right) = (Text(old[start..end]), Applied(old, start, end, theirs), Applied(old, start, end, mine));
        var outcome = left == right ? (left == was ? MergeOutcome.Unchanged : MergeOutcome.BothSame)
            : mine.Count == 0 ? MergeOutcome.OnlyTheirs : theirs.Count == 0 ? MergeOutcome.OnlyMine : MergeOutcome.Conflict;
        return new(outcome, was, left, right);
    }

    private static string Applied(string[] old, int start, int end, List<Edit> edits)
    {
        List<string> lines = [];
        foreach (var edit in edits)
        {
            lines.AddRange(old[start..edit.Start]);
            lines.AddRange(edit.Lines);
            start = edit.End;
        }
        lines.AddRange(old[start..end]);
        return Text(lines);
    }

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>Replaces the lines from start to end of the base text.</summary>
    private sealed record Edit(int Start, int End, string[] Lines)
    {
        public bool IsAddition => Start == End;

        public bool IsBefore(Edit other) => Start != other.Start ? Start < other.Start : IsAddition || !other.IsAddition;
    }
}
