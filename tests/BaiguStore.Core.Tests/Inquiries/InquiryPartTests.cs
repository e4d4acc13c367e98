using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Inquiries;

public sealed class InquiryPartTests
{
    private static readonly Actor Li = new(7, "Li", "192.0.2.9");
    private static readonly DateOnly Friday = new(2026, 11, 27);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task The_buyer_sees_what_was_sent_and_not_what_is_being_written(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var sent = await InquiryPostingTests.SendAsync(store, await InquiryPostingTests.DraftAsync(store));

        await ChangeAsync(store, part =>
        {
            part.Begin(Li, TestStore.Now);
            part.Write(new("first", Friday, [new(1, 400_000, "two weeks")]), TestStore.Now);
        });
        Assert.Null((await PartAsync(store)).Told);
        await ChangeAsync(store, part => part.Send(Li, TestStore.Now.AddHours(1)));
        await ChangeAsync(store, part => part.Write(new("second", Friday.AddDays(7), [new(1, 390_000, ""), new(3, 1, "")]), TestStore.Now.AddHours(2)));

        var part = await PartAsync(store);
        Assert.Equal((InquiryState.Answered, TestStore.Now.AddHours(1), "second"), (part.State, part.AnsweredAt, part.Answer));
        Assert.Equal(("first", Friday, 400_000L, "two weeks"), (part.Told!.Text, part.Told.ValidUntil!.Value, part.Told.Of(1)!.UnitPriceFen!.Value, part.Told.Of(1)!.Remark));
        Assert.Null(part.Told.Of(3)!.UnitPriceFen);
        await ChangeAsync(store, p => p.Send(Li, TestStore.Now.AddHours(3)));
        part = await PartAsync(store);
        Assert.Equal(["first", "second"], part.Steps.Select(s => s.Answer?.Text).OfType<string>());
        Assert.Equal("second", part.Told!.Text);
        Assert.All(part.Steps, s => Assert.Equal((7, "Li"), (s.StaffId!.Value, s.Name)));
        Assert.Equal(1_170_001, part.Lines.Sum(l => l.SubtotalFen));
        Assert.NotNull(sent);
    }

    [Theory, EveryDatabase]
    public async Task An_answer_that_is_recalled_leaves_the_one_before_it_and_one_that_was_opened_stays(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await InquiryPostingTests.SendAsync(store, await InquiryPostingTests.DraftAsync(store));
        foreach (var (hours, text) in ((int, string)[])[(1, "first"), (2, "second")])
            await ChangeAsync(store, part =>
            {
                part.Write(new(text, null, []), TestStore.Now.AddHours(hours));
                part.Send(Li, TestStore.Now.AddHours(hours));
            });

        await ChangeAsync(store, part => part.Recall(Li, TestStore.Now.AddHours(3)));
        var part = await PartAsync(store);
        Assert.Equal(("first", InquiryState.Working, TestStore.Now.AddHours(1), false), (part.Told!.Text, part.State, part.AnsweredAt, part.CanRecall));
        await ChangeAsync(store, part => part.Send(Li, TestStore.Now.AddHours(4)));
        await using (var db = store.Open())
        {
            var inquiry = await db.Inquiries.Include(i => i.Parts).ThenInclude(p => p.Steps).SingleAsync(Cancel);
            await db.RecordOpeningAsync(inquiry, TestStore.Now.AddHours(5), Cancel);
            await db.RecordOpeningAsync(await db.Inquiries.AsNoTracking().Include(i => i.Parts).ThenInclude(p => p.Steps).SingleAsync(Cancel), TestStore.Now.AddHours(6), Cancel);
        }

        part = await PartAsync(store);
        Assert.Equal((TestStore.Now.AddHours(5), false), (part.OpenedAt, part.CanRecall));
        Assert.Throws<InvalidOperationException>(() => part.Recall(Li, TestStore.Now.AddHours(7)));
    }

