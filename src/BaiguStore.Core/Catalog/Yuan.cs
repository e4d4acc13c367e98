using System.Globalization;
using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>Prices as people type them: in yuan, where the store counts in fen.</summary>
public static partial class Yuan
{
    /// <summary>A hundred thousand million yuan: beyond any price, and far from where the arithmetic of prices ends.</summary>
    public const long MostFen = 10_000_000_000_000;

    /// <summary>Characters as they are typed, with spaces and signs: more is no price, and is not looked at.</summary>
    private const int MaxTyped = 60;

    /// <summary>"4280" or "4280.50"; empty for no price.</summary>
    public static string Of(long? fen) => fen is { } known ? (known / 100m).ToString(known % 100 == 0 ? "0" : "0.00", CultureInfo.InvariantCulture) : "";

    /// <summary>
    /// Reads "4280", "4,280.5" and "¥ 4280 元", in full-width characters too; nothing and 询价 are no price. False for everything else: a price that could
    /// be meant in two ways is not guessed at. So "0280" is refused too: it is what remains of a price that has lost its first digits.
    /// </summary>
    public static bool TryParse(string? text, out long? fen)
    {
        fen = null;
        if (Plain(text) is not { } plain)
            return false;
        if (plain is "" or "询价")
            return true;
        fen = Fen(plain);
        return fen > 0;
    }

    /// <summary>One end of a range of prices, written in the same ways, in whole yuan; nothing is an open end, and 0 is a number.</summary>
    public static bool TryParseBound(string? text, out long? fen)
    {
        fen = null;
        if (Plain(text) is not { } plain)
            return false;
        fen = Fen(plain);
        return plain.Length == 0 || fen % 100 == 0;
    }

    /// <summary>Half width, without the sign of the currency; null for what is too long to be a price.</summary>
    private static string? Plain(string? text) =>
        text?.Length > MaxTyped ? null : VisibleText.Compatible(text).Trim().TrimStart('¥').TrimEnd('元').Trim();

    private static long? Fen(string plain) =>
        plain.Length <= 20 && Price().IsMatch(plain)
        && decimal.Parse(plain, NumberStyles.Number, CultureInfo.InvariantCulture) * 100 is <= MostFen and var value ? (long)value : null;

    [GeneratedRegex(@"^([1-9][0-9]{0,2}(,[0-9]{3})+|0|[1-9][0-9]*)(\.[0-9]{1,2})?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Price();
}
