using System.Globalization;
using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Model;

/// <summary>Prices as users type them: in yuan; the store counts in fen.</summary>
public static partial class Yuan
{
    /// <summary>A hundred billion yuan: above any price, and far below the limits of the arithmetic.</summary>
    public const long MostFen = 10_000_000_000_000;

    /// <summary>Characters as typed, with spaces and signs; a longer text is rejected unparsed.</summary>
    private const int MaxTyped = 60;

    /// <summary>"4280" or "4280.50"; empty for no price.</summary>
    public static string Of(long? fen) => fen is { } known ? (known / 100m).ToString(known % 100 == 0 ? "0" : "0.00", CultureInfo.InvariantCulture) : "";

    /// <summary>
    /// Parses "4280", "4,280.5" and "¥ 4280 元", full-width characters too; empty text and 询价 mean no price. False for anything ambiguous, "0280"
    /// included: it may be a price that lost its first digits.
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

    /// <summary>Parses one bound of a price range in the same formats, in whole yuan; empty means unbounded, and 0 is a number.</summary>
    public static bool TryParseBound(string? text, out long? fen)
    {
        fen = null;
        if (Plain(text) is not { } plain)
            return false;
        fen = Fen(plain);
        return plain.Length == 0 || fen % 100 == 0;
    }

    /// <summary>Half width, without the currency sign; null for a text that is too long for a price.</summary>
    private static string? Plain(string? text) =>
        text?.Length > MaxTyped ? null : VisibleText.Compatible(text).Trim().TrimStart('¥').TrimEnd('元').Trim();

    private static long? Fen(string plain) =>
        plain.Length <= 20 && Price().IsMatch(plain)
        && decimal.Parse(plain, NumberStyles.Number, CultureInfo.InvariantCulture) * 100 is <= MostFen and var value ? (long)value : null;

    [GeneratedRegex(@"^([1-9][0-9]{0,2}(,[0-9]{3})+|0|[1-9][0-9]*)(\.[0-9]{1,2})?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Price();
}
