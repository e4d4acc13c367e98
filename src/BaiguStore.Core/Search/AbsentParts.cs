using System.Text.RegularExpressions;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Search;

/// <summary>What is near to a part number that the catalogue does not have.</summary>
/// <param name="Starts">
/// Its beginnings with which other part numbers begin, the longest first; from <see cref="ShortestInner"/> on also parts of others.
/// </param>
/// <param name="Kind">Whose it is and what it names, as far as that is known; the known words must be there, a number of ports is better.</param>
internal sealed record NearPart(IReadOnlyList<string> Starts, IReadOnlyList<QueryUnit> Kind)
{
    /// <summary>Shorter ones are within part numbers that have nothing to do with it: SG3 is in F100-S-G3.</summary>
    public const int ShortestInner = 5;
}

/// <summary>Part numbers that somebody asks for and nothing has: never answered with whatever shares a few letters with them.</summary>
internal sealed partial class AbsentParts(IndexView view, Words words)
{
    /// <summary>A beginning is worth something from so many characters on, and none that is less than half of the longest.</summary>
    private const int ShortestStart = 3;

    /// <summary>From so many parts on, by sign or by letters and digits, a part number looks whole: then it matters that only longer ones are there.</summary>
    private const int PiecesOfWhole = 3, PartsOfWhole = 6;

    private static readonly Lazy<ILookup<string, (string Vendor, string Kind)>> Models = new(() => Han.Lines("models.txt")
        .Where(line => line[0] != '#').Select(line => line.Split(' ')).ToLookup(parts => parts[0], parts => (parts[1], parts[2])));

    private static readonly Lazy<int> LongestModel = new(() => Models.Value.Max(m => m.Key.Length));

    /// <summary>Those that look whole and are the beginning of others, without being one themselves.</summary>
    public IReadOnlyList<QueryUnit> OnlyBegun(IEnumerable<QueryUnit> typed) => [.. typed.Where(unit => unit.IsPartNumber && LooksWhole(unit)
        && view.Searcher.IndexReader.DocFreq(new(SearchFields.Sku, unit.Text)) == 0 && view.BeginsAPart(TermFields.Published, unit.Text))];

    public NearPart Near(QueryUnit part) => new(Starts(part), Kind(part));

    private static bool LooksWhole(QueryUnit unit) => unit.Pieces.Count >= PiecesOfWhole || Parts().Count(unit.Text) >= PartsOfWhole;

    /// <summary>Distributors leave a maker's short prefix out, or put it before: WS-C2960X is C2960X.</summary>
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

    /// <summary>A few letters are a series only before a number: SR650, not SRT.</summary>
    private static bool IsWhole(string text, int length) =>
        length > ShortestStart || char.IsAsciiDigit(text[length - 1]) || char.IsAsciiDigit(text[length]);

    /// <summary>48TS and L24T say how many ports there are.</summary>
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
