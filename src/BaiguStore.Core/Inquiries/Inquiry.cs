using System.Security.Cryptography;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Visits;

namespace BaiguStore.Core.Inquiries;

/// <summary>What a buyer asked for, and how to reach them. Who owns the lines answers, each their own part.</summary>
public sealed class Inquiry
{
    public const int MaxNameLength = 40, MaxCompanyLength = 100, MaxPhoneLength = 40, MaxEmailLength = 200, MaxMessageLength = 2_000;

    /// <summary>"X261123-4071", with a few more digits on a day that is very busy.</summary>
    public const int MaxNumberLength = 20;

    public int Id { get; private set; }

    /// <summary>What buyer and salesperson call it on the phone; unique.</summary>
    public required string Number { get; set; }
    public required string Name { get; init; }
    public required string Company { get; init; }

    /// <summary>As <see cref="ContactCheck"/> writes it; empty where there is only an e-mail address.</summary>
    public required string Phone { get; init; }
    public required string Email { get; init; }
    public required string Message { get; init; }

    /// <summary>The language in which it was sent, and in which the buyer is answered ("zh-CN").</summary>
    public required string Language { get; init; }

    /// <summary>The network that it came from, as comments keep it; empty where none is known or it was forgotten.</summary>
    public required string Address { get; init; }
    public required DateTime CreatedAt { get; init; }
    public List<InquiryPart> Parts { get; } = [];
    public List<InquiryKey> Keys { get; } = [];

    /// <summary>
    /// The day in China and four digits at random: short enough for the phone, and it does not tell how many inquiries there are.
    /// </summary>
    /// <param name="tries">How many numbers were taken already; a day that fills up gets longer ones.</param>
    public static string NewNumber(DateTime now, int tries) =>
        FormattableString.Invariant($"X{Visit.DayOf(now):yyMMdd}-{RandomNumberGenerator.GetInt32(tries < 5 ? 10_000 : 100_000_000).ToString(tries < 5 ? "0000" : "00000000")}");

    /// <summary>Lets one more secret open the buyer's page, and answers it; only its hash is kept.</summary>
    public string NewKey(DateTime now)
    {
        var secret = Secrets.NewCode();
        Keys.Add(InquiryKey.Of(secret, now));
        return secret;
    }
}

/// <summary>
/// Opens the buyer's page. The first one follows from the form that was sent, so that the same form sent again finds the same inquiry; later ones
/// are given out in letters and by salespeople, because the first one cannot be read back.
/// </summary>
public sealed class InquiryKey
{
    public int Id { get; private set; }
    public int InquiryId { get; private set; }
    public Inquiry? Inquiry { get; private set; }

    /// <summary>Unique: of two that send the same form at once, one is refused and finds the other's.</summary>
    public required string Hash { get; init; }
    public required DateTime CreatedAt { get; init; }

    public static InquiryKey Of(string secret, DateTime now) => new() { Hash = HashOf(secret), CreatedAt = now };

    public static string HashOf(string secret) => Secrets.HashOf(secret);
}
