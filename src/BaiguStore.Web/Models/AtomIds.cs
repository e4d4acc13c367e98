using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>
/// Ids of the feed and its entries. They must never change (RFC 4287, section 4.2.6), so they are derived neither from host nor slug, but from the
/// name of the store's first data protection key, which is random and never deleted, and the article's id.
/// </summary>
public static class AtomIds
{
    /// <summary>Identifies this store.</summary>
    public static async Task<string> StoreAsync(StoreDb db, IDataProtectionProvider sealing, CancellationToken cancel)
    {
        if (await FirstKeyAsync(db, cancel) is { } known)
            return known;
        sealing.CreateProtector(nameof(AtomIds)).Protect([]); // creates the first key
        return await FirstKeyAsync(db, cancel) ?? "";
    }

    /// <summary>A version 8 UUID (RFC 9562, section 5.8): a truncated SHA-256 hash.</summary>
    public static string Of(string store, string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{store}\n{name}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    private static Task<string?> FirstKeyAsync(StoreDb db, CancellationToken cancel) => db.SealingKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Name).FirstOrDefaultAsync(cancel);
}
