using System.Globalization;

namespace BaiguStore.Core.Model;

/// <summary>Time in China: dates, local time, and form fields to the minute. The database stores UTC.</summary>
public static class ChinaTime
{
    private const string Minute = "yyyy-MM-dd'T'HH:mm", Day = "yyyy-MM-dd";

    /// <summary>Ahead of UTC. There has been no daylight saving time since 1991.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Local time in China.</summary>
    public static DateTime Clock(DateTime utc) => utc + Offset;

    /// <summary>The date in China.</summary>
    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(Clock(utc));

    /// <summary>For `datetime-local`; empty for null.</summary>
    public static string Input(DateTime? utc) => utc is { } time ? Clock(time).ToString(Minute, CultureInfo.InvariantCulture) : "";

    /// <summary>False for an invalid time; empty input is null.</summary>
    public static bool TryParse(string? text, out DateTime? utc) => TryParse(text, [Minute, Minute + "':'ss"], out utc);

    /// <summary>The start of a day in China.</summary>
    public static bool TryParseDay(string? text, out DateTime? utc) => TryParse(text, [Day], out utc);

    private static bool TryParse(string? text, string[] formats, out DateTime? utc)
    {
        utc = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!DateTime.TryParseExact(text.Trim(), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1990 or > 2200)
            return false;
        utc = DateTime.SpecifyKind(local - Offset, DateTimeKind.Utc);
        return true;
    }
}
