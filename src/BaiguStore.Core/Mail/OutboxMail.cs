using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Mail;

public enum MailState
{
    Waiting = 0,
    Sent = 1,

    /// <summary>Rejected permanently, or out of attempts. Staff may retry it.</summary>
    Failed = 2,
}

/// <summary>Transactional outbox: an e-mail is written in the transaction that causes it.</summary>
public sealed class OutboxMail : IVersioned
{
    public const int MaxAddressLength = 254, MaxErrorLength = 500;

    /// <summary>Duration of a node's lease on an e-mail: longer than any attempt takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Retention of sent and failed e-mails; stated in the privacy notice.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Delay after each failed attempt: four days in all, a long weekend of the receiving side.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
        TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    /// <summary>No e-mail is scheduled further ahead: one that is was scheduled before the clock was set back, and is due.</summary>
    public static TimeSpan LongestPause => Pauses[^1];

    private OutboxMail()
    {
    }

    public int Id { get; private set; }
    public string To { get; private init; } = "";
    public string? ReplyTo { get; private init; }
    public string Subject { get; private init; } = "";
    public string Body { get; private init; } = "";
    public MailState State { get; private set; }
    public DateTime CreatedAt { get; private init; }

    /// <summary>UTC; earliest time of delivery. During an attempt, the end of the <see cref="Lease"/>.</summary>
    public DateTime DueAt { get; private set; }
    public int Attempts { get; private set; }

    /// <summary>Error of the last attempt; empty if there was none.</summary>
    public string LastError { get; private set; } = "";
    public DateTime? SentAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>Constant over all attempts, so that mail clients recognize a duplicate; without the domain.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"outbox.{Id}.{CreatedAt:yyyyMMddHHmmssfff}");

    public static OutboxMail Of(EmailMessage email, DateTime now, TimeSpan hold = default) =>
        new() { To = email.To, ReplyTo = email.ReplyTo, Subject = email.Subject, Body = email.Body, CreatedAt = now, DueAt = now + hold };

    public void Take(DateTime now) => (DueAt, Attempts) = (now + Lease, Attempts + 1);

    public void End(Delivery delivery, DateTime now)
    {
        LastError = PlainText.Truncate(PlainText.Line(delivery.Error), MaxErrorLength);
        if (delivery.Outcome == DeliveryOutcome.Sent)
            (State, SentAt) = (MailState.Sent, now);
        else if (delivery.Outcome == DeliveryOutcome.Refused || Attempts > Pauses.Length)
            State = MailState.Failed;
        else
            DueAt = now + Pauses[Math.Max(Attempts, 1) - 1];
    }

    /// <summary>Delivers at once, with all attempts again. A sent e-mail is unchanged.</summary>
    public void TryAgain(DateTime now)
    {
        if (State != MailState.Sent)
            (State, DueAt, Attempts) = (MailState.Waiting, now, 0);
    }
}

public sealed class OutboxMailMap : IEntityTypeConfiguration<OutboxMail>
{
    public void Configure(EntityTypeBuilder<OutboxMail> mail)
    {
        mail.Property(m => m.To).HasMaxLength(OutboxMail.MaxAddressLength);
        mail.Property(m => m.ReplyTo).HasMaxLength(OutboxMail.MaxAddressLength);
        mail.Property(m => m.Subject).HasMaxLength(EmailMessage.MaxSubjectLength);
        mail.Property(m => m.LastError).HasMaxLength(OutboxMail.MaxErrorLength);
        mail.Property(m => m.Version).IsConcurrencyToken();
        mail.HasIndex(m => new { m.State, m.DueAt, m.Id });
        mail.ToTable("OutboxMails");
    }
}
