namespace BaiguStore.Core.Staff;

public enum PasswordFault
{
    None,
    TooShort,
    TooLong,

    /// <summary>A common password, or a run of equal or consecutive characters.</summary>
    TooCommon,

    /// <summary>The member's own e-mail address or name.</summary>
    OwnName,
}

/// <summary>Password policy: long, and not a common choice. No composition rules (NIST SP 800-63B, 3.1.1.2).</summary>
public static class StaffPassword
{
    public const int MinLength = 10, MaxLength = 200;

    /// <summary>The most frequent leaked passwords of ten characters or more, and our own name.</summary>
    private static readonly HashSet<string> Commonest = new(StringComparer.OrdinalIgnoreCase)
    {
        "1234567890", "0123456789", "0987654321", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "qazwsxedcrfv", "qwertyuiop", "qwerty12345", "qwerty123456",
        "asdfghjkl;", "zxcvbnm123", "password12", "password123", "password1234", "password123456", "passw0rd123", "p@ssw0rd123", "iloveyou123", "woaini1314520",
        "woaini520520", "5201314520", "a123456789", "aa12345678", "aa123456789", "abc1234567", "abc123456789", "abcd123456", "admin12345", "admin123456",
        "administrator", "changeme123", "letmein123", "welcome123", "welcome1234", "123456789a", "123456789abc", "1234567891", "12345678910", "1234512345",
        "1231231231", "1212121212", "1111122222", "q1w2e3r4t5", "zaq12wsxcde", "sunshine123", "princess123", "football123", "monkey12345", "dragon12345",
        "baigu12345", "baigu123456", "baigustore", "baigustore123", "root123456", "test123456", "computer123", "superman123", "michael123", "internet123",
    };

    public static PasswordFault Check(string? password, string? email, string? name)
    {
        var typed = password ?? "";
        return typed.Length < MinLength ? PasswordFault.TooShort
            : typed.Length > MaxLength ? PasswordFault.TooLong
            : Same(typed, email) || Same(typed, name) || Same(typed, email?.Split('@')[0]) ? PasswordFault.OwnName
            : Commonest.Contains(typed) || IsRun(typed) ? PasswordFault.TooCommon
            : PasswordFault.None;
    }

    private static bool Same(string password, string? own) => own is { Length: > 0 } && password.Trim().Equals(own.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Detects "aaaaaaaaaa", "abcdefghij", "9876543210".</summary>
    private static bool IsRun(string password)
    {
        var step = password[1] - password[0];
        return step is >= -1 and <= 1 && Enumerable.Range(1, password.Length - 1).All(i => password[i] - password[i - 1] == step);
    }
}
