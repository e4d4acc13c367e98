using BaiguStore.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>Sales enter the prices of a quotation by keyboard.</summary>
[Collection(nameof(EditedStore))]
public sealed class QuoteTypingTests(Street street, EditedStore store)
{
    private const string Prices = ".inquiry-answer__price", Total = ".quote-lines__total";

    [Fact]
    public async Task Totals_follow_what_is_typed_Enter_goes_on_and_a_pasted_column_fills_downwards()
    {
        await using var seller = await store.SignedInAsync(street);
        await AskAsync(seller);
        await seller.GoAsync(store.Address + "/admin/inquiries?whose=all");
        await seller.Find(".inquiry-card a").First.ClickAsync();
        var keys = seller.Page.Keyboard;

        await seller.Find(Prices).First.FocusAsync();
        await keys.TypeAsync("1,000.5");
        await Expect(seller.Find(".quote-lines__subtotal").First).ToHaveTextAsync("\u00A52,001");
        await keys.PressAsync("Enter");
        await Expect(seller.Find(Prices).Nth(1)).ToBeFocusedAsync();
        await keys.TypeAsync("10");
        await Expect(seller.Find(Total)).ToHaveTextAsync("\u00A52,031");
        await keys.PressAsync("ArrowUp");
        await PasteAsync(seller, "100\t备注\r\n200\r\n300\r\n400\r\n");
        await Expect(seller.Find(Total)).ToHaveTextAsync("\u00A51,100"); // 2 x 100, 3 x 200, 1 x 300
        await Expect(seller.Find(".quote-lines__said")).ToContainTextAsync("还有 1 行");
        Assert.Equal("", await AccessibilityTests.FindingsAsync(seller));
        await seller.Find(".quote-lines__said button").ClickAsync();
        await Expect(seller.Find(Total)).ToHaveTextAsync("\u00A52,031");
        Assert.Empty(seller.Complaints);
    }

    private async Task AskAsync(Visitor buyer)
    {
        await buyer.GoAsync(store.Address + "/inquiry?item=AA-1*2&item=BB-2*3&item=CC-3");
        await buyer.Find("[name='Name']").FillAsync("王工");
        await buyer.Find("[name='Phone']").FillAsync("13812345678");
        await buyer.Page.WaitForTimeoutAsync(3_000); // minimum time for filling in the form
        await buyer.Find(".inquiry-contact__send .button").ClickAsync();
        await Expect(buyer.Find(".sent-inquiry__line")).ToHaveCountAsync(3);
    }

    /// <summary>Simulates a paste event.</summary>
    private static async Task PasteAsync(Visitor seller, string text) => await seller.Page.EvaluateAsync(
        """
        (text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', text);
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }
        """, text);
}
