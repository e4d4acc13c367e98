using System.Net;
using System.Net.Sockets;

namespace BaiguStore.Core.Model;

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
}
