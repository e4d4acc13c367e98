using System.Net;
using System.Net.Sockets;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>
/// Where a comment or an inquiry came from, as staff see it: one IPv4 address, or the /64 that a household or server gets in IPv6. Kept for a while
/// only, so that who floods the store can be told from who does not.
/// </summary>
public static class SenderNetwork
{
    public const int MaxLength = 45;

    /// <summary>How long it is kept; said on the page about privacy.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>"192.0.2.1", "2001:db8:1:2::/64"; empty for what is no address.</summary>
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

    /// <summary>Takes the networks away from old comments and inquiries; answers from how many. No page shows them, so the feed is not told.</summary>
    public static async Task<int> ForgetNetworksAsync(this StoreDb db, DateTime now, CancellationToken cancel)
    {
        var limit = now - Kept;
        return await db.Comments.Where(c => c.Address != "" && c.CreatedAt < limit).ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, ""), cancel)
            + await db.Inquiries.Where(i => i.Address != "" && i.CreatedAt < limit).ExecuteUpdateAsync(set => set.SetProperty(i => i.Address, ""), cancel);
    }
}
