namespace BaiguStore.Core.Spreadsheets;

/// <summary>Limit for the characters of all cells of a file.</summary>
internal sealed class TextBudget(int characters)
{
    private int _left = characters;

    public void Take(int count) => TableFaultException.ThrowIf((_left -= count) < 0, TableFault.TooLarge);
}

/// <summary>Collects the rows of one sheet within the limits.</summary>
internal sealed class TableRows(TableLimits limits, TextBudget budget)
{
    private readonly List<TableRow> _rows = [];

    public IReadOnlyList<TableRow> Rows => _rows;

    /// <summary>For the cell being read: text beyond these limits need not be kept.</summary>
    public TableLimits Limits => limits;

    /// <param name="cells">Copied: the caller may reuse the list.</param>
    public void Add(int number, List<string> cells)
    {
        var last = cells.FindLastIndex(c => c.Length > 0);
        if (last < 0)
            return;
        TableFaultException.ThrowIf(last >= limits.MaxColumns, TableFault.TooManyColumns);
        TableFaultException.ThrowIf(_rows.Count == limits.MaxRows, TableFault.TooManyRows);
        TableFaultException.ThrowIf(cells.Exists(c => c.Length > limits.MaxCellLength), TableFault.CellTooLong);
        budget.Take(cells.Sum(c => c.Length));
        _rows.Add(new(number, cells[..(last + 1)]));
    }

    /// <summary>Copies a row's text into the rows below it, up to the last one, where that column is empty.</summary>
    public void Repeat(int column, int first, int last)
    {
        var at = _rows.FindIndex(r => r.Number == first);
        var text = at < 0 ? "" : _rows[at].Cells.ElementAtOrDefault(column) ?? "";
        if (text.Length == 0 || decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _))
            return;
        for (at++; at < _rows.Count && _rows[at].Number > first && _rows[at].Number <= last; at++)
            if (string.IsNullOrEmpty(_rows[at].Cells.ElementAtOrDefault(column)))
            {
                budget.Take(text.Length);
                List<string> cells = [.. _rows[at].Cells];
                while (cells.Count <= column)
                    cells.Add("");
                cells[column] = text;
                _rows[at] = _rows[at] with { Cells = cells };
            }
    }
}
