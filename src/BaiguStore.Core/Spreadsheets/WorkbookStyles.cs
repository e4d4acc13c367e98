using System.Buffers;
using System.Globalization;
using ExcelNumberFormat;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>How the numbers of a workbook are shown: `0017`, 50%, a date.</summary>
internal sealed class WorkbookStyles
{
    /// <summary>Excel's own limits of a format's text, and of the styles in a workbook.</summary>
    private const int MaxCode = 255, MaxStyles = 65_490;

    /// <summary>From here on digits are lost; the format keeps 15 of them.</summary>
    private const double MostExact = 1e15;

    /// <summary>Formats that no file spells out. 27 to 36 and 50 to 58 are dates and times where the language is Chinese.</summary>
    private static readonly Dictionary<int, string> BuiltIn = new()
    {
        [1] = "0", [2] = "0.00", [3] = "#,##0", [4] = "#,##0.00", [9] = "0%", [10] = "0.00%", [11] = "0.00E+00", [12] = "# ?/?", [13] = "# ??/??",
        [14] = "yyyy/m/d", [15] = "d-mmm-yy", [16] = "d-mmm", [17] = "mmm-yy", [18] = "h:mm AM/PM", [19] = "h:mm:ss AM/PM", [20] = "h:mm",
        [21] = "h:mm:ss", [22] = "yyyy/m/d h:mm", [37] = "#,##0", [38] = "#,##0", [39] = "#,##0.00", [40] = "#,##0.00", [45] = "mm:ss",
        [46] = "[h]:mm:ss", [47] = "mm:ss.0", [48] = "##0.0E+0", [49] = "@", [27] = "yyyy\"年\"m\"月\"", [28] = "m\"月\"d\"日\"", [30] = "m-d-yy",
        [31] = "yyyy\"年\"m\"月\"d\"日\"", [57] = "yyyy\"年\"m\"月\"", [58] = "m\"月\"d\"日\"",
    };

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789,.-");

    private readonly Dictionary<int, string> _codes = new(BuiltIn);
    private readonly List<int> _formats = [];
    private readonly Dictionary<int, NumberFormat?> _made = [];
    private readonly bool _countsFrom1904;

    /// <param name="part">The style sheet; null where a workbook has none.</param>
    /// <param name="countsFrom1904">Whether day 0 is in 1904 instead of 1900.</param>
    public WorkbookStyles(WorkbookPart? part, bool countsFrom1904)
    {
        _countsFrom1904 = countsFrom1904;
        var inCells = 0;
        while (part is not null && part.Next())
        {
            if (part.Name == "numFmt" && part.Number("numFmtId") is { } id && part["formatCode"] is { Length: <= MaxCode } code
                && _codes.Count < MaxStyles)
                _codes[id] = code;
            else if (part.Name == "cellXfs")
                inCells = part.Depth;
            else if (inCells > 0 && part.Depth <= inCells)
                break;
            else if (inCells > 0 && part.Name == "xf" && _formats.Count < MaxStyles)
                _formats.Add(part.Number("numFmtId") ?? 0);
        }
    }

    /// <summary>
    /// The number as its cell shows it. Without a format: 3.14 and not the nearest fraction of two, digits and not an exponent where they are all
    /// known.
    /// </summary>
    public string Shown(string value, int style, int most)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return value;
        var id = style >= 0 && style < _formats.Count ? _formats[style] : 0;
        if (!_made.TryGetValue(id, out var format))
            _made[id] = format = _codes.TryGetValue(id, out var code) && new NumberFormat(code) is { IsValid: true } made ? made : null;
        return Formatted(format, number) is { Length: > 0 } shown && shown.Length <= most ? shown : General(number);
    }

    private string? Formatted(NumberFormat? format, double number)
    {
        if (format is null)
            return null;
        try
        {
            var shown = format.Format(number, CultureInfo.InvariantCulture, _countsFrom1904).Trim();
            // A number without its separators.
            return shown.AsSpan().ContainsAnyExcept(OfNumbers) ? shown : shown.Replace(",", "", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or InvalidCastException or IndexOutOfRangeException)
        {
            return null; // a format that nobody's program could show
        }
    }

    private static string General(double number) => Math.Abs(number) < MostExact
        ? number.ToString("0.###############", CultureInfo.InvariantCulture)
        : number.ToString("0.##############E+0", CultureInfo.InvariantCulture);
}
