using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using OtpNet;

namespace BaiguStore.Core.Staff;

/// <summary>
/// Time-based one-time passwords of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds). Uses Otp.NET, because it returns the time step of a
/// code: the framework's verification does not, and without the step a code could be used twice.
/// </summary>
public static class Totp
{
    public const int Digits = 6;
    private const int StepSeconds = 30, KeyBytes = 20;

    /// <summary>Longer input is not a code.</summary>
    private const int MaxTyped = 40;

    /// <summary>Tolerated clock drift in steps.</summary>
    private const int Drift = 1;

    /// <summary>
    /// Steps that the last accepted one may lie ahead, because of the app's clock and other nodes' clocks. Further ahead means that the clock was set
    /// back.
    /// </summary>
    private static readonly long Ahead = Drift + (long)Age.ClockSkew.TotalSeconds / StepSeconds;

    public static string NewKey() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(KeyBytes));

    /// <summary>Content of the QR code for an authenticator app.</summary>
    public static string Uri(string key, string issuer, string account) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={key}&issuer={System.Uri.EscapeDataString(issuer)}";

    /// <summary>The code's time step if it is newer than the last accepted one; otherwise null.</summary>
    public static long? Accept(string key, string? code, DateTime now, long lastStep)
    {
        var digits = DigitsOf(code);
        if (digits.Length != Digits)
            return null;
        if (lastStep > StepOf(now) + Ahead)
            lastStep = 0;
        var isValid = new OtpNet.Totp(Base32Encoding.ToBytes(key)).VerifyTotp(now, digits, out var step, new VerificationWindow(Drift, Drift));
        return isValid && step > lastStep ? step : null;
    }

    /// <summary>The digits of typed or pasted input: full width, spaces, hyphens and invisible characters are normalized.</summary>
    private static string DigitsOf(string? code) => code is null || code.Length > MaxTyped ? ""
        : string.Concat(VisibleText.Compatible(code).Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
            .Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : c));

    public static long StepOf(DateTime now) => (long)(now - DateTime.UnixEpoch).TotalSeconds / StepSeconds;

    public static string CodeOf(string key, long step) => new Hotp(Base32Encoding.ToBytes(key)).ComputeHOTP(step);
}
