using System.Globalization;
using System.Text;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>The rows of one sheet as XML, one after the other.</summary>
internal sealed class SheetXml(IReadOnlyList<SheetColumn> columns)
{
    /// <summary>Heights in points, for letters of 11 and 16. Every program measures text differently: told, rows are as high in each of them.</summary>
    private const double Line = 16, Margin = 4, TitleLine = 26, MaxHeight = 409;

    /// <summary>Excel's own limit of a cell.</summary>
    private const int MaxText = 32_767;

    private readonly StringBuilder _xml = new();
    private readonly List<int> _across = [];
    private int _row;

    /// <summary>What follows the rows: which of them are one cell across the table.</summary>
    public string Merged => _across.Count == 0 || columns.Count < 2 ? ""
        : $"""<mergeCells count="{_across.Count}">{string.Concat(_across.Select(row => $"""<mergeCell ref="A{row}:{Column(columns.Count - 1)}{row}"/>"""))}</mergeCells>""";

    public string Head() => Row([.. columns.Select(c => Cell.Of(c.Head))], _ => Style.Head);

    /// <summary>One text across all columns.</summary>
    public string Across(string text, int style)
    {
        _across.Add(_row + 1);
        var width = columns.Sum(c => c.Width);
        return Row([text], _ => style, Lines(text, style == Style.Title ? width * Line / TitleLine : width) * (style == Style.Title ? TitleLine : Line));
    }

    public string Row(SheetRow row) => row.Kind switch
    {
        SheetRowKind.Group => Across(row.Cells[0].Text ?? "", Style.Group),
        SheetRowKind.Note => Across(row.Cells[0].Text ?? "", Style.Note),
        SheetRowKind.Total => Row(row.Cells, c => c.IsMoney ? Style.TotalMoney : c.Number is null ? Style.TotalText : Style.TotalNumber),
        _ => Row(row.Cells, c => c.IsMoney ? Style.Money : c.Number is null ? Style.Text : Style.Number),
    };

    /// <summary>Cells that are not there are empty ones, so that the lines around the table are whole.</summary>
    private string Row(IReadOnlyList<Cell> cells, Func<Cell, int> style, double? height = null)
    {
        _row++;
        height ??= cells.Zip(columns, (cell, column) => Lines(cell.Text, column.Width)).DefaultIfEmpty(1).Max() * Line;
        // Not a "custom" height: the row still grows with what is typed into it.
        _xml.Clear().Append(CultureInfo.InvariantCulture, $"""<row r="{_row}" ht="{Math.Min(height.Value + Margin, MaxHeight)}">""");
        for (var n = 0; n < columns.Count; n++)
        {
            var cell = n < cells.Count ? cells[n] : default;
            Append(cell, n, style(cell));
        }
        return _xml.Append("</row>").ToString();
    }

    /// <summary>Lines of a text in a cell so many digits wide, where a Chinese character takes two; rather one too many.</summary>
    private static int Lines(string? text, double width) => string.IsNullOrEmpty(text) ? 1
        : text.Split('\n').Sum(line => Math.Max(1, (int)Math.Ceiling(line.Sum(c => c < '\u1100' ? 1 : 2) / Math.Max(1, width - 2))));

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
