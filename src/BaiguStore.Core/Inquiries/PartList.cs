using System.Text.RegularExpressions;
using BaiguStore.Core.Spreadsheets;

namespace BaiguStore.Core.Inquiries;

/// <summary>A line that was typed, pasted or uploaded, not yet validated.</summary>
/// <param name="Asked">A part number, or words.</param>
/// <param name="Quantity">Digits, as far as recognized; empty for one piece.</param>
/// <param name="Pick">The part number that the buyer chose for it; empty if none.</param>
public sealed record TypedRow(string Asked, string Quantity = "", string Pick = "")
{
    /// <summary>The line's number in the list itself ("3", "2.1"); empty if there is none.</summary>
    public string ItemNumber { get; init; } = "";

    /// <summary>Whether the quantity was not understood: <see cref="Quantity"/> holds the original text, and the buyer is asked.</summary>
    public bool IsUnclear { get; init; }

    /// <summary>Whether the part number was damaged by a spreadsheet: see <see cref="RowFault.NotAPart"/>.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>The result of parsing a list.</summary>
/// <param name="LeftOut">Lines without a product: greetings, titles, totals.</param>
/// <param name="Sheet">The sheet that was read if the workbook has several; otherwise empty.</param>
/// <param name="OtherSheets">Sheets that were not read.</param>
public sealed record PartListReading(IReadOnlyList<TypedRow> Rows, IReadOnlyList<string> LeftOut)
{
    public string Sheet { get; init; } = "";
    public IReadOnlyList<string> OtherSheets { get; init; } = [];
}

/// <summary>Parses lists of part numbers with quantities as people have them: from e-mails, spreadsheets, chats, tenders.</summary>
public static partial class PartList
{
    /// <summary>Maximum characters read of a pasted text.</summary>
    public const int MaxText = 100_000;

    /// <summary>Maximum lines of it: far more than an inquiry may have, so that headings and blank lines do not matter.</summary>
    public const int MaxLines = 2_000;

    /// <summary>Limits of a file; a larger one is not a list of part numbers.</summary>
    public static readonly TableLimits Limits = new()
    {
        MaxBytes = 2 * 1024 * 1024, MaxUnpacked = 8 * 1024 * 1024, MaxRows = MaxLines, MaxColumns = 60, MaxCellLength = 2_000, MaxCharacters = 1_000_000,
    };

    public static PartListReading Read(string? text, KnownParts known) => Read(RowsOf(text), known);

    /// <summary>Splits a pasted text at the limit, at a line end, into the part to read and the rest; null if there is none.</summary>
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
        end = end == 0 ? Math.Min(pasted.Length, MaxText) : end; // a single line exceeds the limit
        return end == pasted.Length ? (pasted, null) : (pasted[..end], pasted[end..]);
    }

    /// <summary>Normalized cells of a pasted text, limited as by <see cref="Cut"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RowsOf(string? text) => Normal(PartText.Rows(Cut(text ?? "").Read));

    /// <summary>Normalized cells of a sheet.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RowsOf(TableSheet sheet) => Normal(sheet.Rows.Select(r => r.Cells));

    /// <param name="known">The catalogue's part numbers in it.</param>
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

    /// <summary>Letters and digits without spaces and without Chinese.</summary>
    internal static bool LooksLikePartNumber(string cell) => cell.Any(char.IsAsciiDigit) && cell.Any(char.IsAsciiLetter) && !cell.Any(c => c is ' ' or > '\u2E7F');

    internal static bool IsTotal(string text) => Total().IsMatch(text);

    internal static bool IsTotal(IReadOnlyList<string> row) => row.FirstOrDefault(c => c.Length > 0) is { } first && IsTotal(first);

    private static IReadOnlyList<IReadOnlyList<string>> Normal(IEnumerable<IReadOnlyList<string>> rows) =>
        [.. rows.Select(row => row.Select(PartText.Normal).ToList()).Where(row => row.Exists(c => c.Length > 0) && !PartText.IsRule(row))];

    private sealed record Table(IReadOnlyList<string>? Head, List<IReadOnlyList<string>> Rows);

    /// <summary>Each heading row begins a table; rows above the first are a title and form a table without heading.</summary>
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
