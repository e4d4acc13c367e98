using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Mail;

/// <summary>
/// Delivers the outbox. Every node polls it and leases an e-mail before sending, so it is sent once, or twice if a node dies between sending and
/// recording that.
/// </summary>
public sealed class Outbox(IDbContextFactory<StoreDb> databases, MailSettings settings, SmtpSender sender, TimeProvider clock)
{
    /// <summary>Returns how many were sent, and the last error, if any. Stops if the server is unreachable: other e-mails would fail, too.</summary>
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

    /// <summary>Leases the e-mail that has been due longest to this node; null if none is due.</summary>
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
                // Leased by another node; try the next one.
            }
        }
    }

    /// <summary>Not cancelled when the store stops: a sent e-mail must be recorded as sent.</summary>
    private async Task WriteDownAsync(StoreDb db, OutboxMail mail, Delivery delivery)
    {
        mail.End(delivery, Now);
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException) // staff requested a retry at the same moment
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
        /// <summary>Adds an e-mail to the outbox; it is written in the transaction of the next save.</summary>
        /// <param name="hold">Minimum delay before delivery, for a cause that may be undone.</param>
        public OutboxMail Post(EmailMessage email, DateTime now, TimeSpan hold = default) => db.OutboxMails.Add(OutboxMail.Of(email, now, hold)).Entity;

        /// <summary>Deletes e-mails that were sent or have failed long ago. Visitors do not see them, so the change feed is not written.</summary>
        public Task<int> ForgetMailAsync(DateTime now, CancellationToken cancel)
        {
            var limit = now - OutboxMail.Kept;
            return db.OutboxMails.Where(m => m.State != MailState.Waiting && m.CreatedAt < limit).ExecuteDeleteAsync(cancel);
        }
    }
}
