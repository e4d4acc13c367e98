using BaiguStore.Core.Catalog;
using BaiguStore.Core.Spreadsheets;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Models;

/// <summary>
/// A comparison as a workbook: all products side by side, then a sheet per product in the form of a tender's parameter table, with a column for the
/// bidder's response. Rows are numbered across groups; values include their units.
/// </summary>
public sealed class CompareSheets(IStringLocalizer<Ui> text)
{
    public string FileName => text["参数对比"] + ".xlsx";

    public IReadOnlyList<Sheet> Of(ComparePage page) => page.Products.Count == 1 ? [Tender(page.Comparison, 0)]
        : [SideBySide(page), .. page.Products.Select((_, n) => Tender(page.Comparison, n))];

    private Sheet SideBySide(ComparePage page)
    {
        var products = page.Products;
        List<SheetRow> rows =
        [
            Row(0, text["型号"], products.Select(p => p.Sku)),
            Row(0, text["品牌"], products.Select(p => p.Vendor)),
            new(SheetRowKind.Plain, [default, text["参考价（元）"].Value, .. products.Select(p => p.ListPriceFen is null ? text["询价"].Value : Cell.Money(p.ListPriceFen))]),
            Row(0, text["库存"], products.Select(p => Stock(p.Stock))),
        ];
        var number = 0;
        foreach (var (group, specs) in Groups(page.Comparison, page.Shown))
        {
            rows.Add(SheetRow.Group(group));
            rows.AddRange(specs.Select(spec => Row(++number, spec.Name, spec.Values)));
        }
        return new(text["参数对比"], [new(text["序号"], 6), new(text["参数名称"], 22), .. products.Select(p => new SheetColumn(p.Name, 34))], rows, text["产品参数对比表"]);
    }

    private Sheet Tender(Comparison comparison, int n)
    {
        var product = comparison.Products[n];
        var number = 0;
        List<SheetRow> rows = [];
        foreach (var (group, specs) in Groups(comparison, all => all.Where(s => s.Values[n] is not null)))
        {
            rows.Add(SheetRow.Group(group));
            rows.AddRange(specs.Select(spec => SheetRow.Plain(++number, spec.Name, spec.Values[n], default, default, default)));
        }
        return new(product.Sku,
            [new(text["序号"], 6), new(text["指标项"], 22), new(text["技术参数要求"], 46), new(text["投标响应"], 30), new(text["偏离情况"], 14), new(text["备注"], 18)],
            rows, text["技术参数表"], [$"{(product.Name.StartsWith(product.Vendor, StringComparison.OrdinalIgnoreCase) ? "" : product.Vendor + " ")}{product.Name} ({product.Sku})"]);
    }

    private IEnumerable<(string Name, List<ComparedSpec> Specs)> Groups(Comparison comparison, Func<IEnumerable<ComparedSpec>, IEnumerable<ComparedSpec>> shown) =>
        new[] { (text["主要参数"].Value, shown(comparison.Main).ToList()), (text["其他参数"].Value, shown(comparison.Others).ToList()) }.Where(g => g.Item2.Count > 0);

    private static SheetRow Row(int number, string name, IEnumerable<string?> values) =>
        new(SheetRowKind.Plain, [number == 0 ? default(Cell) : number, name, .. values.Select(v => Cell.Of(v ?? "—"))]);

    private string Stock(StockState stock) => stock switch
    {
        StockState.InStock => text["现货"],
        StockState.ToOrder => text["订货"],
        _ => text["缺货"],
    };
}
