using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>Finds the search terms in displayed text, as ranges; the page decides how to mark them.</summary>
public sealed class Highlights
{
    private readonly IReadOnlyList<string> _forms;

    internal Highlights(IEnumerable<string> forms) => _forms = [.. forms.Where(f => f.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];

    public static Highlights None { get; } = new([]);

    /// <summary>Matches from left to right; adjacent ranges are merged. A part number matches whatever punctuation it contains.</summary>
    public IReadOnlyList<Range> In(string text)
    {
        if (_forms.Count == 0 || text.Length == 0)
            return [];
        var folded = SearchText.Fold(text);
        var marked = new bool[text.Length];
        foreach (var form in _forms)
            for (var at = 0; at < folded.Length; at++)
                if (folded[at] == form[0] && MatchEnd(folded, at, form) is { } end)
                    marked.AsSpan(at, end - at).Fill(true);
        List<Range> ranges = [];
        for (var i = 0; i < marked.Length; i++)
        {
            if (!marked[i])
                continue;
            var start = i;
            while (i < marked.Length && marked[i])
                i++;
            ranges.Add(start..i);
        }
        return ranges;
    }

    private static int? MatchEnd(string folded, int start, string form)
    {
        if (SearchText.IsHanChar(form[0]))
            return string.CompareOrdinal(folded, start, form, 0, form.Length) == 0 ? start + form.Length : null;
        // Inside a word only where letters and digits meet: "ei" is not in "being".
        if (start > 0 && char.IsLetterOrDigit(folded[start - 1]) && !SearchText.IsHanChar(folded[start - 1]) && char.IsAsciiDigit(folded[start - 1]) == char.IsAsciiDigit(folded[start]))
            return null;
        // "2 Gbps" must not match in "1.2 Gbps".
        if (start > 1 && folded[start - 1] == '.' && char.IsAsciiDigit(folded[start]) && char.IsAsciiDigit(folded[start - 2]))
            return null;
        var at = start;
        foreach (var c in form)
        {
            while (at < folded.Length && at > start && folded[at] is '-' or '_' or '/' or '.' or '+' or ' ')
                at++;
            if (at >= folded.Length || folded[at] != c)
                return null;
            at++;
        }
        return at;
    }
}
