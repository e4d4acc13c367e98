using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>
/// Searchable text of a row, in the one normalized form that staff search comments and inquiries by in every database: folded, a space before every
/// word of letters and digits, part numbers also without punctuation. Stored with the row, because no database folds width, case and traditional
/// characters the same way.
/// </summary>
public static class RowText
{
    /// <summary>Prefix of every text, so that it is never empty: an empty column means not computed yet.</summary>
    private const char Beginning = '|';

    public static string Of(params IEnumerable<string> texts)
    {
        var row = new StringBuilder().Append(Beginning);
        foreach (var text in texts)
        {
            Add(row, SearchText.Fold(text));
            row.Append(' ');
        }
        return row.ToString().TrimEnd();
    }

    private static void Add(StringBuilder row, string folded)
    {
        List<Run> runs = [.. SearchText.Runs(folded)];
        for (var i = 0; i < runs.Count; i++)
        {
            var (run, last) = (runs[i], i);
            if (!run.IsHan || i == 0 || runs[i - 1].End < run.Start)
                row.Append(' ');
            row.Append(folded, run.Start, run.Length);
            while (last + 1 < runs.Count && SearchText.AreJoined(folded, runs[last], runs[last + 1]))
                last++;
            if (last == i)
                continue;
            foreach (var piece in runs[(i + 1)..(last + 1)])
                row.Append(' ').Append(folded, piece.Start, piece.Length);
            row.Append(' ');
            foreach (var piece in runs[i..(last + 1)])
                row.Append(folded, piece.Start, piece.Length);
            i = last;
        }
    }
}
