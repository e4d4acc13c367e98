using System.Text.RegularExpressions;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Inquiries;

/// <summary>A line as it was typed, pasted or uploaded; nothing of it is checked yet.</summary>
/// <param name="Asked">A part number, or words.</param>
/// <param name="Quantity">Digits, as far as they could be told from the rest; empty for one piece.</param>
/// <param name="Pick">The part number that was chosen for it; empty where nothing was.</param>
/// <param name="Whole">The line as a part number alone, where the number at its end may belong to it ("RTX 4090").</param>
public sealed record TypedRow(string Asked, string Quantity = "", string Pick = "", string? Whole = null);

/// <summary>
/// Reads lists of part numbers with quantities in the forms in which people have them: from mails, from spreadsheets, from chats.
/// </summary>
public static partial class PartList
{
    /// <summary>Characters that are read of a pasted text.</summary>
    public const int MaxText = 100_000;

    /// <summary>Of a file; what is larger is no list of part numbers.</summary>
    public static readonly TableLimits Limits = new()
    {
        MaxBytes = 2 * 1024 * 1024, MaxUnpacked = 8 * 1024 * 1024, MaxRows = 2_000, MaxColumns = 60, MaxCellLength = 2_000, MaxCharacters = 1_000_000,
    };

    /// <summary>Rows among which the one with the names of the columns is looked for; what stands above it is a title.</summary>
    private const int HeadWithin = 10;

    private static readonly string[]
        SkuHeads = ["型号", "产品型号", "商品型号", "设备型号", "规格型号", "型号规格", "料号", "物料号", "物料编码", "产品编码", "商品编码", "编码", "订货号", "部件号", "货号", "partnumber", "partno", "partno.", "part", "p/n", "pn", "sku", "model", "item"],
        NameHeads = ["名称", "产品名称", "商品名称", "设备名称", "货物名称", "品名", "描述", "产品描述", "产品", "设备", "name", "description"],
        QuantityHeads = ["数量", "采购数量", "需求数量", "台数", "件数", "qty", "qty.", "quantity", "count"],
        Totals = ["合计", "总计", "小计", "total", "sum"];

    /// <summary>A pasted text, line by line; cells are parted by tabs, commas or semicolons.</summary>
    public static IReadOnlyList<TypedRow> Read(string? text) =>
        Read((text ?? "").ReplaceLineEndings("\n").Split('\n').Select(line => Cells(HalfWidth(line))));

    /// <summary>The rows of a table.</summary>
    public static IReadOnlyList<TypedRow> Read(IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = rows.Select(row => row.Select(cell => PlainText.Line(HalfWidth(cell))).ToList()).Where(row => row.Exists(cell => cell.Length > 0)).ToList();
        var head = table.Take(HeadWithin).ToList().FindIndex(IsHead);
        return [.. (head < 0 ? table.Select(Plain) : table.Skip(head + 1).Select(row => Named(row, table[head]))).OfType<TypedRow>()];
    }

