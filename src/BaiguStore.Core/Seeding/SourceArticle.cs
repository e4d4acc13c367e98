using BaiguStore.Core.Text;

namespace BaiguStore.Core.Seeding;

/// <summary>The source page's own article: its title and its paragraphs, repaired.</summary>
/// <param name="Captions">Stray captions that interrupted sentences, in order; removed from the text.</param>
/// <param name="Remnants">How often such a caption was also joined to the start of a sentence and was removed.</param>
public sealed record SourceArticle(string Title, IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Captions, int Remnants)
{
    private const int MaxCaptionLength = 30;
    private static readonly string[] Sections = ["简单描述", "相关参数", "详细介绍"];
    private static readonly string[] AfterText = ["最新评论", "更多评论", "发表评论"];
    private const string SentenceEnds = "。!?！？;；”…";

    public string Markdown => string.Join("\n\n", Paragraphs);

    /// <summary>
    /// The first title in these rows that is followed by the three sections, with everything up to the comments; null if there is none.
    /// </summary>
    public static SourceArticle? Find(string[] rows)
    {
        var trimmed = rows.Select(r => r.Trim()).ToArray();
        var sections = Array.FindIndex(trimmed, r => r == Sections[0]);
        var title = sections <= 0 ? -1 : Array.FindLastIndex(trimmed, sections - 1, r => r.Length > 0);
        var text = sections < 0 ? -1 : Array.FindIndex(trimmed, sections, r => r.Length > 0 && !Sections.Contains(r));
        if (title < 0 || text < 0)
            return null;
        var end = Array.FindIndex(trimmed, text, AfterText.Contains);
        return Rejoin(trimmed[title], rows[text..(end < 0 ? rows.Length : end)]);
    }

    private static SourceArticle Rejoin(string title, string[] rows)
    {
        List<string> paragraphs = [];
        List<string> captions = [];
        var cut = false;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i].Trim();
            if (row.Length == 0)
                continue;
            if (IsCaption(rows, i))
            {
                captions.Add(row);
                cut = cut || (paragraphs.Count > 0 && !EndsSentence(paragraphs[^1]));
                continue;
            }
            // A new paragraph is indented; a continuation after a caption is not.
            if (paragraphs.Count > 0 && (cut || (!EndsSentence(paragraphs[^1]) && !char.IsWhiteSpace(rows[i][0]))))
                paragraphs[^1] += row;
            else
                paragraphs.Add(row);
            cut = false;
        }
        var remnants = 0;
        var whole = paragraphs.Select(p => TakeOffRemnants(p, captions, ref remnants)).ToList();
        return new(title, whole, captions, remnants);
    }

    /// <summary>A short row without sentence punctuation, between empty rows.</summary>
    private static bool IsCaption(string[] rows, int at)
    {
        var row = rows[at].Trim();
        return row.Length <= MaxCaptionLength && !row.Any(c => SentenceEnds.Contains(c) || c is ',' or '，' or ':' or '：')
            && at > 0 && rows[at - 1].Trim().Length == 0 && at + 1 < rows.Length && rows[at + 1].Trim().Length == 0;
    }

    /// <summary>Removes captions of deleted pictures that remained directly before the next sentence.</summary>
    private static string TakeOffRemnants(string paragraph, List<string> captions, ref int remnants)
    {
        foreach (var caption in captions.Distinct())
        {
            for (var at = paragraph.IndexOf(caption, StringComparison.Ordinal); at >= 0; at = paragraph.IndexOf(caption, at + 1, StringComparison.Ordinal))
            {
                var startsSentence = at == 0 || SentenceEnds.Contains(paragraph[at - 1]) || paragraph[at - 1] is ':' or '：';
                if (!startsSentence || at + caption.Length >= paragraph.Length)
                    continue;
                paragraph = paragraph.Remove(at, caption.Length);
                remnants++;
            }
        }
        return paragraph;
    }

    private static bool EndsSentence(string text) => SentenceEnds.Contains(text[^1]) || text[^1] is ':' or '：';

    /// <summary>A summary of the text's beginning, for 简单描述.</summary>
    public string Summary => PlainText.Excerpt(Paragraphs.Count > 0 ? Paragraphs[0] : Title, 120);
}
