using BaiguStore.Core.Inquiries;

namespace BaiguStore.Core.Tests.Inquiries;

public sealed class InquiryListTests
{
    [Theory]
    [InlineData("S5735*3", "S5735", 3)]
    [InlineData("S5735", "S5735", 1)]
    [InlineData("S5735*9999", "S5735", 9_999)]
    [InlineData("S5735*003", "S5735", 3)]
    [InlineData("A*2*3", "A*2", 3)]
    [InlineData("A*B", "A*B", 1)]
    [InlineData("A*", "A*", 1)]
    [InlineData("A*3.5", "A*3.5", 1)]
    [InlineData("A*-3", "A*-3", 1)]
    [InlineData("A*\uFF13", "A*\uFF13", 1)]
    [InlineData("  A&item=B \n", "A&item=B", 1)]
    public void Only_digits_behind_the_last_star_are_a_quantity(string text, string sku, int quantity) =>
        Assert.Equal([new InquiryItem(sku, quantity)], InquiryList.Read([text]).Items);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("*5")]
    [InlineData("S5735*0")]
    [InlineData("\u200B\u202E*2")]
    public void Nothing_and_none_of_it_are_left_out(string text) => Assert.Equal((0, InquiryFault.None), (InquiryList.Read([text]).Items.Count, InquiryList.Read([text]).Fault));

    [Theory]
    [InlineData("S5735*10000", InquiryFault.Quantity)]
    [InlineData("S5735*99999999999999999999", InquiryFault.Quantity)]
    public void A_quantity_beyond_the_limit_is_a_fault(string text, InquiryFault fault) => Assert.Equal(fault, InquiryList.Read([text]).Fault);

    [Fact]
    public void A_part_number_and_a_list_have_a_longest()
    {
        var longest = new string('x', InquiryLine.MaxAskedLength);
        var most = Enumerable.Range(1, InquiryList.MaxItems).Select(n => $"S{n}").ToList();

        Assert.Equal((1, InquiryFault.Sku), (InquiryList.Read([longest]).Items.Count, InquiryList.Read([longest + "x"]).Fault));
        Assert.Equal((InquiryList.MaxItems, InquiryFault.TooMany), (InquiryList.Read(most).Items.Count, InquiryList.Read([.. most, "one more"]).Fault));
    }

    [Theory]
    [InlineData("S5735", 1, "item=S5735")]
    [InlineData("S5735", 3, "item=S5735*3")]
    [InlineData("A*5", 1, "item=A*5*1")]
    [InlineData("A&B=C+D #?", 2, "item=A%26B%3DC%2BD%20%23%3F*2")]
    public void An_item_and_its_address_are_each_others_reverse(string sku, int quantity, string query)
    {
        var item = new InquiryItem(sku, quantity);

        Assert.Equal(query, new InquiryList([item]).ToQuery());
        Assert.Equal([item], InquiryList.Read([item.ToString()]).Items);
    }

    [Fact]
    public void A_form_changes_quantities_takes_rows_out_and_leaves_its_empty_row_alone()
    {
        var list = InquiryList.Read(["A", "B", "C", "D*2", ""], ["4", "2", "0", " ", "1"], ["1"]);

        Assert.Equal([new InquiryItem("A", 4), new InquiryItem("D*2", 1)], list.Items);
        Assert.Equal(InquiryFault.Quantity, InquiryList.Read(["A"], ["1e3"], []).Fault);
        Assert.Equal(InquiryFault.Quantity, InquiryList.Read(["A"], ["-1"], []).Fault);
        Assert.Equal([new InquiryItem("A")], InquiryList.Read(["A"], [], []).Items);
    }
}
