using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Storefront;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Inquiries;

public sealed class InquiryPostingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Lines_go_to_who_owns_them_and_the_rest_to_all_of_sales(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);

        var sent = await SendAsync(store, draft);

        await using var db = store.Open();
        var inquiry = await db.WholeInquiryAsync(sent.Inquiry.Number, sent.Secret, Cancel);
        Assert.Equal(["Pan: S1 x 3 (428000), S2 x 1 (428000)", ": F1 x 2 (428000), words x 1 ()"], inquiry!.Parts.OrderBy(p => p.Id).Select(p =>
            $"{p.SalespersonName}: {string.Join(", ", p.Lines.Select(l => $"{(l.Sku.Length > 0 ? l.Sku : l.Asked)} x {l.Quantity} ({l.ListPriceFen})"))}"));
        Assert.Equal([1, 3, 2, 4], inquiry.Parts.OrderBy(p => p.Id).SelectMany(p => p.Lines).Select(l => l.Position));
        Assert.All(inquiry.Parts, p => Assert.Equal((InquiryState.New, 0), (p.State, p.Version)));
        Assert.Equal(("192.0.2.1", "Wang", TestStore.Now), (inquiry.Address, inquiry.Name, inquiry.CreatedAt));
        Assert.Matches("^X261122-[0-9]{4}$", inquiry.Number);
        Assert.Null(await db.WholeInquiryAsync(inquiry.Number, sent.Secret[..^1] + "x", Cancel));
        Assert.Null(await db.WholeInquiryAsync("X261122-0000x", sent.Secret, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_same_form_sent_by_eight_clicks_at_once_is_one_inquiry(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);

        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SendAsync(store, draft), Cancel)));

        Assert.Single(sent, s => s.IsNew);
        Assert.Single(sent.Select(s => (s.Inquiry.Number, s.Secret)).Distinct());
        await using var db = store.Open();
        Assert.Equal((1, 2), (await db.Inquiries.CountAsync(Cancel), await db.InquiryParts.CountAsync(Cancel)));
    }

    [Theory, EveryDatabase]
    public async Task Another_form_or_another_list_is_another_inquiry_with_a_secret_of_its_own(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        InquiryDraft[] drafts =
        [
            draft, draft with { FormKey = "other" }, draft with { Message = "other" }, draft with { Rows = [.. draft.Rows.Skip(1)] },
            draft with { Rows = [draft.Rows[0] with { Quantity = 4 }, .. draft.Rows.Skip(1)] }, draft with { Name = "Wan", Company = "g" + draft.Company },
        ];

        foreach (var one in drafts)
            await SendAsync(store, one);

        await using var db = store.Open();
        Assert.Equal(drafts.Length, await db.Inquiries.CountAsync(Cancel));
    }

    [Fact]
    public async Task Numbers_that_are_taken_are_drawn_again()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var draft = await DraftAsync(store);
        await using var db = store.Open();
        var numbers = Enumerable.Range(0, 9_990).Select(n => $"X261122-{n:0000}").ToHashSet(StringComparer.Ordinal);
        db.Inquiries.AddRange(numbers.Select(number => new Inquiry
        {
            Number = number, Name = "", Company = "", Phone = "", Email = "", Message = "", Language = "zh-CN", Address = "", CreatedAt = TestStore.Now,
        }));
        await db.SaveChangesAsync(Cancel);

        var sent = await SendAsync(store, draft); // only ten of ten thousand numbers are free

        Assert.DoesNotContain(sent.Inquiry.Number, numbers);
    }

    [Theory, EveryDatabase]
    public async Task What_goes_with_it_is_saved_with_it_or_neither(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var draft = await DraftAsync(store);
        await using var db = store.Open();

        await Assert.ThrowsAsync<TimeoutException>(() => db.SendAsync(draft, TestStore.Now, _ => throw new TimeoutException(), Cancel));
        db.ChangeTracker.Clear();
        Assert.Equal(0, await db.Inquiries.CountAsync(Cancel));
        await db.SendAsync(draft, TestStore.Now, sent =>
        {
            Assert.All(sent.Inquiry.Parts, p => Assert.True(p.Id > 0));
            db.Post(new("wang@example.com", sent.Inquiry.Number, "x"), TestStore.Now);
            return Task.CompletedTask;
        }, Cancel);

        Assert.Equal((1, 1), (await db.Inquiries.CountAsync(Cancel), await db.OutboxMails.CountAsync(Cancel)));
    }

    [Theory, EveryDatabase]
    public async Task A_product_or_a_salesperson_that_goes_leaves_the_inquiry_as_it_was(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var sent = await SendAsync(store, await DraftAsync(store));

        await using (var db = store.Open())
        {
            db.Products.Remove(await db.Products.SingleAsync(p => p.Sku == "S1", Cancel));
            (await db.Categories.SingleAsync(c => c.SalespersonId != null, Cancel)).SalespersonId = null;
            db.Salespeople.Remove(await db.Salespeople.SingleAsync(Cancel));
            await db.SaveChangesAsync(Cancel);
        }

        await using var fresh = store.Open();
        var part = (await fresh.WholeInquiryAsync(sent.Inquiry.Number, sent.Secret, Cancel))!.Parts.OrderBy(p => p.Id).First();
        Assert.Equal(("Pan", null), (part.SalespersonName, part.SalespersonId));
        Assert.Equal(("S1", null, 428_000L), (part.Lines[0].Sku, part.Lines[0].ProductId, part.Lines[0].ListPriceFen!.Value));
    }

    [Theory, EveryDatabase]
    public async Task Networks_are_forgotten_after_a_while(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await SendAsync(store, await DraftAsync(store));
        await using var db = store.Open();

        var early = await db.Inquiries.ForgetNetworksAsync(TestStore.Now.AddDays(180), Cancel);
        var late = await db.Inquiries.ForgetNetworksAsync(TestStore.Now.AddDays(181), Cancel);

        Assert.Equal((0, 1), (early, late));
        Assert.Equal("", await db.Inquiries.Select(i => i.Address).SingleAsync(Cancel));
    }

    /// <summary>Two products of salesperson Pan, one without an owner, and free text.</summary>
    internal static async Task<InquiryDraft> DraftAsync(TestStore store)
    {
        await using (var db = store.Open())
        {
            var owned = await Make.LineAsync(db);
            var other = await Make.LineAsync(db, "firewall", "f");
            db.Salespeople.Add(new() { Name = "Pan", Email = "pan@example.com", Categories = { owned } });
            await db.SaveChangesAsync(Cancel);
            foreach (var (line, sku) in ((Category, string)[])[(owned, "S1"), (owned, "S2"), (other, "F1")])
                await Make.ProductAsync(db, line, sku);
        }
        await store.Get<StoreSnapshots>().CatchUpAsync(Cancel);
        await using var scope = store.Services.CreateAsyncScope();
        var list = await scope.ServiceProvider.GetRequiredService<InquiryResolver>().ResolveAsync([new("S1", "3"), new("F1", "2"), new("S2"), new("words")], withNear: false, Cancel);
        return new(list.Rows, "Wang", "Baigu", "13812345678", "wang@example.com", "", "zh-CN", "key", "192.0.2.1");
    }

    internal static async Task<SentInquiry> SendAsync(TestStore store, InquiryDraft draft)
    {
        await using var db = store.Open();
        return await db.SendAsync(draft, TestStore.Now, null, Cancel);
    }
}