    /// <summary>The digits of "3", "1,000", "3.0", "x3", "3台"; null for what is no quantity.</summary>
    internal static string? QuantityIn(string cell) =>
        Number().Match(cell) is { Success: true } match ? match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal) : null;

    private static string[] Cells(string line) => line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t') : line.Split(',', ';');

    /// <summary>Full-width letters, digits and signs as their half-width ones.</summary>
    private static string HalfWidth(string text) => string.Concat(text.Select(c => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' => ' ',
        _ => c,
    }));

    private static bool IsHead(List<string> row) => ColumnOf(row, SkuHeads) >= 0 || (ColumnOf(row, NameHeads) >= 0 && ColumnOf(row, QuantityHeads) >= 0);

    /// <summary>The column of that name, whatever unit stands behind it: "数量(台)".</summary>
    private static int ColumnOf(List<string> head, string[] names) => head.FindIndex(cell =>
        cell.Split('(', '[')[0].Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() is { Length: > 0 } name && names.Contains(name, StringComparer.Ordinal));

    private static TypedRow? Named(List<string> row, List<string> head)
    {
        var asked = CellOf(SkuHeads) is { Length: > 0 } sku ? sku : CellOf(NameHeads);
        if (asked.Length == 0 || Totals.Contains(asked.ToLowerInvariant(), StringComparer.Ordinal))
            return null;
        var quantity = CellOf(QuantityHeads);
        return ColumnOf(head, QuantityHeads) < 0 ? Line(asked) : new(asked, QuantityIn(quantity) ?? quantity);

        string CellOf(string[] names) => row.ElementAtOrDefault(ColumnOf(head, names)) ?? "";
    }

    /// <summary>A row of a table whose columns have no names, or a line.</summary>
    private static TypedRow? Plain(List<string> row)
    {
        var cells = row.FindAll(cell => cell.Length > 0);
        if (cells.Count == 1)
            return Line(cells[0]);
        if (cells.Count > 2 && QuantityIn(cells[0]) is not null)
            cells.RemoveAt(0); // the row's own number
        var at = cells.FindLastIndex(cell => QuantityIn(cell) is not null);
        if (at < 1)
            return Line(string.Join(' ', cells));
        var quantity = QuantityIn(cells[at])!;
        return new(LooksLikePartNumber(cells[0]) ? cells[0] : string.Join(' ', cells.Take(at)), quantity);
    }

    /// <summary>Letters and digits without a blank, and nothing Chinese.</summary>
    internal static bool LooksLikePartNumber(string cell) => cell.Any(char.IsAsciiDigit) && cell.Any(char.IsAsciiLetter) && !cell.Any(c => c is ' ' or > '\u2E7F');

    /// <summary>A line in which only blanks part the number from the rest, or a unit, or a sign.</summary>
    private static TypedRow? Line(string text)
    {
        var line = ListNumber().Replace(text, "");
        if (line.Length == 0)
            return null;
        if (Behind().Match(line) is { Success: true } behind)
            return new(behind.Groups["sku"].Value, behind.Groups["n"].Value);
        if (Before().Match(line) is { Success: true } before)
            return new(before.Groups["sku"].Value, before.Groups["n"].Value);
        return Bare().Match(line) is { Success: true } bare ? new(bare.Groups["sku"].Value, bare.Groups["n"].Value, Whole: line) : new(line);
    }

    private const string Units = "(?:台|个|套|块|只|条|件|张|根|片|支|对|箱|包|组|pcs?|ea|units?|sets?)";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex($@"^(?:[x×*]\s*)?(?<n>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.0+)?\s*{Units}?\.?$", Options, 1000)]
    private static partial Regex Number();

    /// <summary>"1、", "(2)" and "3. " before a line.</summary>
    [GeneratedRegex(@"^(?:\(?[0-9]{1,3}[)、]\s*|[0-9]{1,3}\.\s+|[-•·]\s+)", Options, 1000)]
    private static partial Regex ListNumber();

    /// <summary>"S5735 x3", "S5735*3", "S5735×3台", "S5735 3台", "交换机3台": a letter or digit must not touch the number, or it might be its part.</summary>
    [GeneratedRegex($@"^(?<sku>.+?)(?:\s*[*×]\s*(?<n>[0-9]{{1,9}})\s*{Units}?|\s+x\s*(?<n>[0-9]{{1,9}})\s*{Units}?|(?:\s+|(?<=[\u2E80-\uFFFF)\]]))(?<n>[0-9]{{1,9}})\s*{Units})\.?$", Options, 1000)]
    private static partial Regex Behind();

    /// <summary>"3台 S5735", "3 x S5735".</summary>
    [GeneratedRegex($@"^(?<n>[0-9]{{1,9}})\s*(?:{Units}\s+|[×*]\s*|x\s+|(?:台|个|套|块|只|条|件|张|根)\s*)(?<sku>.+)$", Options, 1000)]
    private static partial Regex Before();

    [GeneratedRegex(@"^(?<sku>.+?)\s+(?<n>[0-9]{1,5})$", Options, 1000)]
    private static partial Regex Bare();
}
