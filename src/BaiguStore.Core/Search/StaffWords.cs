using BaiguStore.Core.Data;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>
/// Parses the staff's search text for comments and inquiries like a product search: words in any order, vendors by all their names, synonyms, pinyin
/// of catalogue words. Every word is required.
/// </summary>
public sealed class StaffWords(SearchIndex index)
{
    /// <summary>Longer texts find nothing.</summary>
    private const int MostUnits = 40;

    /// <summary>
    /// From so many characters on letters and digits may match inside a part number or phone number; shorter ones only at the start of a word.
    /// </summary>
    private const int ShortestInner = 3;

    private static readonly Lazy<Words> WithoutMakers = new(() => new([]));

    public AskedWords Read(string typed)
    {
        var words = index.Words ?? WithoutMakers.Value;
        IReadOnlyList<QueryUnit> units = new QueryReader(words, takesAll: true).Read(typed);
        if (units.Count > MostUnits)
            return new([]);
        if (index.Hold() is { } view)
            try
            {
                (units, _) = new Correction(view, words, isForStaff: true).Understand(units);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                index.ReportDamage(); // then without pinyin
            }
            finally
            {
                view.Release();
            }
        var folded = SearchText.Fold(typed);
        var phone = PhoneNumber.Of(PhoneNumber.WithoutRemarks(folded).Trim());
        return new([.. units.Select(unit => FormsOf(unit, folded))], phone is null ? null : string.Concat(phone.Where(char.IsAsciiDigit)));
    }

    private static IReadOnlyList<string> FormsOf(QueryUnit unit, string folded)
    {
        var makers = unit.Vendor is { } vendor ? vendor.Aliases.Append(vendor.Name).Append(vendor.Code).Select(SearchText.Fold) : [];
        var asTyped = unit.Start + unit.Length <= folded.Length ? folded.Substring(unit.Start, unit.Length) : unit.Text;
        return [.. unit.Forms.Append(unit.Pieces.Count > 1 ? unit.Text : asTyped).Concat(makers)
            .Where(f => f.Length > 0).Select(Where).Distinct(StringComparer.Ordinal)];
    }

    private static string Where(string form) =>
        SearchText.IsHanChar(form[0]) || (form.Length >= ShortestInner && form.Any(char.IsAsciiDigit)) ? form : " " + form;
}
