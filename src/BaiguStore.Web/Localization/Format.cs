using System.Globalization;

namespace BaiguStore.Web.Localization;

/// <summary>Formats numbers, prices and dates for display.</summary>
public static class Format
{
    /// <summary>"13,292".</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"¥4,280" or "¥4,280.50"; without a price the caller shows 询价.</summary>
    public static string Price(long fen) => "¥" + (fen / 100m).ToString(fen % 100 == 0 ? "N0" : "N2", CultureInfo.InvariantCulture);

    /// <summary>The date in China's time zone: "2026年11月22日", "22 Nov 2026".</summary>
    public static string Day(DateTime utc) => ChinaTime.Clock(utc).ToString(SiteLanguage.IsEnglish ? "d MMM yyyy" : "yyyy年M月d日", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => Day(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>"2026年11月22日 14:05".</summary>
    public static string Minute(DateTime utc) => $"{Day(utc)} {ChinaTime.Clock(utc).ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>"26-11-22 14:05": for columns of dense tables.</summary>
    public static string Compact(DateTime utc) => ChinaTime.Clock(utc).ToString("yy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"济南 · 青岛": each separator stays at the end of its line, none begins one.</summary>
    public static string Facts(IEnumerable<string> facts) => string.Join("\u00A0· ", facts);

    /// <summary>For `datetime` attributes.</summary>
    public static string Iso(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
