using System.Globalization;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Inquiries;

/// <summary>
/// Detects the columns of a table by heading and content: a column called "No." or 物料编码 holds the part numbers only if no other one holds more of
/// them. -1 for a missing column.
/// </summary>
/// <param name="Quantities">Candidate columns for the quantity if no heading tells: one for each floor, or the ports of a switch.</param>
/// <param name="IsSure">If false, the buyer is asked which column it is.</param>
internal sealed partial record PartColumns(int Sku, IReadOnlyList<int> Quantities, bool IsSure, int Name, int ItemNumber, bool HasHead)
{
    /// <summary>Rows searched for the heading; rows above it are a title.</summary>
    public const int HeadWithin = 15;

    /// <summary>Characters of a heading; longer cells are text.</summary>
    private const int MaxHead = 24;

    /// <summary>Weight of a heading. Cells have up to this weight for known part numbers and half of it for texts that look like one.</summary>
    private const double Known = 6;

    /// <summary>Numbers from here on are more likely prices than quantities.</summary>
    private const int LikelyPrice = 500;

    private enum Role
    {
        Other,
        Sku,
        Code,
        Name,
        Quantity,
        Total,
        ItemNumber,
        Money,
        Aside,
    }

    public static bool IsHead(IReadOnlyList<string> row)
    {
        var names = row.Where(c => c.Length > 0).ToList();
        var roles = names.ConvertAll(RoleOf);
        var told = roles.Count(r => r != Role.Other);
        if (told == 0 || names.Exists(c => c.Length > MaxHead || c.Any(char.IsAsciiDigit)))
            return false;
        return roles.Contains(Role.Sku) || (roles.Contains(Role.Quantity) && roles.Exists(r => r is Role.Name or Role.ItemNumber))
            || (told * 2 >= names.Count && (roles.Contains(Role.Code) || told > 2));
    }

    /// <summary>A second heading row: all its cells that are not empty are known headings.</summary>
    public static bool IsMoreHead(IReadOnlyList<string> row) => row.Any(c => c.Length > 0) && row.All(c => c.Length == 0 || RoleOf(c) != Role.Other);

    /// <param name="rows">Rows below the heading with several cells.</param>
    public static PartColumns Of(IReadOnlyList<string>? head, IReadOnlyList<IReadOnlyList<string>> rows, KnownParts known)
    {
        var width = Math.Max(head?.Count ?? 0, rows.Select(r => r.Count).DefaultIfEmpty().Max());
        var columns = Enumerable.Range(0, width)
            .Select(n => new Column(n, RoleOf(At(head, n)), [.. rows.Select(r => At(r, n)).Where(c => c.Length > 0)], rows.Count)).ToList();
        var sku = Best(columns, c => c.SkuScore(known));
        var rest = columns.FindAll(c => c != sku);
        var number = Best(rest, c => c.ItemNumberScore(sku, rest));
        rest.RemoveAll(c => c == number);
        var quantities = QuantitiesOf(rest, sku, head is not null);
        var isSure = head is null || !quantities.Any(n => RoleOf(At(head, n)) == Role.Other && At(head, n).Length > 0);
        return new(sku?.Index ?? -1, quantities, isSure, Best(rest, c => c.Role == Role.Name ? 1 : 0)?.Index ?? -1, number?.Index ?? -1, head is not null);
    }

    public static string At(IReadOnlyList<string>? row, int column) => row is not null && column >= 0 && column < row.Count ? row[column] : "";

    private static Column? Best(List<Column> columns, Func<Column, double> score) =>
        columns.Select(c => (Column: c, Score: score(c))).Where(c => c.Score > 0).OrderByDescending(c => c.Score).Select(c => c.Column).FirstOrDefault();

    private static IReadOnlyList<int> QuantitiesOf(List<Column> columns, Column? sku, bool hasHead)
    {
        var hasPrices = columns.Exists(c => c.Role == Role.Money);
        if (Best(columns, c => c.Role == Role.Quantity ? 4 + c.Counts : c.Role == Role.Total && c.Counts > 0.5 && !hasPrices ? c.Counts : 0) is { } named)
            return [named.Index];
        var counting = columns.FindAll(c => c.Role == Role.Other && c.Counts > 0.5);
        if (hasHead || counting.Count < 2)
            return [.. counting.Select(c => c.Index)];
        // Without a heading: the column with units, or directly before a column of units; otherwise the one after the part number, unless its numbers
        // look like prices.
        var best = counting.OrderByDescending(c => c.HasUnits || columns.Exists(o => o.Index == c.Index + 1 && o.AreUnits))
            .ThenByDescending(c => c.Index > sku?.Index && c.Median < LikelyPrice).ThenBy(c => c.Median).First();
        return [best.Index];
    }

