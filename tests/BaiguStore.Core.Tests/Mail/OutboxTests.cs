using System.Net;
using System.Net.Sockets;
using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Mail;

/// <summary>E-mails with a real database and a real server.</summary>
public sealed class OutboxTests
{
    private readonly string _domain = $"{Guid.NewGuid():N}.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task A_letter_is_sent_once_with_its_Chinese_as_it_was_written(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        const string Subject = "询价 X20261123-0042 已收到\uFF0C共 3 项";
        await PostAsync(store, new EmailMessage(To("buyer"), Subject, "您好\uFF0C\n\n  S5735-L24T4S-A1 \u00D7 3\n.\n谢谢\u3002", To("sales")));

        Assert.Equal((1, ""), await Outbox(store).DeliverAsync(Cancel));
        Assert.Equal((0, ""), await Outbox(store).DeliverAsync(Cancel));

        var taken = Assert.Single(PostOffice.TakenFor(To("buyer")));
        Assert.Equal(Subject, taken.Subject);
        Assert.Equal("您好\uFF0C\n\n  S5735-L24T4S-A1 \u00D7 3\n.\n谢谢\u3002", taken.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(("百谷商店", "store@baigu.example", To("sales")), (taken.From.Mailboxes.Single().Name, taken.From.Mailboxes.Single().Address, taken.ReplyTo.Mailboxes.Single().Address));
        Assert.Equal("auto-generated", taken.Headers["Auto-Submitted"]);
        var mail = await ReadAsync(store);
        Assert.Equal((MailState.Sent, TestStore.Now, 1, ""), (mail.State, mail.SentAt, mail.Attempts, mail.LastError));
        Assert.Equal($"{mail.MessageId}@baigu.example", taken.MessageId);
    }

    [Theory, EveryDatabase]
    public async Task A_letter_goes_with_what_causes_it_or_not_at_all(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using (var db = store.Open())
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            db.Post(new EmailMessage(To("buyer"), "s", "b"), TestStore.Now);
            await db.SaveChangesAsync(Cancel);
            await transaction.RollbackAsync(Cancel);
        }