    [Theory, EveryDatabase]
    public async Task A_change_of_a_line_alone_is_a_new_version(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await InquiryPostingTests.SendAsync(store, await InquiryPostingTests.DraftAsync(store));
        await using var mine = store.Open();
        await using var theirs = store.Open();
        var (one, other) = (await mine.InquiryPartAsync(1, Cancel), await theirs.InquiryPartAsync(1, Cancel));

        one!.Write(new("", null, [new(1, 5, "")]), TestStore.Now.AddMinutes(1));
        await mine.SaveChangesAsync(Cancel);
        other!.Write(new("", null, [new(3, 6, "")]), TestStore.Now.AddMinutes(2));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => theirs.SaveChangesAsync(Cancel));
        Assert.Equal((1, 5, null), ((await PartAsync(store)).Version, (int)(await PartAsync(store)).Lines[0].UnitPriceFen!.Value, (await PartAsync(store)).Lines[1].UnitPriceFen));
    }

    [Fact]
    public void An_answer_says_something_and_prices_are_such()
    {
        var part = new InquiryPart { UpdatedAt = TestStore.Now };
        part.Lines.Add(new() { Position = 1, Asked = "S1", Quantity = 9_999 });

        Assert.Throws<InvalidOperationException>(() => part.Send(Li, TestStore.Now));
        foreach (var price in (long[])[0, -1, Yuan.MostFen / 9_999 + 1, long.MaxValue])
            Assert.Throws<ArgumentOutOfRangeException>(() => part.Write(new("", null, [new(1, price, "")]), TestStore.Now));
        part.Write(new("", null, [new(1, Yuan.MostFen / 9_999, "")]), TestStore.Now);
        Assert.True(part.Send(Li, TestStore.Now).SaysSomething);
    }

    [Fact]
    public void Prices_hold_to_the_end_of_their_last_day_in_china()
    {
        var answer = new InquiryAnswer("x", Friday, []);

        Assert.False(answer.HasExpired(new(2026, 11, 27, 15, 59, 59, DateTimeKind.Utc)));
        Assert.True(answer.HasExpired(new(2026, 11, 27, 16, 0, 0, DateTimeKind.Utc)));
        Assert.False((answer with { ValidUntil = null }).HasExpired(DateTime.MaxValue.AddDays(-1)));
    }

    [Theory, EveryDatabase]
    public async Task The_board_has_what_waits_in_the_order_in_which_it_came(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await InquiryPostingTests.DraftAsync(store);
        for (var n = 0; n < 3; n++)
            await InquiryPostingTests.SendAsync(store, draft with { FormKey = $"{n}", Company = $"Company {n}" });
        await ChangeAsync(store, part => part.Close(won: true, Li, TestStore.Now), id: 3);
        await using var db = store.Open();
        var pan = await db.Salespeople.Select(s => s.Id).SingleAsync(Cancel);

        var all = await db.InquiryParts.BoardAsync(4, Cancel);
        var pans = await db.InquiryParts.For(pan).BoardAsync(4, Cancel);
        var others = await db.InquiryParts.For(null).BoardAsync(4, Cancel);
        var found = await db.InquiryParts.Naming(new([[" company 2 "]])).BoardAsync(4, Cancel);

        Assert.Equal([5, 0, 0, 1, 0], all.Select(c => c.Count));
        Assert.Equal([1, 2, 4, 5], all[0].Cards.Select(c => c.Id));
        Assert.Equal([5, 0, 0, 1, 0], pans.Select(c => c.Count));
        Assert.Equal([3, 0, 0, 0, 0], others.Select(c => c.Count));
        Assert.Equal([2, 0, 0, 0, 0], found.Select(c => c.Count));
        Assert.Equal(("S1", 2, 0L), (all[0].Cards[0].First, all[0].Cards[0].Lines, all[0].Cards[0].TotalFen));
        Assert.Equal(2, await db.InquiryParts.Naming(new([["f1"]])).CountAsync(p => p.InquiryId > 1, Cancel));
    }

    private static async Task ChangeAsync(TestStore store, Action<InquiryPart> change, int id = 1)
    {
        await using var db = store.Open();
        change((await db.InquiryPartAsync(id, Cancel))!);
        await db.SaveChangesAsync(Cancel);
    }

    private static async Task<InquiryPart> PartAsync(TestStore store)
    {
        await using var db = store.Open();
        return (await db.InquiryPartAsync(1, Cancel))!;
    }
}
