using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Text;
using OtpNet;

namespace BaiguStore.Core.Staff;

/// <summary>Codes that the store hands out once and of which it keeps only a hash. They are random and long, so a plain hash is enough.</summary>
internal static class Secrets
{
    public const int RecoveryCodes = 10;
    private const int CodeBytes = 32, RecoveryBytes = 10, GroupLength = 4;

    /// <summary>For an address.</summary>
    public static string NewCode() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));

    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    /// <summary>To be written down: "ABCD-EFGH-IJKL-MNOP".</summary>
    public static string NewRecoveryCode() =>
        string.Join('-', Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryBytes)).Chunk(GroupLength).Select(g => new string(g)));

    /// <summary>However it was typed: hyphens, spaces and case do not matter.</summary>
    public static string HashOfRecoveryCode(string code) => HashOf(new string([.. VisibleText.Compatible(code).Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]));
}
