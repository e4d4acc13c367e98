using System.Globalization;
using System.Runtime.CompilerServices;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace BaiguStore.Core.Mail;

public enum MailSecurity
{
    /// <summary>STARTTLS is required: without TLS nothing is sent.</summary>
    StartTls = 0,

    /// <summary>Implicit TLS from the first byte.</summary>
    Tls = 1,

    /// <summary>Unencrypted: for a server on the same machine or network.</summary>
    None = 2,
}

/// <summary>The SMTP server for outgoing mail. A class and not a record, so that ToString does not print the password.</summary>
public sealed class MailSettings
{
    public const string HostKey = "Mail:Host", PortKey = "Mail:Port", SecurityKey = "Mail:Security", UserKey = "Mail:User", PasswordKey = "Mail:Password", FromKey = "Mail:From";

    /// <summary>Empty if no server is configured: e-mails stay in the outbox.</summary>
    public string Host { get; init; } = "";
    public int Port { get; init; }
    public MailSecurity Security { get; init; }
    public string User { get; init; } = "";
    public string Password { get; init; } = "";

    /// <summary>Null if no server is configured.</summary>
    public MailboxAddress? From { get; init; }

    public bool IsConfigured => Host.Length > 0;

    /// <summary>Throws <see cref="BadSettingException"/> for a value that is not allowed.</summary>
    public static MailSettings Read(IConfiguration configuration) => configuration[HostKey] is { Length: > 0 } host ? Read(configuration, host) : new();

    /// <summary>A separate method, so that MimeKit is not loaded by a store that sends no mail.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MailSettings Read(IConfiguration configuration, string host)
    {
        var security = configuration[SecurityKey] is not { Length: > 0 } named ? MailSecurity.StartTls
            : Enum.TryParse<MailSecurity>(named, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(named[0]) ? known
            : throw new BadSettingException(SecurityKey, $"'{named}' is not allowed; use one of StartTls, Tls, None / 取值须为 StartTls、Tls 或 None。");
        var from = configuration[FromKey] ?? "";
        if (!MailboxAddress.TryParse(from, out var sender) || ContactCheck.Email(sender.Address) is null)
            throw new BadSettingException(FromKey, $"'{from}' is not allowed; use an address such as Store <store@example.com> / 请填写发件地址，例如 百谷商店 <store@example.com>。");
        return new() { Host = host, Port = ReadPort(configuration, security), Security = security, User = configuration[UserKey] ?? "", Password = configuration[PasswordKey] ?? "", From = sender };
    }

    private static int ReadPort(IConfiguration configuration, MailSecurity security) => configuration[PortKey] is not { Length: > 0 } text
        ? security switch { MailSecurity.Tls => 465, MailSecurity.None => 25, _ => 587 }
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port
        : throw new BadSettingException(PortKey, $"'{text}' is not allowed; use a number from 1 to 65535 / 取值须为 1 到 65535 的整数。");
}
