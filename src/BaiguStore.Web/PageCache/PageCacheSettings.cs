using System.Globalization;
using BaiguStore.Core.Data;

namespace BaiguStore.Web.PageCache;

/// <param name="Bytes">Maximum size of the cache; 0 disables it.</param>
public sealed record PageCacheSettings(long Bytes)
{
    public const string Key = "PageCache:Megabytes";
    private const int Usual = 128, Most = 65_536;

    /// <summary>Throws <see cref="BadSettingException"/> unless it is a whole number of megabytes.</summary>
    public static PageCacheSettings Read(IConfiguration configuration) => configuration[Key] is not { Length: > 0 } text ? new(Megabytes(Usual))
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= Most ? new(Megabytes(value))
        : throw new BadSettingException(Key, $"'{text}' is not allowed; use a whole number from 0 (no cache) to {Most} / 取值须为 0（不缓存）到 {Most} 的整数。");

    private static long Megabytes(int value) => value * 1024L * 1024;
}
