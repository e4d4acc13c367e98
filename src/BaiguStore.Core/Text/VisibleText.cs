using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>
/// The visible part of a text. Used wherever the store checks for an empty name, measures a length, compares with the block list or finds duplicates.
/// </summary>
public static class VisibleText
{
    /// <summary>
    /// Maximum of combining marks on one letter, from the Stream-Safe Text Format of UAX #15. No writing system needs more, and normalization is
    /// quadratic in their number.
    /// </summary>
    public const int MaxMarks = 30;

    /// <summary>Tag characters after a black flag: two to six letters of a region, and the end tag.</summary>
    private const int MaxTags = 7;

    private const int Joiner = 0x200D, BlackFlag = 0x1F3F4, BrailleBlank = 0x2800, Information = 0x2139;

    /// <summary>Whether nothing is visible: only spaces, invisible characters, and marks without a base.</summary>
    public static bool IsEmpty(string? text)
    {
        foreach (var rune in PlainText.WithoutHalves(text ?? "").EnumerateRunes())
            if (IsBase(Shown(rune)) && IsKept(Shown(rune), default, 0))
                return false;
        return true;
    }

    /// <summary>
    /// The text in normalization form C without bidirectional controls, zero-width and other invisible characters, control characters and lone
    /// surrogates. Line ends stay. A joiner, variation selector, mark or tag stays if it changes how the preceding character looks.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text ?? "";
        var kept = new StringBuilder(text.Length);
        var (before, run) = (default(Rune), 0);
        foreach (var rune in PlainText.WithoutHalves(text).EnumerateRunes())
        {
            var shown = Shown(rune);
            if (!IsKept(shown, before, run))
                continue;
            run = IsMark(shown) || IsTag(shown) ? run + 1 : 0;
            kept.Append(before = shown);
        }
        return kept.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Like <see cref="Of"/>, in normalization form KC: full-width letters and digits, ligatures and the like become plain ones.</summary>
    public static string Compatible(string? text) => Of(text).Normalize(NormalizationForm.FormKC);

    /// <summary>
    /// The text for comparison with the block list, without what a sender varies to evade it: width, case, marks on letters, traditional characters,
    /// and everything that <see cref="Of"/> removes. Spaces stay.
    /// </summary>
    public static string Folded(string? text)
    {
        var visible = Of(text);
        var folded = new StringBuilder(visible.Length);
        foreach (var rune in visible.Normalize(NormalizationForm.FormKD).EnumerateRunes())
            if (!IsIgnored(rune))
                folded.Append(Rune.ToLowerInvariant(rune is { IsBmp: true } ? new Rune(Han.Simplified((char)rune.Value)) : rune));
        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>The first grapheme, for an avatar; a dot if nothing of the name is visible.</summary>
    public static string Monogram(string? name) =>
        Of(name).AsSpan().Trim().ToString() is { Length: > 0 } visible ? StringInfo.GetNextTextElement(visible) : "·";

    /// <summary>Unicode classifies the blank Braille cell as a symbol, but it looks like a space.</summary>
    private static Rune Shown(Rune rune) => rune.Value == BrailleBlank ? new Rune(' ') : rune;

    /// <param name="before">The last rune that was kept.</param>
    /// <param name="run">Marks or tags kept since the last rune of another kind.</param>
    private static bool IsKept(Rune rune, Rune before, int run) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\r' or '\t',
        // Format characters include the bidirectional controls (U+202A-E, U+2066-9, U+200E-F) and zero-width ones. After a black flag, tag characters
        // spell the flags of England, Scotland and Wales.
        UnicodeCategory.Format => rune.Value == Joiner ? JoinsEmoji(before) : IsTag(rune) && (before.Value == BlackFlag || IsTag(before)) && run < MaxTags,
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        _ when IsSelector(rune) => IsVaried(before),
        _ when IsMark(rune) => !IsBlank(rune) && (IsBase(before) || IsMark(before)) && run < MaxMarks,
        _ => !IsBlank(rune),
    };

    /// <summary>
    /// Characters that Unicode classifies as letters, marks or symbols but that are invisible: Hangul and Khitan fillers, Khmer's inherent vowels,
    /// the combining grapheme joiner, a null note head.
    /// </summary>
    private static bool IsBlank(Rune rune) => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0x16FE4 or 0x1D159;

    private static bool IsTag(Rune rune) => rune.Value is >= 0xE0020 and <= 0xE007F;

    /// <summary>Variation selectors, including the Mongolian ones.</summary>
    private static bool IsSelector(Rune rune) => rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180D) or 0x180F;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Whether it is visible by itself and can carry a mark.</summary>
    private static bool IsBase(Rune rune) => rune != default && !Rune.IsWhiteSpace(rune) && !IsMark(rune) && !Rune.IsControl(rune);

    /// <summary>
    /// Whether a variation selector can change its appearance: symbols, digits and signs may be emoji, Han and Mongolian letters have variants, other
    /// letters do not.
    /// </summary>
    private static bool IsVaried(Rune rune) => IsBase(rune)
        && (!Rune.IsLetter(rune) || rune.Value is Information or (>= 0x1820 and <= 0x18AA) or (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF));

    private static bool JoinsEmoji(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol || rune.Value == 0xFE0F;

    /// <summary>Marks are ignored for the block list, except the two that make different kana letters.</summary>
    private static bool IsIgnored(Rune rune) => (IsMark(rune) && rune.Value is not (0x3099 or 0x309A)) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
