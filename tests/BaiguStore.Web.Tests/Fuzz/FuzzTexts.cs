namespace BaiguStore.Web.Tests.Fuzz;

/// <summary>Problematic values, mixed with valid ones.</summary>
internal static class FuzzTexts
{
    private const int Short = 300, Long = 5_000, Megabyte = 1_000_000;

    private static readonly string[] Usual =
    [
        "1", "2", "24", "48", "price", "name", "newest", "Save", "Publish", "Send", "true", "on", "h3c-switch", "huawei-switch", "intel-vt", "ls-1", "LS-1", "S5735-L24T4S-A1", "LS-1*3", "华为 交换机",
        "product", "category", "article", "vendor", "comment", "company", "buyer@example.com", "13812345678", "4280.50", "500-800", "2026-12-24", "2026-12-24T08:30", "zh-CN", "en", "all", "mine", "v1",
        "端口: 24 个", "# 标题\n\n正文 **粗**[^1]\n\n[^1]: 注", "型号,数量\nLS-1,3\nLS-2,两台",
    ];

    private static readonly string[] Odd =
    [
        "", " ", "\t", "\r\n", "0", "-1", "+1", "007", "2147483648", "-9223372036854775809", "99999999999999999999999", "1e309", "NaN", "1,200", "１２３", "٣", "½", "null", "undefined", "[]", "{}", "{\"a\":1}",
        "\u200B", "\u2800", "\uFEFF", "\u202E", "\u0000", "\u0001", "\uFFFD", "\uFFFF", "\uD83D\uDE00", "e\u0301\u0301\u0301", "\u180B", "Ａ－Ｚ", "𠮷", "ß", "İ", "ﷺ",
        "'", "\"", "\\", "';--", "<script>", "<!--", "]]>", "&amp;", "%", "%zz", "%25", "%2F", "../..", "..\\..", "//evil.example", "/\\evil", "javascript:x", "http://[::1", "/c/华为", "|", "*", "**", "`", "a|b\n-|-\n",
        "0001-01-01", "9999-12-31T23:59", "2026-02-30", "-1-5", "5-", "-", "--", "\n\n\n", "a b", "@", "a@b", "#", "?", "&", "=", ";", ",", ".", "...", "\u007F", "Infinity", "1.7976931348623157E+309",
    ];

    private static readonly string[] Repeated = ["a", "9", " ", "\n", "华", ">", "[", "(", "*", "|", "a|", "- ", "[a](", "é", "\u0301", "\uD83D\uDE00", "x: 1\n", "LS-1 ", "1,", "A-", "\"", "&#", "<b>", "^", "~~", "$", "%41"];

    public static string Of(Random random, bool mayBeHuge) => random.Next(100) switch
    {
        < 45 => Usual[random.Next(Usual.Length)],
        < 85 => Odd[random.Next(Odd.Length)],
        < 90 => Usual[random.Next(Usual.Length)] + Odd[random.Next(Odd.Length)],
        < 98 => Repeat(random, random.Next(1, mayBeHuge ? Long : Short)),
        _ => Repeat(random, mayBeHuge ? Megabyte : Short),
    };

    private static string Repeat(Random random, int length)
    {
        var text = Repeated[random.Next(Repeated.Length)];
        return string.Concat(Enumerable.Repeat(text, Math.Max(1, length / text.Length)));
    }
}
