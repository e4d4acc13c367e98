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

    /// <summary>Refused for good, or given up. Staff may have it tried again.</summary>
    Failed = 2,
}

/// <summary>A letter on its way out. It is written in the transaction of what causes it, so there is neither a letter without its cause nor the reverse.</summary>
public sealed class OutboxMail : IVersioned
{
    public const int MaxAddressLength = 254, MaxErrorLength = 500;

    /// <summary>For how long a letter that a node has taken is nobody else's: longer than any attempt lasts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long sent and failed ones are kept; said on the page about privacy.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>After each attempt that came to nothing: four days in all, a long weekend of the other side.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
        TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    /// <summary>A letter is never told to wait longer: one that would has been told so before the clock was set back, and is due.</summary>
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

    /// <summary>UTC; not before then. While an attempt lasts it is the end of the <see cref="Lease"/>.</summary>
    public DateTime DueAt { get; private set; }
    public int Attempts { get; private set; }

    /// <summary>What the last attempt ended with; empty if with nothing wrong.</summary>
    public string LastError { get; private set; } = "";
    public DateTime? SentAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>The same at every attempt, so that a letter which comes twice after all is recognised as one; without the domain.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"outbox.{Id}.{CreatedAt:yyyyMMddHHmmssfff}");

    public static OutboxMail Of(EmailMessage letter, DateTime now, TimeSpan hold = default) =>
        new() { To = letter.To, ReplyTo = letter.ReplyTo, Subject = letter.Subject, Body = letter.Body, CreatedAt = now, DueAt = now + hold };

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

    /// <summary>At once, and with all attempts anew. What was sent stays so.</summary>
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