    private static Role RoleOf(string? cell)
    {
        if (string.IsNullOrEmpty(cell) || cell.Length > MaxHead || cell.Any(char.IsAsciiDigit))
            return Role.Other;
        var whole = Blank().Replace(cell, "").ToLowerInvariant();
        var name = whole.Split('(', '[')[0].Trim('*', ':', '.', '#', '-', '/');
        return name.Length == 0 ? whole == "#" ? Role.ItemNumber : Role.Other
            : MoneyHead().IsMatch(whole) ? Role.Money
            : QuantityHead().IsMatch(name) ? Role.Quantity
            : SkuHead().IsMatch(name) ? Role.Sku
            : ItemNumberHead().IsMatch(name) ? Role.ItemNumber
            : CodeHead().IsMatch(name) ? Role.Code
            : TotalHead().IsMatch(name) ? Role.Total
            : AsideHead().IsMatch(name) ? Role.Aside
            : NameHead().IsMatch(name) ? Role.Name
            : Role.Other;
    }

    private sealed record Column(int Index, Role Role, IReadOnlyList<string> Cells, int Rows)
    {
        private readonly IReadOnlyList<PartQuantity> _counts = [.. Cells.Select(PartQuantity.Of)];

        /// <summary>Share of cells that contain a plausible quantity, from 0 to 1.</summary>
        public double Counts => Share(_counts.Count(q => q is { IsClear: true, Text.Length: > 0 and < 5 }));

        public bool HasUnits => Cells.Any(c => c.Any(char.IsAsciiDigit) && PartQuantity.Of(c).IsClear && c.Any(l => l > '\u2E7F'));

        public bool AreUnits => Cells.Count > 0 && Cells.All(c => PartQuantity.Of("1" + c) is { IsClear: true } && !char.IsAsciiDigit(c[0]));

        public int Median => _counts.Where(q => q.IsClear).Select(q => int.TryParse(q.Text, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue).Order().ElementAtOrDefault(Cells.Count / 2);

        public double SkuScore(KnownParts known)
        {
            if (Role is Role.Quantity or Role.Money or Role.Total || (Role == Role.ItemNumber && Ascends))
                return 0;
            var named = Role switch { Role.Sku => 3, Role.Code => 1.5, Role.Name => -0.5, Role.ItemNumber or Role.Aside => -1, _ => 0 };
            var cells = Known * Share(Cells.Count(c => known.Longest(c) is not null)) + Known / 2 * Share(Cells.Count(PartListLine.LooksLikePart));
            return cells > 0 || Role == Role.Sku || (Role == Role.Code && !Ascends) ? named + cells : 0;
        }

        public double ItemNumberScore(Column? sku, List<Column> others)
        {
            if (Role == Role.ItemNumber || (Role == Role.Code && Ascends))
                return 3;
            var isBefore = Role == Role.Other && (sku is null || Index < sku.Index) && Ascends;
            return isBefore && (Rows > 1 || others.Exists(o => o != this && o.Counts > 0.5)) ? 1 : 0;
        }

        /// <summary>Row numbers: 1, 2, 3 and possibly again 1, 2 … in each section.</summary>
        private bool Ascends
        {
            get
            {
                var numbers = Cells.Select(c => int.TryParse(c, CultureInfo.InvariantCulture, out var n) ? n : -1).ToList();
                return numbers.Count > 0 && numbers[0] is 1 && numbers.Zip(numbers.Skip(1)).All(p => p.Second == p.First + 1 || p.Second == 1);
            }
        }

        private double Share(int count) => Rows == 0 ? 0 : (double)count / Rows;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@"[价元¥￥]|金额|预算|费|price|amount|cost|rmb|usd", Options, 1000)]
    private static partial Regex MoneyHead();

    [GeneratedRegex(@"数量|[采订需][购求货]?量|用量|总量|台数|件数|套数|个数|^数$|^台$|^需[求要]$|计划数|^qty|qty$|quantity|^count$|^pcs$", Options, 1000)]
    private static partial Regex QuantityHead();

    [GeneratedRegex(@"型号|料号|订货号|部件号|货号|(?:产品|商品|设备)(?:编[号码]|代码)|^mpn$|^part$|part-?(?:no|number|num|code)|^pn$|^p/n$|^sku$|model|product-?(?:no|number|code|id)", Options, 1000)]
    private static partial Regex SkuHead();

    [GeneratedRegex(@"^(?:序号?|项[次号]|项目号|行号|编号|标的序号|no|nr|number|s/?n|seq|line|#|)$", Options, 1000)]
    private static partial Regex ItemNumberHead();

    [GeneratedRegex(@"编[码号]|代码|物料|规格|^item|code", Options, 1000)]
    private static partial Regex CodeHead();

    [GeneratedRegex(@"合计|总计|总数|小计|^total$|^sum$", Options, 1000)]
    private static partial Regex TotalHead();

    [GeneratedRegex(@"单位|品牌|厂[家商]|备注|说明|产地|质保|税率|交[货期]|^unit|^uom$|brand|vendor|manufacturer|remark|note|comment", Options, 1000)]
    private static partial Regex AsideHead();

    [GeneratedRegex(@"名称|品名|描述|参数|配置|产品|商品|设备|货物|物品|name|desc|^product$", Options, 1000)]
    private static partial Regex NameHead();
}
