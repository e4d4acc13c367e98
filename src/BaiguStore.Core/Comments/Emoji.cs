namespace BaiguStore.Core.Comments;

/// <summary>The emoji shortcodes allowed in comments, in the order of the picker.</summary>
public static class Emoji
{
    public static IReadOnlyList<(string Shortcode, string Glyph, string Name)> All { get; } =
    [
        (":smile:", "😄", "微笑"),
        (":laughing:", "😆", "大笑"),
        (":sweat_smile:", "😅", "苦笑"),
        (":thinking:", "🤔", "思考"),
        (":thumbsup:", "👍", "赞"),
        (":thumbsdown:", "👎", "踩"),
        (":clap:", "👏", "鼓掌"),
        (":pray:", "🙏", "感谢"),
        (":heart:", "❤️", "喜欢"),
        (":tada:", "🎉", "庆祝"),
        (":rocket:", "🚀", "飞快"),
        (":bulb:", "💡", "想法"),
        (":coffee:", "☕", "休息"),
        (":warning:", "⚠️", "注意"),
        (":question:", "❓", "疑问"),
        (":white_check_mark:", "✅", "正确"),
    ];

    /// <summary>The text with every known shortcode replaced; unknown ones stay as typed.</summary>
    public static string Replace(string text) =>
        text.Contains(':', StringComparison.Ordinal)
            ? All.Aggregate(text, (t, e) => t.Replace(e.Shortcode, e.Glyph, StringComparison.Ordinal))
            : text;
}
