using BaiguStore.Core.Text;

namespace BaiguStore.Core.Mail;

/// <summary>
/// A plain-text e-mail to one recipient. Subject and address are single lines, so nothing can inject a header. Throws ArgumentException for an
/// address that mail cannot reach; call <see cref="CanReach"/> before.
/// </summary>
public sealed record EmailMessage
{
    public const int MaxSubjectLength = 200, MaxBodyLength = 100_000;

    /// <param name="replyTo">Reply-To address, if not the store's own.</param>
    public EmailMessage(string to, string subject, string body, string? replyTo = null)
    {
        To = Address(to, nameof(to));
        Subject = PlainText.Truncate(PlainText.Line(subject), MaxSubjectLength);
        Body = PlainText.Truncate(PlainText.Paragraphs(body), MaxBodyLength);
        ReplyTo = replyTo is null ? null : Address(replyTo, nameof(replyTo));
    }

    public string To { get; }
    public string Subject { get; }
    public string Body { get; }
    public string? ReplyTo { get; }

    public static bool CanReach(string? address) => ContactCheck.Email(address) is not null;

    private static string Address(string typed, string name) =>
        ContactCheck.Email(typed) is { Length: <= OutboxMail.MaxAddressLength } address ? address : throw new ArgumentException("No mail could reach this address.", name);
}
