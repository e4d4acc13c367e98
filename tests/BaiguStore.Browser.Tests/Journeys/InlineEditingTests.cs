using System.Globalization;
using BaiguStore.Browser.Tests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BaiguStore.Browser.Tests.Journeys;

/// <summary>
/// A separate store for tests of lists, which run one after the other. Each test uses the prices that the previous one has left.
/// </summary>
[CollectionDefinition(nameof(EditedStore))]
public sealed class EditedStore : IAsyncLifetime, ICollectionFixture<EditedStore>
{
    private StoreProcess? _store;
    private bool _hasOwner;

    public string Address => _store!.Address.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync() => _store = await StoreProcess.StartAsync();

    public ValueTask DisposeAsync() => _store!.DisposeAsync();

    internal async Task<Visitor> SignedInAsync(Street street, Visit? visit = null)
    {
        var editor = await street.VisitorAsync(visit ?? new(1280, Still: true));
        await editor.GoAsync(Address + (_hasOwner ? "/account/signin" : await _store!.InvitationAsync));
        foreach (var (field, value) in new[] { ("Email", "owner@baigu.example"), ("Password", "correct horse battery") })
            await editor.Find($"#{field}").FillAsync(value);
        if (!_hasOwner)
            await editor.Find("#Name").FillAsync("王店主");
        await editor.Find("main form .button[type=submit]").First.ClickAsync();
        await Expect(editor.Find(".admin-header__tools [action='/account/signout']")).ToHaveCountAsync(1);
        _hasOwner = true;
        return editor;
    }
}

