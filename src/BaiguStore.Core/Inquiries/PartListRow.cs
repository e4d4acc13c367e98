using System.Text.RegularExpressions;

namespace BaiguStore.Core.Inquiries;

/// <summary>Parses a table row with known columns; a row with a single cell is parsed as a line.</summary>
internal static partial class PartListRow
{
    /// <summary>No rows for a title or a total.</summary>
    public static IReadOnlyList<TypedRow> Read(IReadOnlyList<string> row, PartColumns columns, KnownParts known)
    {
        var filled = row.Where(c => c.Length > 0).ToList();
        if (filled.Count == 0 || PartList.IsTotal(row))
            return [];
        var cell = PartColumns.At(row, columns.Sku);
        if (filled.Count == 1 && (columns.Quantities.Count == 0 || cell.Length == 0))
            return columns.HasHead && row.Count > 1 && known.Longest(filled[0]) is null ? [] : PartListLine.Read(filled[0], known);
        if (columns.Sku < 0 && columns.Quantities.Count == 0 && !columns.HasHead)
            return PartListLine.Read(string.Join(" ", filled), known);
        var asked = Asked(row, columns, known);
        var quantity = Quantity(row, columns);
        var isTitle = !quantity.IsGiven && columns.Quantities.Count > 0 && (filled.Count == 1 || cell.Length == 0) && PartListLine.PartIn(asked, known).Length == 0;
        if (asked.Length == 0 || isTitle)
            return [];
        if (columns.Quantities.Count == 0)
            quantity = Line(cell, columns, filled, known);
        else if (!quantity.IsGiven)
            quantity = Line(cell, columns, [], known) is { IsGiven: true } inCell ? inCell : PartQuantity.Unclear("");
        return [new(asked, quantity.Text) 
        {
            IsUnclear = !quantity.IsClear, IsBroken = Broken().IsMatch(asked), ItemNumber = Number(PartColumns.At(row, columns.ItemNumber)),
        }];
    }

    /// <summary>
    /// The part number in its column, if known or likely; otherwise a known one of another cell; otherwise the column's text or the name.
    /// </summary>
    private static string Asked(IReadOnlyList<string> row, PartColumns columns, KnownParts known)
    {
        var cell = Label().Replace(PartColumns.At(row, columns.Sku), "");
        if (known.Longest(cell) is { } span)
            return cell[span.Start..span.End];
        if (PartListLine.LooksLikePart(cell) || Broken().IsMatch(cell))
            return cell;
        var elsewhere = row.Where((c, n) => n != columns.Sku && n != columns.ItemNumber && !columns.Quantities.Contains(n))
            .Select(c => known.Longest(c) is { } there ? c[there.Start..there.End] : "").FirstOrDefault(c => c.Length > 0);
        if (elsewhere is not null)
            return elsewhere;
        if (cell.Length > 0 && PartListLine.PartIn(cell, known) is { Length: > 4 } part && cell.Any(c => c > '\u2E7F'))
            return part;
        return cell.Trim('/', '-').Length > 0 ? cell : PartColumns.At(row, columns.Name);
    }

    private static PartQuantity Quantity(IReadOnlyList<string> row, PartColumns columns)
    {
        var cells = columns.Quantities.Select(n => PartColumns.At(row, n)).Where(c => c.Length > 0).ToList();
        return cells switch
        {
            [] => PartQuantity.None,
            [var only] when columns.IsSure => PartQuantity.Of(only),
            _ => PartQuantity.Unclear(string.Join(" / ", cells)),
        };
    }

    /// <summary>
    /// Quantity in a table without a quantity column: from the rest of the part number's cell, or, without headings, from anywhere in the row.
    /// </summary>
    private static PartQuantity Line(string cell, PartColumns columns, List<string> filled, KnownParts known)
    {
        var text = columns.HasHead || filled.Count == 0 ? cell : string.Join(" ", filled);
        return PartListLine.Read(text, known) is [var row] ? new(row.Quantity, !row.IsUnclear) : PartQuantity.None;
    }

    private static string Number(string cell) => InquiryLine.ItemNumberOf(cell.Trim('.', '、', '(', ')', ' '));

    [GeneratedRegex(@"^(?:规格型号|产品型号|型号|规格|model|part no\.?|p/n)\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();

    /// <summary>A part number damaged by a spreadsheet: see <see cref="RowFault.NotAPart"/>.</summary>
    [GeneratedRegex(@"^(?:#(?:REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL)!?|=.+|[0-9](?:\.[0-9]+)?E\+[0-9]+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Broken();
}
