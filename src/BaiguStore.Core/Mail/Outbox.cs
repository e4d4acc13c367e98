using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Mail;

/// <summary>
/// Sends what waits. Every node looks; who takes a letter says so before, so that it goes out once, or once more after a node died between
/// sending and writing that down.
/// </summary>
public sealed class Outbox(IDbContextFactory<StoreDb> databases, MailSettings settings, SmtpSender sender, TimeProvider clock)
{
    /// <summary>Answers how many were sent, and the last error, if any. Ends where the server cannot be talked to: the others would fare no better.</summary>
    public async Task<(int Sent, string Error)> DeliverAsync(CancellationToken cancel)
    {
        var (sent, error) = (0, "");
        await using var db = await databases.CreateDbContextAsync(cancel);
        while (settings.IsConfigured && await TakeAsync(db, cancel) is { } mail)
        {
            var delivery = await sender.SendAsync(mail, cancel);
            await WriteDownAsync(db, mail, delivery);
            if (delivery.Outcome == DeliveryOutcome.Sent)
                sent++;
            else
                error = delivery.Error;
            if (delivery.Outcome == DeliveryOutcome.Unreachable)
                break;
        }
        return (sent, error);
    }

    /// <summary>The letter that has been due longest, taken for this node; null where none is.</summary>
    public async Task<OutboxMail?> TakeAsync(StoreDb db, CancellationToken cancel)
    {
        while (true)
        {
            db.ChangeTracker.Clear();
            var now = Now;
            var latest = now + OutboxMail.LongestPause + Age.ClockSkew;
            var mail = await db.OutboxMails.Where(m => m.State == MailState.Waiting && (m.DueAt <= now || m.DueAt > latest))
                .OrderBy(m => m.DueAt).ThenBy(m => m.Id).FirstOrDefaultAsync(cancel);
            mail?.Take(now);
            try
            {
                await db.SaveChangesAsync(cancel);
                return mail;
            }
            catch (DbUpdateConcurrencyException)
            {
                // another node's; the next one then
            }
        }
    }

    /// <summary>Whatever stops the store meanwhile: what is sent is sent.</summary>
    private async Task WriteDownAsync(StoreDb db, OutboxMail mail, Delivery delivery)
    {
        mail.End(delivery, Now);
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException) // somebody of the staff had it tried again in this moment
        {
            await db.Entry(mail).ReloadAsync(CancellationToken.None);
            mail.End(delivery, Now);
            await db.SaveChangesAsync(CancellationToken.None);
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}

public static class OutboxVerbs
{
    extension(StoreDb db)
    {
        /// <summary>Puts a letter into the outbox; it goes out with the next save, in its transaction.</summary>
        /// <param name="hold">How long it waits there at least, for a cause that may be taken back.</param>
        public OutboxMail Post(EmailMessage letter, DateTime now, TimeSpan hold = default) => db.OutboxMails.Add(OutboxMail.Of(letter, now, hold)).Entity;

        /// <summary>Deletes what was sent, or failed, long ago. No page shows them to visitors, so the feed is not told.</summary>
        public Task<int> ForgetMailAsync(DateTime now, CancellationToken cancel)
        {
            var limit = now - OutboxMail.Kept;
            return db.OutboxMails.Where(m => m.State != MailState.Waiting && m.CreatedAt < limit).ExecuteDeleteAsync(cancel);
        }
    }
}