/// <summary>Inline price edits while the store responds slowly, out of order or not at all. All responses are the store's own, delayed.</summary>
[Collection(nameof(EditedStore))]
public sealed class InlineEditingTests(Street street, EditedStore store)
{
    private const string List = "/admin/products?state=Published&sort=Sku", Kept = ".product-rows__kept", Note = ".product-rows__note";

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(600)]
    public async Task Prices_typed_without_waiting_are_saved_as_they_were_typed(int delay)
    {
        await using var editor = await store.SignedInAsync(street);
        await HoldUpAsync(editor, _ => delay);
        await editor.GoAsync(store.Address + List);
        var typed = (await PricesAsync(editor)).Take(10).Select(Raised).ToList();

        await editor.Find(".product-rows__price").First.FocusAsync();
        await editor.Page.Keyboard.PressAsync("Control+a");
        foreach (var price in typed)
        {
            await editor.Page.Keyboard.TypeAsync(price, new() { Delay = 20 });
            await editor.Page.Keyboard.PressAsync("Enter");
        }

        await SettledAsync(editor);
        await editor.GoAsync(store.Address + List);
        Assert.Equal(typed, (await PricesAsync(editor)).Take(10));
        Assert.Empty(editor.Complaints);
    }

    [Fact]
    public async Task Answers_out_of_turn_and_several_saves_of_one_row_end_with_what_was_typed_last()
    {
        await using var editor = await store.SignedInAsync(street);
        int[] delays = [600, 0, 150, 600, 0];
        await HoldUpAsync(editor, n => delays[n % delays.Length]);
        await editor.GoAsync(store.Address + List);
        var before = (await PricesAsync(editor)).Take(3).ToList();
        string[] typed = [Raised(Raised(before[0])), Raised(before[1]), Raised(before[2])];

        await TypeAsync(editor, 0, Raised(before[0]), "Enter");
        await TypeAsync(editor, 1, typed[1], "Enter");
        await TypeAsync(editor, 0, typed[0], "Enter"); // while the first is pending
        await TypeAsync(editor, 2, typed[2], "Enter");
        await TypeAsync(editor, 0, before[0], "Enter"); // the original value, saved again
        await TypeAsync(editor, 0, typed[0], "Enter");

        await SettledAsync(editor);
        await editor.GoAsync(store.Address + List);
        Assert.Equal(typed, (await PricesAsync(editor)).Take(3));
        Assert.Empty(editor.Complaints); // the user's own saves caused no conflict
    }

    [Fact]
    public async Task An_answer_leaves_the_field_alone_that_somebody_types_in()
    {
        await using var editor = await store.SignedInAsync(street);
        await HoldUpAsync(editor, _ => 600);
        await editor.GoAsync(store.Address + List);
        var before = (await PricesAsync(editor))[0];

        await TypeAsync(editor, 0, Raised(before), "Enter");
        await TypeAsync(editor, 0, "12", null); // focused again before the response
        await Expect(editor.Find(".is-saving")).ToHaveCountAsync(0);
        await editor.Page.Keyboard.TypeAsync("34");

        await Expect(Price(editor, 0)).ToHaveValueAsync("1234");
        await Expect(editor.Find(".is-changed")).ToHaveCountAsync(1);
        await editor.Page.Keyboard.PressAsync("Escape");
        await Expect(Price(editor, 0)).ToHaveValueAsync(Raised(before));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(409)]
    [InlineData(404)]
    [InlineData(0)] // no connection
    public async Task A_save_that_fails_stands_beside_its_row_and_what_was_typed_outlives_the_page(int status)
    {
        await using var editor = await store.SignedInAsync(street);
        await editor.GoAsync(store.Address + List);
        var (sku, before) = (await editor.Find(".product-rows .sku").First.InnerTextAsync(), (await PricesAsync(editor))[0]);
        var typed = Raised(before);
        await FailOnceAsync(editor, status);

        await TypeAsync(editor, 0, typed, "Enter");
        await Expect(editor.Find($"tbody tr:first-child + {Note}")).ToContainTextAsync(sku);
        await Expect(Price(editor, 0)).ToHaveValueAsync(typed);
        await Expect(Price(editor, 1)).ToBeFocusedAsync();
        Assert.Equal("", await AccessibilityTests.FindingsAsync(editor));

        await editor.GoAsync(store.Address + "/admin/articles");
        await editor.GoAsync(store.Address + List);
        await Expect(editor.Find(Kept)).ToContainTextAsync(sku);
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "找回来" }).ClickAsync();
        await Expect(Price(editor, 0)).ToHaveValueAsync(typed);
        await Price(editor, 0).PressAsync("Enter");
        if (status == 409) // now the other editor's price must be confirmed
            await Price(editor, 0).PressAsync("Enter");
        await SettledAsync(editor);
        await editor.GoAsync(store.Address + List);
        Assert.Equal(typed, (await PricesAsync(editor))[0]);
        await Expect(editor.Find(Kept)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_leaves_with_something_unsaved_is_asked_first()
    {
        await using var editor = await store.SignedInAsync(street);
        await editor.GoAsync(store.Address + List);
        List<string> asked = [];
        editor.Page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Type);
            _ = dialog.AcceptAsync();
        };

        await editor.GoAsync(store.Address + "/admin");
        Assert.Empty(asked);
        await editor.GoAsync(store.Address + List);
        await TypeAsync(editor, 0, "77", null);
        await editor.GoAsync(store.Address + "/admin");

        Assert.Equal(["beforeunload"], asked);
    }

    [Fact]
    public async Task A_save_whose_answer_was_lost_is_no_conflict_with_oneself()
    {
        await using var editor = await store.SignedInAsync(street);
        await editor.GoAsync(store.Address + List);
        var before = (await PricesAsync(editor))[0];
        var lost = false;
        await editor.Page.RouteAsync("**/row", async route =>
        {
            if (lost)
            {
                await route.ContinueAsync();
                return;
            }
            lost = true;
            await route.FetchAsync(); // the store has saved it, but the response is lost
            await route.AbortAsync();
        });

        await TypeAsync(editor, 0, Raised(before), "Enter");
        await Expect(editor.Find(Note)).ToBeVisibleAsync();
        await TypeAsync(editor, 0, Raised(Raised(before)), "Enter");

        await SettledAsync(editor);
        await editor.GoAsync(store.Address + List);
        Assert.Equal(Raised(Raised(before)), (await PricesAsync(editor))[0]);
    }

    [Fact]
    public async Task A_price_far_from_the_old_one_is_asked_about_in_its_row_and_answered_by_keyboard()
    {
        await using var editor = await store.SignedInAsync(street);
        await editor.GoAsync(store.Address + List);
        var before = (await PricesAsync(editor)).Take(2).ToList();
        var far = before[0] + "0";

        await TypeAsync(editor, 0, far, "Enter");
        await Expect(editor.Find($"tbody tr:first-child + {Note}")).ToContainTextAsync("30%");
        await Expect(Price(editor, 1)).ToBeFocusedAsync();
        Assert.Equal("", await AccessibilityTests.FindingsAsync(editor));
        await editor.Page.Keyboard.PressAsync("ArrowUp");
        await editor.Page.Keyboard.PressAsync("Enter");
        await SettledAsync(editor);
        await TypeAsync(editor, 1, "0" + before[1], "Enter"); // a leading zero
        await Expect(editor.Find($"tbody tr:nth-child(2) + {Note}")).ToContainTextAsync("0 开头");
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "恢复原来的" }).ClickAsync();
        await Expect(Price(editor, 1)).ToHaveValueAsync(before[1]);
        await Expect(editor.Find(Note)).ToHaveCountAsync(0);

        await Price(editor, 1).PressAsync("Control+z");
        await Expect(Price(editor, 0)).ToHaveValueAsync(before[0]);
        await SettledAsync(editor);
        await editor.GoAsync(store.Address + List);
        Assert.Equal(before, (await PricesAsync(editor)).Take(2));
    }

    [Fact]
    public async Task Every_edit_is_undone_by_its_rows_button_or_the_last_first_by_key()
    {
        await using var editor = await store.SignedInAsync(street);
        await HoldUpAsync(editor, _ => 150);
        await editor.GoAsync(store.Address + List);
        var before = (await PricesAsync(editor)).Take(3).ToList();
        for (var n = 0; n < 3; n++)
            await TypeAsync(editor, n, Raised(before[n]), "Enter");

        await editor.Page.Keyboard.PressAsync("Control+z"); // before the responses arrive
        await SettledAsync(editor);
        await editor.Find("tbody tr").First.Locator(".product-rows__undo").ClickAsync();
        await SettledAsync(editor);
        await editor.GoAsync(store.Address + List);

        Assert.Equal([before[0], Raised(before[1]), before[2]], (await PricesAsync(editor)).Take(3));
        Assert.Empty(editor.Complaints);
    }

    [Fact]
    public async Task On_a_phone_each_product_is_a_card_with_its_fields_in_the_windows_width()
    {
        await using var editor = await store.SignedInAsync(street, Visit.ByPhone with { Still = true });
        await editor.GoAsync(store.Address + List + "&cols=vendor&cols=category&cols=price&cols=stock&cols=state&cols=updated&cols=confirmed");

        foreach (var part in (string[])[".sku", ".product-rows__price", "[name=Stock]", "[name=Published]", ".product-rows__save", ".product-rows__time"])
        {
            var box = (await editor.Find(".product-rows " + part).First.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= 390, $"{part} from {box.X}, {box.Width} wide");
        }
        Assert.Equal(390, await editor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var findings = await AccessibilityTests.FindingsAsync(editor);
        Assert.True(findings.Length == 0, findings);
    }

    /// <summary>Delays the store's responses to saves, by number.</summary>
    private static async Task HoldUpAsync(Visitor editor, Func<int, int> delayOf)
    {
        var count = -1;
        await editor.Page.RouteAsync("**/row", async route =>
        {
            var delay = delayOf(Interlocked.Increment(ref count));
            var answer = await route.FetchAsync();
            await Task.Delay(delay);
            await route.FulfillAsync(new() { Response = answer });
        });
    }

    /// <summary>The next save fails in the given way. Conflicts and missing products are the store's own responses.</summary>
    private async Task FailOnceAsync(Visitor editor, int status)
    {
        if (status == 409)
        {
            await using var other = await store.SignedInAsync(street);
            await other.GoAsync(store.Address + List);
            await TypeAsync(other, 0, Raised(Raised(Raised((await PricesAsync(other))[0]))), "Enter");
            await SettledAsync(other);
            return;
        }
        var failed = false;
        await editor.Page.RouteAsync("**/row", async route =>
        {
            var isFirst = !failed;
            failed = true;
            await (!isFirst ? route.ContinueAsync()
                : status == 0 ? route.AbortAsync()
                : status == 404 ? route.ContinueAsync(new() { Url = store.Address + "/admin/products/99999999/row" })
                : route.FulfillAsync(new() { Status = status, ContentType = "text/html", Body = "" }));
        });
    }

    private static async Task TypeAsync(Visitor editor, int row, string price, string? key)
    {
        await Price(editor, row).FocusAsync();
        await editor.Page.Keyboard.PressAsync("Control+a");
        await editor.Page.Keyboard.TypeAsync(price);
        if (key is not null)
            await editor.Page.Keyboard.PressAsync(key);
    }

    private static Task SettledAsync(Visitor editor) => Expect(editor.Find("tbody .is-saving, tbody .is-changed")).ToHaveCountAsync(0);

    private static ILocator Price(Visitor editor, int row) => editor.Find(".product-rows__price").Nth(row);

    private static Task<string[]> PricesAsync(Visitor editor) => editor.Find(".product-rows__price").EvaluateAllAsync<string[]>("(all) => all.map((i) => i.value)");

    private static string Raised(string price) => Math.Ceiling(decimal.Parse(price, CultureInfo.InvariantCulture) * 1.02m).ToString(CultureInfo.InvariantCulture);
}
