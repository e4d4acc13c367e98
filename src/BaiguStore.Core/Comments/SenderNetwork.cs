using System.Net;
using System.Net.Sockets;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>
/// The sender's network as staff see it: one IPv4 address, or the IPv6 /64 that a household or server gets. Stored for a limited time, to recognize
/// who floods the store.
/// </summary>
public static class SenderNetwork
{
    public const int MaxLength = 45;

    /// <summary>Retention period; stated in the privacy notice.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>"192.0.2.1", "2001:db8:1:2::/64"; empty for an invalid address.</summary>
    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address?.Split('/')[0], out var ip))
            return "";
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (ip.AddressFamily == AddressFamily.InterNetwork)
            return ip.ToString();
        var bytes = ip.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>
    /// Clears the networks of old comments and inquiries; returns the number of rows. No page shows them, so the change feed is not written.
    /// </summary>
    public static async Task<int> ForgetNetworksAsync(this StoreDb db, DateTime now, CancellationToken cancel)
    {
        var limit = now - Kept;
        return await db.Comments.Where(c => c.Address != "" && c.CreatedAt < limit).ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, ""), cancel)
            + await db.Inquiries.Where(i => i.Address != "" && i.CreatedAt < limit).ExecuteUpdateAsync(set => set.SetProperty(i => i.Address, ""), cancel);
    }
}
