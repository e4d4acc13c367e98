using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Text;
using OtpNet;

namespace BaiguStore.Core.Staff;

/// <summary>One-time codes, stored only as hashes. They are random and long, so a plain hash is sufficient.</summary>
internal static class Secrets
{
    public const int RecoveryCodes = 10;
    private const int CodeBytes = 32, RecoveryBytes = 10, GroupLength = 4;

    /// <summary>A code for a URL.</summary>
    public static string NewCode() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));

    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    /// <summary>A code to write down: "ABCD-EFGH-IJKL-MNOP".</summary>
    public static string NewRecoveryCode() =>
        string.Join('-', Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryBytes)).Chunk(GroupLength).Select(g => new string(g)));

    /// <summary>Ignores hyphens, spaces and case.</summary>
    public static string HashOfRecoveryCode(string code) => HashOf(new string([.. VisibleText.Compatible(code).Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]));
}
