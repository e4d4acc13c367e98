using System.Globalization;

namespace BaiguStore.Core.Catalog;

/// <summary>A price against the one it takes the place of, or is measured by: both known, in fen.</summary>
public readonly record struct PriceJump(long FromFen, long ToFen)
{
    /// <summary>
    /// Percent. Makers' price changes and usual discounts are smaller; a digit that is lost, doubled or typed into the wrong row is
    /// more. Beyond it somebody is asked.
    /// </summary>
    public const int Limit = 30;

    /// <summary>Null where either is unknown: nothing can be compared then.</summary>
    public static PriceJump? Between(long? fromFen, long? toFen) => fromFen is { } from and > 0 && toFen is { } to ? new(from, to) : null;

    public bool IsLarge => Math.Abs((decimal)ToFen - FromFen) * 100 > (decimal)FromFen * Limit;

    /// <summary>"+36%", "-99.4%"; a place behind the point where it says more.</summary>
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
