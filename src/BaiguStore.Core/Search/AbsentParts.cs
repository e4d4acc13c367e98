using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>Alternatives for a part number that the catalogue does not have.</summary>
/// <param name="Starts">Its prefixes that are also prefixes of other part numbers, longest first; from <see cref="ShortestInner"/> characters on also
/// substrings of others.</param>
/// <param name="Kind">Its vendor and kind, as far as known; the known words are required, a number of ports only raises the score.</param>
internal sealed record NearPart(IReadOnlyList<string> Starts, IReadOnlyList<QueryUnit> Kind)
{
    /// <summary>Shorter ones occur inside unrelated part numbers: SG3 is in F100-S-G3.</summary>
    public const int ShortestInner = 5;
}

/// <summary>Requested part numbers that no product has: they are never answered with products that share only a few letters with them.</summary>
internal sealed partial class AbsentParts(IndexView view, Words words)
{
    /// <summary>Minimum length of a useful prefix; it must also have at least half the length of the longest one.</summary>
    private const int ShortestStart = 3;

    /// <summary>
    /// With so many parts, separated by punctuation or by a change between letters and digits, a part number looks complete: then longer ones are not
    /// an exact match.
    /// </summary>
    private const int PiecesOfWhole = 3, PartsOfWhole = 6;

    private static readonly Lazy<ILookup<string, (string Vendor, string Kind)>> Models = new(() => Han.Lines("models.txt")
        .Where(line => line[0] != '#').Select(line => line.Split(' ')).ToLookup(parts => parts[0], parts => (parts[1], parts[2])));

    private static readonly Lazy<int> LongestModel = new(() => Models.Value.Max(m => m.Key.Length));

    /// <summary>Part numbers that look complete and are prefixes of others, but do not exist themselves.</summary>
    public IReadOnlyList<QueryUnit> OnlyBegun(IEnumerable<QueryUnit> typed) => [.. typed.Where(unit => unit.IsPartNumber && LooksWhole(unit)
        && view.Searcher.IndexReader.DocFreq(new(SearchFields.Sku, unit.Text)) == 0 && view.BeginsAPart(TermFields.Published, unit.Text))];

    public NearPart Near(QueryUnit part) => new(Starts(part), Kind(part));

    private static bool LooksWhole(QueryUnit unit) => unit.Pieces.Count >= PiecesOfWhole || Parts().Count(unit.Text) >= PartsOfWhole;

    /// <summary>Distributors omit a maker's short prefix, or add it: WS-C2960X is C2960X.</summary>
    private List<string> Starts(QueryUnit part)
    {
        List<string> starts = [];
        var hasPrefix = part.Pieces is [{ Length: < ShortestStart } first, _, ..] && first.All(char.IsAsciiLetter);
        var withoutPrefix = hasPrefix ? part.Text[part.Pieces[0].Length..] : null;
        foreach (var text in (string?[])[part.Text, withoutPrefix])
        {
            var shortest = ShortestStart;
            for (var length = Math.Min(text?.Length - 1 ?? 0, Terms.PartLength); length >= shortest; length--)
                if (Begins(text![..length]))
                {
                    shortest = starts.Count == 0 ? Math.Max(shortest, length / 2) : shortest;
                    starts.Add(text[..length]);
                }
        }
        return starts;
    }

    private bool Begins(string start) =>
        view.BeginsATerm(SearchFields.Sku, start) || (start.Length >= NearPart.ShortestInner && view.BeginsAPart(TermFields.Published, start));

    private IReadOnlyList<QueryUnit> Kind(QueryUnit part)
    {
        for (var length = Math.Min(part.Text.Length - 1, LongestModel.Value); length > 0; length--)
            if (Models.Value[part.Text[..length]].FirstOrDefault() is { Kind: not null } model && IsWhole(part.Text, length))
            {
                var maker = words.Vendors.FirstOrDefault(v => v.Code == model.Vendor)?.Name;
                var kind = new QueryReader(words).Read($"{maker} {model.Kind}");
                return Ports(part) is { } ports ? [.. kind, ports] : kind;
            }
        return [];
    }

    /// <summary>A few letters are a series only if a number follows: SR650, not SRT.</summary>
    private static bool IsWhole(string text, int length) =>
        length > ShortestStart || char.IsAsciiDigit(text[length - 1]) || char.IsAsciiDigit(text[length]);

    /// <summary>48TS and L24T contain the number of ports.</summary>
    private static QueryUnit? Ports(QueryUnit part)
    {
        var match = part.Pieces.Skip(1).Select(piece => PortCount().Match(piece)).FirstOrDefault(m => m.Success);
        var ports = match?.Groups[1].Value + "口";
        return match is null ? null : new(ports, [ports], IsHan: false, part.Start, part.Length);
    }

    [GeneratedRegex("[a-z]+|[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex("^[a-z]{0,2}(8|12|16|24|28|32|48|52)[a-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PortCount();
}
