using System.Globalization;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Reads the rows of one sheet as they are shown: without hidden rows and columns, numbers in their formats, a merged text in each of its rows.</summary>
/// <param name="strings">Texts that cells name by number; null for one that is too long.</param>
internal sealed class WorksheetReader(WorkbookPart part, IReadOnlyList<string?> strings, WorkbookStyles styles, TableRows rows)
{
    /// <summary>Excel's own limit.</summary>
    private const int MostColumns = 16_384;

    /// <summary>Merged ranges that are looked at.</summary>
    private const int MaxMerged = 5_000;

    private readonly HashSet<int> _hidden = [];
    private readonly List<string> _cells = [];

    private int MaxText => rows.Limits.MaxCellLength;

    public void Read()
    {
        var (number, merged) = (0, 0);
        while (part.Next())
            if (part.Name == "col")
                Hide(part.Number("min") ?? 0, part.Number("max") ?? 0);
            else if (part.Name == "row")
            {
                number = part.Number("r") is > 0 and var told ? told : number + 1;
                var isHidden = part.IsSet("hidden");
                ReadCells();
                if (!isHidden)
                    rows.Add(number, _cells);
            }
            else if (part.Name == "mergeCell" && merged++ < MaxMerged)
                Merge(part["ref"] ?? "");
    }

    private void Hide(int first, int last)
    {
        if (part.IsSet("hidden") || part["width"] is "0")
            for (var column = Math.Max(1, first); column <= Math.Min(last, MostColumns); column++)
                _hidden.Add(column - 1);
    }

    private void ReadCells()
    {
        _cells.Clear();
        if (part.IsEmpty)
            return;
        var next = 0;
        for (var depth = part.Depth; part.NextWithin(depth);)
        {
            if (part.Name != "c")
                continue;
            var column = Column(part["r"]) ?? next;
            next = column + 1;
            var text = Value();
            if (text.Length == 0 || _hidden.Contains(column))
                continue; // a cell that has only a colour, perhaps in the last column that there is
            TableFaultException.ThrowIf(column >= rows.Limits.MaxColumns, TableFault.TooManyColumns);
            while (_cells.Count <= column)
                _cells.Add("");
            _cells[column] = text;
        }
    }

    private string Value()
    {
        var (kind, style) = (part["t"], part.Number("s") ?? 0);
        string? value = "", formula = null;
        if (part.IsEmpty)
            return "";
        for (var depth = part.Depth; part.NextWithin(depth);)
            if (part.Name == "is")
                value = part.Text(MaxText);
            else if (part.Name == "v")
                value = part.Raw(MaxText);
            else if (part.Name == "f")
                formula = part.Raw(MaxText) ?? "";
        TableFaultException.ThrowIf(value is null, TableFault.CellTooLong);
        var text = value!.Trim();
        if (text.Length == 0)
            return formula is null ? "" : "=" + formula; // it was never worked out: said as it is, for it is no number
        return kind switch
        {
            "s" => Shared(text),
            "b" => text == "0" ? "FALSE" : "TRUE",
            "str" => EscapedLetter.Decode(text).Trim(),
            null or "n" => styles.Shown(text, style, MaxText),
            _ => text,
        };
    }

    private string Shared(string value)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n >= strings.Count)
            throw new TableFaultException(TableFault.Damaged);
        return strings[n] ?? throw new TableFaultException(TableFault.CellTooLong);
    }

    /// <summary>A text across rows belongs to each of them; a number across rows is said once, for nobody knows how it is shared out.</summary>
    private void Merge(string range)
    {
        if (range.Split(':') is [var first, var last] && Column(first) is { } column && RowOf(first) is { } top && RowOf(last) is { } bottom && bottom > top)
            rows.Repeat(column, top, bottom);
    }

    private static int? RowOf(string place) => int.TryParse(place.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;

    /// <summary>0 for "A7", 27 for "AB7"; null where a cell does not say where it stands, or nowhere that is.</summary>
    private static int? Column(string? place)
    {
        var column = 0;
        foreach (var c in place ?? "")
        {
            if (c is < 'A' or > 'Z')
                break;
            column = column * 26 + (c - 'A' + 1);
            TableFaultException.ThrowIf(column > MostColumns, TableFault.Damaged);
        }
        return column == 0 ? null : column - 1;
    }
}
