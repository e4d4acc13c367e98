using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Text;

/// <summary>
/// What a person sees of a text. The one definition by which the store tells an empty name, measures a length, compares with the block list and
/// finds the same words again.
/// </summary>
public static class VisibleText
{
    /// <summary>
    /// Combining marks on one letter, as the stream-safe format of UAX #15 has it. No writing system needs more, and normalising takes time with the
    /// square of their number.
    /// </summary>
    public const int MaxMarks = 30;

    /// <summary>Tag characters behind a black flag: two to six letters of a region, and the end.</summary>
    private const int MaxTags = 7;

    private const int Joiner = 0x200D, BlackFlag = 0x1F3F4, BrailleBlank = 0x2800, Information = 0x2139;

    /// <summary>Whether nobody would see anything of it: spaces, invisible characters, and marks that stand on nothing.</summary>
    public static bool IsEmpty(string? text)
    {
        foreach (var rune in PlainText.WithoutHalves(text ?? "").EnumerateRunes())
            if (IsBase(Shown(rune)) && IsKept(Shown(rune), default, 0))
                return false;
        return true;
    }

    /// <summary>
    /// The text in normal form C without bidirectional controls, zero-width and other invisible characters, control characters and half characters.
    /// Line ends stay. A joiner, a variation selector, a mark or a tag stays where it changes how the character before it looks.
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

    /// <summary>The same with full-width letters and digits, ligatures and the like as plain ones (normal form KC).</summary>
    public static string Compatible(string? text) => Of(text).Normalize(NormalizationForm.FormKC);

    /// <summary>
    /// The text as it is compared, without what a sender varies to get past a block: width, case, marks on letters, traditional characters, and all
    /// that <see cref="Of"/> takes away. Spaces stay.
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

    /// <summary>The first character as a reader counts them, for a sign that stands for a name; a dot for a name of which nothing is seen.</summary>
    public static string Monogram(string? name) =>
        Of(name).AsSpan().Trim().ToString() is { Length: > 0 } visible ? StringInfo.GetNextTextElement(visible) : "·";

    /// <summary>Braille's blank cell is a symbol for Unicode and a space for everybody who looks at it.</summary>
    private static Rune Shown(Rune rune) => rune.Value == BrailleBlank ? new Rune(' ') : rune;

    /// <param name="before">What was kept before it.</param>
    /// <param name="run">Marks or tags kept since the last character of another kind.</param>
    private static bool IsKept(Rune rune, Rune before, int run) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\r' or '\t',
        // Format characters hold the bidirectional controls (U+202A-E, U+2066-9, U+200E-F) and the zero-width ones;
        // behind a black flag, tag characters spell the flags of England, Scotland and Wales.
        UnicodeCategory.Format => rune.Value == Joiner ? JoinsEmoji(before) : IsTag(rune) && (before.Value == BlackFlag || IsTag(before)) && run < MaxTags,
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        _ when IsSelector(rune) => IsVaried(before),
        _ when IsMark(rune) => !IsBlank(rune) && (IsBase(before) || IsMark(before)) && run < MaxMarks,
        _ => !IsBlank(rune),
    };

    /// <summary>Characters that Unicode calls letters, marks or symbols and that look like nothing: Hangul and Khitan fillers, Khmer's inherent vowels, the joiner of graphemes, a note without its head.</summary>
    private static bool IsBlank(Rune rune) => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0x16FE4 or 0x1D159;

    private static bool IsTag(Rune rune) => rune.Value is >= 0xE0020 and <= 0xE007F;

    /// <summary>Variation selectors, Mongolian ones among them.</summary>
    private static bool IsSelector(Rune rune) => rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180D) or 0x180F;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Whether it is seen by itself, so that a mark may stand on it.</summary>
    private static bool IsBase(Rune rune) => rune != default && !Rune.IsWhiteSpace(rune) && !IsMark(rune) && !Rune.IsControl(rune);

    /// <summary>Whether a variation selector changes how it looks: symbols, digits and signs may be emoji, Han and Mongolian letters have variants, other letters have none.</summary>
    private static bool IsVaried(Rune rune) => IsBase(rune)
        && (!Rune.IsLetter(rune) || rune.Value is Information or (>= 0x1820 and <= 0x18AA) or (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF));

    private static bool JoinsEmoji(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol || rune.Value == 0xFE0F;

    /// <summary>Marks do not tell two words apart for a block, except the two that make other letters of kana.</summary>
    private static bool IsIgnored(Rune rune) => (IsMark(rune) && rune.Value is not (0x3099 or 0x309A)) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
