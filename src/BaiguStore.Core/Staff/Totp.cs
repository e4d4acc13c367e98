using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Staff;

/// <summary>
/// Time-based one-time passwords as authenticator apps make them (RFC 6238: SHA-1, six digits, 30 seconds). Our own, because what the
/// framework has does not say which 30 seconds a code was of, without which a code could be used twice.
/// </summary>
public static class Totp
{
    public const int Digits = 6;
    private const int StepSeconds = 30, KeyBytes = 20;

    /// <summary>Longer texts are no code.</summary>
    private const int MaxTyped = 40;

    /// <summary>Steps that a clock may be early or late.</summary>
    private const int Drift = 1;

    /// <summary>Steps that the newest accepted one may lie ahead, by the app's clock and another node's. Further ahead it is of before the clock was set back.</summary>
    private static readonly long Ahead = Drift + (long)Age.ClockSkew.TotalSeconds / StepSeconds;

    public static string NewKey() => Base32.Encode(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>What the QR code says to an authenticator app.</summary>
    public static string Uri(string key, string issuer, string account) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={key}&issuer={System.Uri.EscapeDataString(issuer)}";

    /// <summary>The step whose code this is, newer than the last one that was accepted; else null.</summary>
    public static long? Accept(string key, string? code, DateTime now, long lastStep)
    {
        var digits = DigitsOf(code);
        if (digits.Length != Digits)
            return null;
        var present = StepOf(now);
        if (lastStep > present + Ahead)
            lastStep = 0;
        for (var step = present - Drift; step <= present + Drift; step++)
            if (step > lastStep && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(key, step)), Encoding.UTF8.GetBytes(digits)))
                return step;
        return null;
    }

    /// <summary>As a person types or pastes them: full width, grouped by blanks or hyphens, with characters that nobody sees.</summary>
    private static string DigitsOf(string? code) => code is null || code.Length > MaxTyped ? ""
        : string.Concat(VisibleText.Compatible(code).Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
            .Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : c));

    public static long StepOf(DateTime now) => (long)(now - DateTime.UnixEpoch).TotalSeconds / StepSeconds;

    public static string CodeOf(string key, long step)
    {
        Span<byte> counter = stackalloc byte[8], mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // the algorithm that RFC 6238 names and every app knows; collisions do not matter to an HMAC
        HMACSHA1.HashData(Base32.Decode(key), counter, mac);
#pragma warning restore CA5350
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}

/// <summary>RFC 4648, 6, without padding: letters and digits that nobody confuses.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var b in bytes)
        {
            (bits, count) = ((bits << 8) | b, count + 8);
            for (; count >= 5; count -= 5)
                text.Append(Alphabet[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }
        return count > 0 ? text.Append(Alphabet[(bits << (5 - count)) & 31]).ToString() : text.ToString();
    }

    public static byte[] Decode(string text)
    {
        List<byte> bytes = [];
        var (bits, count) = (0, 0);
        foreach (var c in text)
        {
            (bits, count) = (((bits << 5) | Alphabet.IndexOf(c, StringComparison.Ordinal)) & 0xFFF, count + 5);
            if (count < 8)
                continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
        }
        return [.. bytes];
    }
}
