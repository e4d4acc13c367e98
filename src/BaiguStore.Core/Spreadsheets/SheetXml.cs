using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>The rows of one sheet as XML, one after the other.</summary>
internal sealed class SheetXml(int columns)
{
    /// <summary>Excel's own limit of a cell.</summary>
    private const int MaxText = 32_767;

    private readonly StringBuilder _xml = new();
    private readonly List<int> _across = [];
    private int _row;

    /// <summary>What follows the rows: which of them are one cell across the table.</summary>
    public string Merged => _across.Count == 0 || columns < 2 ? ""
        : $"""<mergeCells count="{_across.Count}">{string.Concat(_across.Select(row => $"""<mergeCell ref="A{row}:{Column(columns - 1)}{row}"/>"""))}</mergeCells>""";

    public string Head(IReadOnlyList<SheetColumn> heads) => Row(heads.Select(h => Cell.Of(h.Head)), _ => Style.Head);

    /// <summary>One text across all columns.</summary>
    public string Across(string text, int style)
    {
        _across.Add(_row + 1);
        return Row([text], _ => style);
    }

    public string Row(SheetRow row) => row.Kind switch
    {
        SheetRowKind.Group => Across(row.Cells[0].Text ?? "", Style.Group),
        SheetRowKind.Note => Across(row.Cells[0].Text ?? "", Style.Note),
        SheetRowKind.Total => Row(row.Cells, c => c.IsMoney ? Style.TotalMoney : c.Number is null ? Style.TotalText : Style.TotalNumber),
        _ => Row(row.Cells, c => c.IsMoney ? Style.Money : c.Number is null ? Style.Text : Style.Number),
    };

    /// <summary>Cells that are not there are empty ones, so that the lines around the table are whole.</summary>
    private string Row(IEnumerable<Cell> cells, Func<Cell, int> style)
    {
        _row++;
        _xml.Clear().Append(CultureInfo.InvariantCulture, $"""<row r="{_row}">""");
        var n = 0;
        foreach (var cell in cells.Take(columns))
            Append(cell, n++, style(cell));
        while (n < columns)
            Append(default, n++, style(default));
        return _xml.Append("</row>").ToString();
    }

    private void Append(Cell cell, int column, int style)
    {
        _xml.Append(CultureInfo.InvariantCulture, $"""<c r="{Column(column)}{_row}" s="{style}" """);
        if (cell.Number is { } number)
            _xml.Append(CultureInfo.InvariantCulture, $"><v>{number}</v></c>");
        else if (string.IsNullOrEmpty(cell.Text))
            _xml.Append("/>");
        else
            _xml.Append(CultureInfo.InvariantCulture, $"""t="inlineStr"><is><t xml:space="preserve">{Escape(cell.Text)}</t></is></c>""");
    }

    /// <summary>A, B … Z, AA …</summary>
    private static string Column(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{Column(column / 26 - 1)}{(char)('A' + column % 26)}";

    /// <summary>
    /// As XML and as Excel reads it: without what XML cannot hold, and with the underscore of "_x0041_", which would be read as a letter, spelt out.
    /// </summary>
    public static string Escape(string text)
    {
        var whole = Text.PlainText.WithoutHalves(Text.PlainText.Truncate(text, MaxText));
        var escaped = new StringBuilder(whole.Length + 16);
        for (var i = 0; i < whole.Length; i++)
            _ = whole[i] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '_' when EscapedLetter.IsAt(whole, i) => escaped.Append("_x005F_"),
                '\r' when i + 1 < whole.Length && whole[i + 1] == '\n' => escaped,
                '\r' => escaped.Append('\n'),
                < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF' => escaped,
                var c => escaped.Append(c),
            };
        return escaped.ToString();
    }
}

/// <summary>How the format writes a character that XML cannot hold: `_x0007_`.</summary>
internal static class EscapedLetter
{
    private const int Length = 7;

    public static bool IsAt(string text, int at) => at + Length <= text.Length && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_'
        && text.AsSpan(at + 2, 4) is var digits && char.IsAsciiHexDigit(digits[0]) && char.IsAsciiHexDigit(digits[1]) && char.IsAsciiHexDigit(digits[2]) && char.IsAsciiHexDigit(digits[3]);

    public static string Decode(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsAt(text, i))
                plain.Append(text[i]);
            else
            {
                plain.Append((char)ushort.Parse(text.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += Length - 1;
            }
        }
        return plain.ToString();
    }
}
