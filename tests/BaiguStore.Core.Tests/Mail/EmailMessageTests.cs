using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using Microsoft.Extensions.Configuration;

namespace BaiguStore.Core.Tests.Mail;

public sealed class EmailMessageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("Name <a@b.example>")]
    [InlineData("a@b")]
    [InlineData("a b@c.example")]
    public void An_address_is_one_address_and_nothing_else(string address)
    {
        Assert.False(EmailMessage.CanReach(address));
        Assert.Throws<ArgumentException>(() => new EmailMessage(address, "s", "b"));
        Assert.Throws<ArgumentException>(() => new EmailMessage("a@b.example", "s", "b", address));
    }

    [Fact]
    public void A_subject_is_one_line_and_ends_between_characters()
    {
        var email = new EmailMessage("a@b.example", "Hello\r\nBcc: c@d.example\u2028\0 " + string.Concat(Enumerable.Repeat("\U0001F468\u200D\U0001F469", 100)), "b");

        Assert.StartsWith("Hello Bcc: c@d.example", email.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(email.Subject, char.IsControl);
        Assert.InRange(email.Subject.Length, 150, EmailMessage.MaxSubjectLength);
        Assert.False(char.IsHighSurrogate(email.Subject[^1]));
    }

    [Theory]
    [InlineData("Mail:Port", "0")]
    [InlineData("Mail:Port", "x")]
    [InlineData("Mail:Security", "Maybe")]
    [InlineData("Mail:Security", "2")]
    [InlineData("Mail:From", "nobody")]
    [InlineData("Mail:From", "")]
    public void Nonsense_is_refused_at_start(string key, string value) =>
        Assert.Equal(key, Assert.Throws<BadSettingException>(() => Read(("Mail:Host", "smtp.example"), ("Mail:From", "百谷商店 <store@baigu.example>"), (key, value))).Key);

    [Theory]
    [InlineData(null, MailSecurity.StartTls, 587)]
    [InlineData("tls", MailSecurity.Tls, 465)]
    [InlineData("None", MailSecurity.None, 25)]
    public void What_is_not_said_is_the_usual(string? security, MailSecurity expected, int port)
    {
        var settings = Read(("Mail:Host", "smtp.example"), ("Mail:From", "百谷商店 <store@baigu.example>"), ("Mail:Security", security));

        Assert.Equal((true, expected, port, "百谷商店", "store@baigu.example"), (settings.IsConfigured, settings.Security, settings.Port, settings.From?.Name, settings.From?.Address));
        Assert.False(Read().IsConfigured);
    }

    private static MailSettings Read(params (string Key, string? Value)[] values) =>
        MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.GroupBy(v => v.Key).Select(v => KeyValuePair.Create(v.Key, v.Last().Value))).Build());
}
