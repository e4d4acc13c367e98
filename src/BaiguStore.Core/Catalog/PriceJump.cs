using System.Globalization;

namespace BaiguStore.Core.Catalog;

/// <summary>A price compared with its predecessor or reference: both known, in fen.</summary>
public readonly record struct PriceJump(long FromFen, long ToFen)
{
    /// <summary>
    /// Percent. Makers' price changes and usual discounts are smaller; a lost, doubled or misplaced digit is larger. Above it the user must confirm.
    /// </summary>
    public const int Limit = 30;

    /// <summary>Null if either price is unknown.</summary>
    public static PriceJump? Between(long? fromFen, long? toFen) => fromFen is { } from and > 0 && toFen is { } to ? new(from, to) : null;

    public bool IsLarge => Math.Abs((decimal)ToFen - FromFen) * 100 > (decimal)FromFen * Limit;

    /// <summary>"+36%", "-99.4%"; one decimal place if it is significant.</summary>
    public string Percent
    {
        get
        {
            var percent = ((decimal)ToFen - FromFen) * 100 / FromFen;
            var isRound = Math.Abs(percent) is >= 10 and < 99;
            return percent.ToString(isRound ? "+0;-0;0" : "+0.#;-0.#;0", CultureInfo.InvariantCulture) + "%";
        }
    }
}
