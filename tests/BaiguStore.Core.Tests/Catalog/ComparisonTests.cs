using BaiguStore.Core.Catalog;

namespace BaiguStore.Core.Tests.Catalog;

public sealed class ComparisonTests
{
    [Fact]
    public void A_part_number_counts_once_however_it_was_typed_and_six_are_the_most()
    {
        var list = ComparedList.Read(["S5735-L", " s5735 l", "", null, "光缆", "光缆", "铜缆", "C", "D", "E", "F", "G"]);

        Assert.Equal(["S5735-L", "光缆", "铜缆", "C", "D", "E"], list.Skus);
        Assert.Equal(["F", "G"], list.LeftOut);
    }

    [Fact]
    public void Specs_keep_the_order_that_the_products_have_and_key_specs_come_first()
    {
        var comparison = Comparison.Of(
            [Row("A", ("下行端口", "24"), ("交换容量", "336"), ("功耗", "30")), Row("B", ("下行端口", "24"), ("PoE功率", "400"), ("交换容量", "432"), ("功耗", "30"), ("重量", "5"))],
            ["交换容量", "没有的", "PoE功率"]);

        Assert.Equal(["交换容量", "PoE功率"], comparison.Main.Select(s => s.Name));
        Assert.Equal(["下行端口", "功耗", "重量"], comparison.Others.Select(s => s.Name));
        Assert.Equal([null, "400"], comparison.Main[1].Values);
        Assert.Equal(["交换容量", "PoE功率", "重量"], comparison.Main.Concat(comparison.Others).Where(s => s.IsDifferent).Select(s => s.Name));
    }

    [Fact]
    public void A_name_that_only_a_later_product_has_stands_beside_its_neighbour() => Assert.Equal(
        ["first", "a", "between", "b", "last"],
        Comparison.Of([Row("A", ("a", "1"), ("b", "1")), Row("B", ("first", "1"), ("a", "1"), ("between", "1"), ("b", "1"), ("last", "1"))], []).Others.Select(s => s.Name));

    [Fact]
    public void Two_specs_of_one_name_are_one_row_and_units_count() => Assert.Equal(
        [("端口", "24\uFF1B4", true), ("功率", "1 kW", true), ("颜色", "Black", false)],
        Comparison.Of(
            [new(1, "A", "A", "a", "V", 1, [new("端口", "24"), new("端口", "4"), new("功率", "1", "kW"), new("颜色", "Black")], null, StockState.InStock),
             new(2, "B", "B", "b", "V", 1, [new("端口", "24"), new("功率", "1", "W"), new("颜色", "BLACK ")], null, StockState.InStock)], []).Others.Select(s => (s.Name, s.Values[0], s.IsDifferent)));

    [Fact]
    public void A_value_that_is_written_otherwise_is_no_difference() => Assert.Equal(
        ["更多"],
        Comparison.Of(
            [Row("A", ("交换容量", "2 Gbps"), ("功率", "1,200W"), ("内存", "１２８ＧＢ"), ("频率", "2.40 GHz"), ("更多", "2 Gbps")),
             Row("B", ("交换容量", "2.0 Gbps"), ("功率", "1.2 kW"), ("内存", "128 gb"), ("频率", "2400MHz"), ("更多", "20 Gbps"))], []).Others.Where(s => s.IsDifferent).Select(s => s.Name));

    private static ProductRow Row(string sku, params (string Name, string Value)[] specs) =>
        new(0, sku, sku, sku, "V", 1, [.. specs.Select(s => new Spec(s.Name, s.Value))], null, StockState.InStock);
}
