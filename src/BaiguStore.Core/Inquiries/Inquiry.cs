using System.Security.Cryptography;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Text;
using BaiguStore.Core.Visits;

namespace BaiguStore.Core.Inquiries;

/// <summary>A buyer's request for a quotation, with contact data. Each salesperson answers the lines of their own categories.</summary>
public sealed class Inquiry
{
    public const int MaxNameLength = 40, MaxCompanyLength = 100, MaxPhoneLength = ContactCheck.MaxPhoneLength, MaxEmailLength = ContactCheck.MaxEmailLength, MaxMessageLength = 2_000;

    /// <summary>"X261123-4071", with more digits on a very busy day.</summary>
    public const int MaxNumberLength = 20;

    public int Id { get; private set; }

    /// <summary>Number for use on the phone; unique.</summary>
    public required string Number { get; set; }
    public required string Name { get; init; }
    public required string Company { get; init; }

    /// <summary>In the form of <see cref="ContactCheck"/>; empty if only an e-mail address was given.</summary>
    public required string Phone { get; init; }
    public required string Email { get; init; }
    public required string Message { get; init; }

    /// <summary>Language of the form and of all answers to the buyer ("zh-CN").</summary>
    public required string Language { get; init; }

    /// <summary>The sender's network, as for comments; empty if unknown or deleted after the retention period.</summary>
    public required string Address { get; init; }
    public required DateTime CreatedAt { get; init; }
    public List<InquiryPart> Parts { get; } = [];
    public List<InquiryKey> Keys { get; } = [];

    /// <summary>The date in China and four random digits: short enough for the phone, and it does not reveal the number of inquiries.</summary>
    /// <param name="tries">Collisions so far; on a busy day numbers get longer.</param>
    public static string NewNumber(DateTime now, int tries) =>
        FormattableString.Invariant($"X{ChinaTime.DayOf(now):yyMMdd}-{RandomNumberGenerator.GetInt32(tries < 5 ? 10_000 : 100_000_000).ToString(tries < 5 ? "0000" : "00000000")}");

    /// <summary>Adds another secret for the buyer's page and returns it; only its hash is stored.</summary>
    public string NewKey(DateTime now)
    {
        var secret = Secrets.NewCode();
        Keys.Add(InquiryKey.Of(secret, now));
        return secret;
    }
}

/// <summary>
/// A secret that opens the buyer's page. The first is derived from the submitted form, so that a resubmission finds the same inquiry; later ones are
/// issued for e-mails and by salespeople, because the first cannot be read back.
/// </summary>
public sealed class InquiryKey
{
    public int Id { get; private set; }
    public int InquiryId { get; private set; }
    public Inquiry? Inquiry { get; private set; }

    /// <summary>Unique: of two concurrent submissions of a form, one is refused and finds the other's.</summary>
    public required string Hash { get; init; }
    public required DateTime CreatedAt { get; init; }

    public static InquiryKey Of(string secret, DateTime now) => new() { Hash = HashOf(secret), CreatedAt = now };

    public static string HashOf(string secret) => Secrets.HashOf(secret);
}
