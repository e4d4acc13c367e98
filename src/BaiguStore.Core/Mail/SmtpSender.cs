using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BaiguStore.Core.Mail;

public enum DeliveryOutcome
{
    Sent = 0,

    /// <summary>For good: it will not be taken another time either.</summary>
    Refused = 1,

    /// <summary>This letter not now; others may go.</summary>
    Later = 2,

    /// <summary>The server cannot be talked to; no letter can go.</summary>
    Unreachable = 3,
}

/// <summary>How an attempt ended.</summary>
public readonly record struct Delivery(DeliveryOutcome Outcome, string Error = "");

/// <summary>Hands a letter to the configured server; a connection for each, since there are few.</summary>
public sealed class SmtpSender(MailSettings settings, TimeProvider clock)
{
    /// <summary>For each answer of the server, and for the whole attempt; together well below <see cref="OutboxMail.Lease"/>.</summary>
    public TimeSpan AnswersWithin { get; init; } = TimeSpan.FromSeconds(30);

    private TimeSpan Whole => AnswersWithin * 4;

    /// <summary>Throws OperationCanceledException when told to stop, and nothing else.</summary>
    public async Task<Delivery> SendAsync(OutboxMail mail, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(Whole);
        try
        {
            using var smtp = new SmtpClient { Timeout = (int)AnswersWithin.TotalMilliseconds };
            await smtp.ConnectAsync(settings.Host, settings.Port, Options, time.Token);
            if (settings.User.Length > 0)
                await smtp.AuthenticateAsync(settings.User, settings.Password, time.Token);
            await smtp.SendAsync(Message(mail), time.Token);
            await SayGoodbyeAsync(smtp, time.Token);
            return new(DeliveryOutcome.Sent);
        }
        catch (SmtpCommandException e) when (e.ErrorCode != SmtpErrorCode.UnexpectedStatusCode)
        {
            return new((int)e.StatusCode >= 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Later, $"{(int)e.StatusCode} {e.Message}");
        }
        catch (Exception e) when (IsOfConnection(e) && !cancel.IsCancellationRequested)
        {
            return new(DeliveryOutcome.Unreachable, e.Message);
        }
    }

    private SecureSocketOptions Options => settings.Security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private MimeMessage Message(OutboxMail mail)
    {
        var from = settings.From!; // there is one wherever a server is configured
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = clock.GetUtcNow(),
            MessageId = $"{mail.MessageId}@{from.Domain}",
            Body = new TextPart("plain") { Text = mail.Body },
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress("", mail.To));
        if (mail.ReplyTo is { } replyTo)
            message.ReplyTo.Add(new MailboxAddress("", replyTo));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // nobody's holiday notice answers it
        return message;
    }

    /// <summary>The letter is taken by then, however this ends.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient smtp, CancellationToken cancel)
    {
        try
        {
            await smtp.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception e) when (IsOfConnection(e))
        {
        }
    }

    private static bool IsOfConnection(Exception e) => e is SmtpCommandException or ProtocolException or AuthenticationException or SslHandshakeException
        or ServiceNotAuthenticatedException or ServiceNotConnectedException or NotSupportedException or IOException or SocketException or TimeoutException or OperationCanceledException;
}
