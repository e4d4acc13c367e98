using System.Text.RegularExpressions;
using BaiguStore.Core.Spreadsheets;

namespace BaiguStore.Core.Inquiries;

/// <summary>A line as it was typed, pasted or uploaded; nothing of it is checked yet.</summary>
/// <param name="Asked">A part number, or words.</param>
/// <param name="Quantity">Digits, as far as they could be told from the rest; empty for one piece.</param>
/// <param name="Pick">The part number that was chosen for it; empty where nothing was.</param>
public sealed record TypedRow(string Asked, string Quantity = "", string Pick = "")
{
    /// <summary>The number that the list itself gives the line ("3", "2.1"); empty where it gives none.</summary>
    public string ItemNumber { get; init; } = "";

    /// <summary>Whether the list says a quantity that was not understood: <see cref="Quantity"/> holds what stands there, and the buyer is asked.</summary>
    public bool IsUnclear { get; init; }

    /// <summary>Whether the list holds something else where the part number should be: see <see cref="RowFault.NotAPart"/>.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>What a list was read as.</summary>
/// <param name="LeftOut">Lines that name no product: greetings, titles, totals.</param>
/// <param name="Sheet">The sheet of the workbook that was read, where there were several; else empty.</param>
/// <param name="OtherSheets">Those that were not.</param>
public sealed record PartListReading(IReadOnlyList<TypedRow> Rows, IReadOnlyList<string> LeftOut)
{
    public string Sheet { get; init; } = "";
    public IReadOnlyList<string> OtherSheets { get; init; } = [];
}

/// <summary>
/// Reads lists of part numbers with quantities in the forms in which people have them: from mails, from spreadsheets, from chats, from tenders.
/// </summary>
public static partial class PartList
{
    /// <summary>Characters that are read of a pasted text.</summary>
    public const int MaxText = 100_000;

    /// <summary>Lines of it: far more than an inquiry takes, so that headings and blank lines do not count against it.</summary>
    public const int MaxLines = 2_000;

    /// <summary>Of a file; what is larger is no list of part numbers.</summary>
    public static readonly TableLimits Limits = new()
    {
        MaxBytes = 2 * 1024 * 1024, MaxUnpacked = 8 * 1024 * 1024, MaxRows = MaxLines, MaxColumns = 60, MaxCellLength = 2_000, MaxCharacters = 1_000_000,
    };

    public static PartListReading Read(string? text, KnownParts known) => Read(RowsOf(text), known);

    /// <summary>The part of a pasted text that is read, to a whole line, and what is left of it; null for nothing.</summary>
    public static (string Read, string? Left) Cut(string pasted)
    {
        var end = 0;
        for (var lines = 0; lines < MaxLines && end < pasted.Length; lines++)
        {
            var next = pasted.IndexOf('\n', end) is >= 0 and var at ? at + 1 : pasted.Length;
            if (next > MaxText)
                break;
            end = next;
        }
        end = end == 0 ? Math.Min(pasted.Length, MaxText) : end; // a line that is longer than all that is read
        return end == pasted.Length ? (pasted, null) : (pasted[..end], pasted[end..]);
    }

    /// <summary>A pasted text as rows of cells, made even; no more of it than <see cref="Cut"/> gives.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RowsOf(string? text) => Normal(PartText.Rows(Cut(text ?? "").Read));

    /// <summary>The same of a sheet.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RowsOf(TableSheet sheet) => Normal(sheet.Rows.Select(r => r.Cells));

    /// <param name="known">What the catalogue has of it.</param>
    public static PartListReading Read(IReadOnlyList<IReadOnlyList<string>> rows, KnownParts known)
    {
        List<TypedRow> items = [];
        List<string> leftOut = [];
        foreach (var table in Tables(rows))
        {
            var columns = PartColumns.Of(table.Head, [.. table.Rows.Where(r => r.Count > 1 && !IsTotal(r))], known);
            foreach (var row in table.Rows)
                if (PartListRow.Read(row, columns, known) is { Count: > 0 } read)
                    items.AddRange(read);
                else
                    leftOut.Add(string.Join(' ', row.Where(c => c.Length > 0)));
        }
        return new(items, leftOut);
    }

    /// <summary>Letters and digits without a blank, and nothing Chinese.</summary>
    internal static bool LooksLikePartNumber(string cell) => cell.Any(char.IsAsciiDigit) && cell.Any(char.IsAsciiLetter) && !cell.Any(c => c is ' ' or > '\u2E7F');

    internal static bool IsTotal(string text) => Total().IsMatch(text);

    internal static bool IsTotal(IReadOnlyList<string> row) => row.FirstOrDefault(c => c.Length > 0) is { } first && IsTotal(first);

    private static IReadOnlyList<IReadOnlyList<string>> Normal(IEnumerable<IReadOnlyList<string>> rows) =>
        [.. rows.Select(row => row.Select(PartText.Normal).ToList()).Where(row => row.Exists(c => c.Length > 0) && !PartText.IsRule(row))];

    private sealed record Table(IReadOnlyList<string>? Head, List<IReadOnlyList<string>> Rows);

    /// <summary>Each heading begins a table; what stands above the first one is a title, and has none.</summary>
    private static List<Table> Tables(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        List<Table> tables = [new(null, [])];
        for (var i = 0; i < rows.Count; i++)
            if (!PartColumns.IsHead(rows[i]))
                tables[^1].Rows.Add(rows[i]);
            else if (i + 1 < rows.Count && rows[i].Count > 1 && PartColumns.IsMoreHead(rows[i + 1]))
                tables.Add(new(Joined(rows[i], rows[++i]), []));
            else
                tables.Add(new(rows[i], []));
        return tables;
    }

    private static List<string> Joined(IReadOnlyList<string> head, IReadOnlyList<string> more) =>
        [.. Enumerable.Range(0, Math.Max(head.Count, more.Count)).Select(n => PartColumns.At(more, n) is { Length: > 0 } below ? below : PartColumns.At(head, n))];

    [GeneratedRegex(@"^(?:金额|数量)?(?:[合总小共]\s*[计价额]|本页合计|(?:sub|grand)?\s*total|sum)\b.{0,12}$|^[合总小]\s*计(?!算)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Total();
}
