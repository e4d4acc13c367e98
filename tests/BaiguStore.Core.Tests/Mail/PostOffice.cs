using BaiguStore.Core.Mail;
using MimeKit;

namespace BaiguStore.Core.Tests.Mail;

/// <summary>
/// The SMTP server started by tests/run.sh: BAIGU_TEST_SMTP contains its address and, after a semicolon, the folder with accepted messages.
/// </summary>
internal static class PostOffice
{
    private const string Key = "BAIGU_TEST_SMTP";

    private static string[] Parts => Environment.GetEnvironmentVariable(Key)?.Split(';', 2) is [_, _] parts ? parts
        : throw new InvalidOperationException($"{Key} is not set: run the tests with tests/run.sh, which starts an SMTP server.");

    public static MailSettings Settings => new()
    {
        Host = Parts[0].Split(':')[0],
        Port = int.Parse(Parts[0].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture),
        Security = MailSecurity.None,
        From = new("百谷商店", "store@baigu.example"),
    };

    /// <summary>Messages accepted for an address, in order.</summary>
    public static IReadOnlyList<MimeMessage> TakenFor(string address) =>
        [.. Directory.GetFiles(Parts[1], $"*-{address}.eml").OrderBy(f => int.Parse(Path.GetFileName(f).Split('-')[0], System.Globalization.CultureInfo.InvariantCulture)).Select(f => MimeMessage.Load(f))];
}
