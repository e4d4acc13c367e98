using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>A vendor's names for search: name, code and all aliases.</summary>
public sealed record VendorName(int Id, string Code, string Name, IReadOnlyList<string> Aliases);

/// <summary>Synonyms of a word, and the vendor that it names.</summary>
internal sealed record Word(IReadOnlyList<string> Also, VendorName? Vendor);

/// <summary>Predefined words: `words.txt`, and the vendors with their aliases from the database.</summary>
internal sealed class Words
{
    private readonly Dictionary<string, Word> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _empty = new(StringComparer.Ordinal);

    public Words(IReadOnlyList<VendorName> vendors)
    {
        Vendors = vendors;
        foreach (var line in Han.Lines("words.txt").Where(l => l[0] != '#'))
        {
            var names = SearchText.Fold(line).Split(' ');
            if (names[0] == "-")
                _empty.UnionWith(names[1..]);
            else
                foreach (var name in names)
                    _words[name] = new([.. names.Where(n => n != name)], null);
        }
        foreach (var vendor in vendors)
            foreach (var name in vendor.Aliases.Append(vendor.Name).Append(vendor.Code).Select(Key).Where(n => n.Length > 1))
                _words[name] = new(_words.GetValueOrDefault(name)?.Also ?? [], vendor);
        Longest = _words.Keys.Concat(_empty).Max(w => w.Length);
    }

    public IReadOnlyList<VendorName> Vendors { get; }

    public int Longest { get; }

    public IEnumerable<string> All => _words.Keys;

    public Word? Find(string word) => _words.GetValueOrDefault(word);

    public bool SaysNothing(string word) => _empty.Contains(word);

    public static async Task<Words> LoadAsync(StoreDb db, CancellationToken cancel) => new(await db.Vendors.AsNoTracking()
        .OrderBy(v => v.Id).Select(v => new VendorName(v.Id, v.Code, v.Name, v.Aliases)).ToListAsync(cancel));

    /// <summary>A name without spaces and punctuation: "Dell EMC" is also typed as one word.</summary>
    private static string Key(string name) => string.Concat(SearchText.Fold(name).Where(char.IsLetterOrDigit));
}
