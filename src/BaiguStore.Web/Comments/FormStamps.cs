using System.Globalization;
using System.Security.Cryptography;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.DataProtection;

namespace BaiguStore.Web.Comments;

public enum StampVerdict
{
    Good,
    TooFast,
    TooOld,

    /// <summary>Not issued by us, or for another form.</summary>
    Forged,
}

/// <summary>A sealed timestamp in a form: proves without a cookie when it was rendered, and by us.</summary>
public sealed class FormStamps(IDataProtectionProvider protection, CurrentCommentSettings settings, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("comment-form");

    /// <param name="form">URL that the form posts to; a stamp is valid for that form only.</param>
    public string Make(string form) =>
        _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()}|{form}"));

    public StampVerdict Check(string? stamp, string form)
    {
        try
        {
            var parts = _protector.Unprotect(stamp ?? "").Split('|', 2);
            if (parts.Length < 2 || parts[1] != form)
                return StampVerdict.Forged;
            var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
            return !age.IsWithinOnAnyNode(TimeSpan.FromHours(settings.Now.MaxHours)) ? StampVerdict.TooOld
                : age < TimeSpan.FromSeconds(settings.Now.MinSeconds) ? StampVerdict.TooFast
                : StampVerdict.Good;
        }
        catch (CryptographicException)
        {
            return StampVerdict.Forged;
        }
    }
}

/// <summary>A URL parameter that proves that a comment is the visitor's own, so that they see it while it is pending, without a cookie.</summary>
public sealed class CommentReceipts(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Query = "mine";
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("comment-receipt").ToTimeLimitedDataProtector();

    public string Make(int commentId) => _protector.Protect(commentId.ToString(CultureInfo.InvariantCulture), clock.GetUtcNow() + Life);

    public int? Read(string? receipt)
    {
        try
        {
            return !string.IsNullOrEmpty(receipt) && _protector.Unprotect(receipt, out var ends) is { } id
                && (clock.GetUtcNow() + Life - ends).IsWithinOnAnyNode(Life)
                ? int.Parse(id, CultureInfo.InvariantCulture)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
