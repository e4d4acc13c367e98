using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BaiguStore.Core.Mail;

public enum DeliveryOutcome
{
    Sent = 0,

    /// <summary>Rejected permanently: no retry.</summary>
    Refused = 1,

    /// <summary>Temporary failure of this e-mail; others may succeed.</summary>
    Later = 2,

    /// <summary>The server is unreachable; no e-mail can be sent.</summary>
    Unreachable = 3,
}

/// <summary>Result of an attempt.</summary>
public readonly record struct Delivery(DeliveryOutcome Outcome, string Error = "");

/// <summary>Sends an e-mail through the configured server; one connection each, since there are few.</summary>
public sealed class SmtpSender(MailSettings settings, TimeProvider clock)
{
    /// <summary>Timeout for each reply of the server, and for the whole attempt; together well below <see cref="OutboxMail.Lease"/>.</summary>
    public TimeSpan AnswersWithin { get; init; } = TimeSpan.FromSeconds(30);

    private TimeSpan Whole => AnswersWithin * 4;

    /// <summary>Throws only OperationCanceledException, on cancellation.</summary>
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
        var from = settings.From!; // set whenever a server is configured
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
        message.Headers.Add("Auto-Submitted", "auto-generated"); // suppresses automatic replies
        return message;
    }

    /// <summary>The e-mail has been accepted, so errors of QUIT are ignored.</summary>
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