        Assert.Equal((0, ""), await Outbox(store).DeliverAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Two_nodes_send_each_letter_once(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        foreach (var n in Enumerable.Range(0, 20))
            await PostAsync(store, new EmailMessage(To($"b{n}"), "s", "b"));

        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Outbox(store).DeliverAsync(Cancel), Cancel)));

        Assert.Equal(20, nodes.Sum(n => n.Sent));
        Assert.All(Enumerable.Range(0, 20), n => Assert.Single(PostOffice.TakenFor(To($"b{n}"))));
    }

    [Fact]
    public async Task What_the_server_wants_later_is_tried_again_after_growing_pauses()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("later-2"), "s", "b"));
        await PostAsync(store, new EmailMessage(To("other"), "s", "b"));

        Assert.Equal(1, (await Outbox(store).DeliverAsync(Cancel)).Sent); // the other e-mail need not wait
        var first = await ReadAsync(store);
        Assert.Equal((MailState.Waiting, 1, TestStore.Now.AddMinutes(1)), (first.State, first.Attempts, first.DueAt));
        Assert.Contains("451", first.LastError, StringComparison.Ordinal);
        Assert.Equal(0, (await Outbox(store).DeliverAsync(Cancel)).Sent);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await Outbox(store).DeliverAsync(Cancel)).Sent);
        Assert.Equal(TestStore.Now.AddMinutes(6), (await ReadAsync(store)).DueAt);
        store.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((1, ""), await Outbox(store).DeliverAsync(Cancel));
        Assert.Single(PostOffice.TakenFor(To("later-2")));
        Assert.Equal("", (await ReadAsync(store)).LastError);
    }

    [Theory]
    [InlineData("hang-1")]
    [InlineData("close-1")]
    public async Task A_server_that_hangs_or_hangs_up_is_tried_again(string name)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To(name), "s", "b"));

        var (sent, error) = await Outbox(store).DeliverAsync(Cancel);
        Assert.Equal(0, sent);
        Assert.NotEmpty(error);
        Assert.Equal(MailState.Waiting, (await ReadAsync(store)).State);
        store.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((1, ""), await Outbox(store).DeliverAsync(Cancel));
        Assert.Single(PostOffice.TakenFor(To(name)));
    }

    [Fact]
    public async Task Where_no_server_listens_one_letter_is_tried_and_all_wait()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("a"), "s", "b"));
        await PostAsync(store, new EmailMessage(To("b"), "s", "b"));
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var (sent, error) = await Outbox(store, new() { Host = "127.0.0.1", Port = port, Security = MailSecurity.None, From = PostOffice.Settings.From }).DeliverAsync(Cancel);

        Assert.Equal(0, sent);
        Assert.NotEmpty(error);
        Assert.Equal([1, 0], await AllAsync(store, m => m.Attempts));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((2, ""), await Outbox(store).DeliverAsync(Cancel));
    }

    [Theory]
    [InlineData("refused", "550")]
    [InlineData("toobig", "552")]
    public async Task What_the_server_refuses_for_good_is_kept_until_staff_have_it_tried_again(string name, string code)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To(name), "s", "b"));

        await Outbox(store).DeliverAsync(Cancel);
        store.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((0, ""), await Outbox(store).DeliverAsync(Cancel));
        var mail = await ReadAsync(store);
        Assert.Equal((MailState.Failed, 1), (mail.State, mail.Attempts));
        Assert.StartsWith(code, mail.LastError, StringComparison.Ordinal);
        await using (var db = store.Open())
        {
            (await db.OutboxMails.SingleAsync(Cancel)).TryAgain(store.Clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(Cancel);
        }

        await Outbox(store).DeliverAsync(Cancel);
        Assert.Equal((MailState.Failed, 1), ((await ReadAsync(store)).State, (await ReadAsync(store)).Attempts)); // no further attempts
    }

    /// <summary>Also if the server accepted it and the connection broke before the response: the second one has the same Message-Id.</summary>
    [Fact]
    public async Task A_store_that_dies_between_sending_and_writing_it_down_sends_once_more_under_the_same_name()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("buyer"), "s", "b"));
        await using (var db = store.Open())
        {
            var mail = await Outbox(store).TakeAsync(db, Cancel);
            Assert.Equal(DeliveryOutcome.Sent, (await Sender(store, PostOffice.Settings).SendAsync(mail!, Cancel)).Outcome);
        } // the node is killed here

        Assert.Equal((0, ""), await Outbox(store).DeliverAsync(Cancel)); // still leased for other nodes
        store.Clock.Advance(OutboxMail.Lease);
        Assert.Equal((1, ""), await Outbox(store).DeliverAsync(Cancel));

        var taken = PostOffice.TakenFor(To("buyer"));
        Assert.Equal(2, taken.Count);
        Assert.Equal(taken[0].MessageId, taken[1].MessageId);
        Assert.Equal(MailState.Sent, (await ReadAsync(store)).State);
    }

    [Fact]
    public async Task A_letter_that_was_told_to_wait_before_the_clock_was_set_back_is_sent()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("buyer-back"), "s", "b"));

        store.Clock.AdjustTime(TestStore.Now.AddDays(-2));

        Assert.Equal((1, ""), await Outbox(store).DeliverAsync(Cancel));
    }

    [Fact]
    public async Task A_letter_that_was_taken_but_not_said_so_comes_again_under_the_same_name()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("lost-1"), "s", "b"));

        Assert.Equal(0, (await Outbox(store).DeliverAsync(Cancel)).Sent);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await Outbox(store).DeliverAsync(Cancel)).Sent);

        Assert.Single(PostOffice.TakenFor(To("lost-1")).Select(m => m.MessageId).Distinct());
        Assert.Equal(2, PostOffice.TakenFor(To("lost-1")).Count);
    }

    [Fact]
    public async Task After_four_days_of_trying_it_is_given_up()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("later-99"), "s", "b"));

        for (var n = 0; n < 11; n++)
        {
            Assert.Equal(MailState.Waiting, (await ReadAsync(store)).State);
            store.Clock.SetUtcNow((await ReadAsync(store)).DueAt);
            await Outbox(store).DeliverAsync(Cancel);
        }

        Assert.Equal((MailState.Failed, 11), ((await ReadAsync(store)).State, (await ReadAsync(store)).Attempts));
        Assert.InRange(store.Clock.GetUtcNow().UtcDateTime - TestStore.Now, TimeSpan.FromDays(3), TimeSpan.FromDays(5));
    }

    [Fact]
    public async Task A_password_goes_along_and_a_wrong_one_loses_no_letter()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("buyer"), "s", "b"));
        MailSettings With(string password) => new() { Host = PostOffice.Settings.Host, Port = PostOffice.Settings.Port, Security = MailSecurity.None, From = PostOffice.Settings.From, User = "store", Password = password };

        Assert.Equal(0, (await Outbox(store, With("wrong")).DeliverAsync(Cancel)).Sent);
        Assert.Equal(MailState.Waiting, (await ReadAsync(store)).State);
        store.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((1, ""), await Outbox(store, With("secret")).DeliverAsync(Cancel));
    }

    /// <summary>The server has a self-signed certificate.</summary>
    [Fact]
    public async Task A_server_that_cannot_prove_who_it_is_gets_no_letter()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("buyer"), "s", "b"));

        await Outbox(store, new() { Host = PostOffice.Settings.Host, Port = PostOffice.Settings.Port, Security = MailSecurity.StartTls, From = PostOffice.Settings.From }).DeliverAsync(Cancel);

        Assert.Empty(PostOffice.TakenFor(To("buyer")));
        Assert.Equal(MailState.Waiting, (await ReadAsync(store)).State);
    }

    [Fact]
    public async Task Without_a_server_letters_wait()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await PostAsync(store, new EmailMessage(To("buyer"), "s", "b"));

        Assert.Equal((0, ""), await Outbox(store, new()).DeliverAsync(Cancel));

        Assert.Equal((MailState.Waiting, 0), ((await ReadAsync(store)).State, (await ReadAsync(store)).Attempts));
    }

    [Theory, EveryDatabase]
    public async Task Old_letters_are_forgotten_but_not_those_that_wait(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await PostAsync(store, new EmailMessage(To("sent"), "s", "b"));
        await Outbox(store).DeliverAsync(Cancel);
        await PostAsync(store, new EmailMessage(To("waits"), "s", "b"));
        await using var db = store.Open();

        Assert.Equal(0, await db.ForgetMailAsync(TestStore.Now + OutboxMail.Kept, Cancel));
        Assert.Equal(1, await db.ForgetMailAsync(TestStore.Now + OutboxMail.Kept + TimeSpan.FromSeconds(1), Cancel));

        Assert.Equal([To("waits")], await AllAsync(store, m => m.To));
    }

    private string To(string name) => $"{name}@{_domain}";

    private static SmtpSender Sender(TestStore store, MailSettings settings) => new(settings, store.Clock) { AnswersWithin = TimeSpan.FromSeconds(2) };

    private static Outbox Outbox(TestStore store, MailSettings? settings = null) =>
        new(store.Databases, settings ?? PostOffice.Settings, Sender(store, settings ?? PostOffice.Settings), store.Clock);

    private static async Task PostAsync(TestStore store, EmailMessage email)
    {
        await using var db = store.Open();
        db.Post(email, store.Clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(Cancel);
    }

    private static async Task<OutboxMail> ReadAsync(TestStore store)
    {
        await using var db = store.Open();
        return await db.OutboxMails.AsNoTracking().OrderBy(m => m.Id).FirstAsync(Cancel);
    }

    private static async Task<List<T>> AllAsync<T>(TestStore store, System.Linq.Expressions.Expression<Func<OutboxMail, T>> of)
    {
        await using var db = store.Open();
        return await db.OutboxMails.OrderBy(m => m.Id).Select(of).ToListAsync(Cancel);
    }
}
