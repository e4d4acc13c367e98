using System.Globalization;
using System.Security.Cryptography;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.DataProtection;

namespace BaiguStore.Web.Staff;

/// <summary>Sealed links that show an unpublished article or product to people without an account.</summary>
public sealed class PreviewLinks(IDataProtectionProvider protection, TimeProvider clock)
{
    public const int Days = 7;

    /// <summary>Ours have about 150 characters; longer ones are rejected.</summary>
    private const int MaxLength = 400;

    private readonly IDataProtector _articles = protection.CreateProtector("article-preview");
    private readonly IDataProtector _products = protection.CreateProtector("product-preview");

    public string PathOf(int articleId) => "/articles/preview/" + Sealed(_articles, articleId);

    public string PathOfProduct(int id) => "/products/preview/" + Sealed(_products, id);

    /// <summary>The article of a token; null if it is invalid or expired.</summary>
    public int? Open(string? token) => Open(_articles, token);

    public int? OpenProduct(string? token) => Open(_products, token);

    private string Sealed(IDataProtector protector, int id) =>
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()}|{id}"));

    private int? Open(IDataProtector protector, string? token)
    {
        try
        {
            if (token is not { Length: <= MaxLength }) // model binding turns white space into null
                return null;
            var parts = protector.Unprotect(token).Split('|');
            var madeAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
            return (clock.GetUtcNow() - madeAt).IsWithinOnAnyNode(TimeSpan.FromDays(Days)) ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
