using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;

namespace BaiguStore.Web.Comments;

/// <summary>Settings for the submission of comments.</summary>
/// <param name="PublishAtOnce">Published without approval, unless there is a reason to hold the comment.</param>
/// <param name="PerMinute">Posts per address and minute, 1-1000.</param>
/// <param name="MinSeconds">Minimum seconds between opening and sending a form, 0-60; anything faster is a bot.</param>
/// <param name="MaxHours">Maximum age of a form in hours, 1-720; an older one must be sent again.</param>
public sealed record CommentSettings(bool PublishAtOnce, int PerMinute, int MinSeconds, int MaxHours)
{
    /// <summary>Throws <see cref="BadSettingException"/> with the name of the invalid key.</summary>
    public static CommentSettings Read(IConfiguration configuration) => new(
        Flag(configuration, "Comments:PublishAtOnce"),
        Number(configuration, "Comments:PerMinute", 6, 1, CommentRules.MaxPerMinute),
        Number(configuration, "Comments:MinSeconds", 2, 0, CommentRules.MaxMinSeconds),
        Number(configuration, "Comments:MaxHours", 72, 1, CommentRules.MaxMaxHours));

    /// <summary>These settings, overridden by those chosen at run time.</summary>
    public CommentSettings With(CommentRules? chosen) => chosen is null ? this : new(
        chosen.PublishAtOnce ?? PublishAtOnce, chosen.PerMinute ?? PerMinute, chosen.MinSeconds ?? MinSeconds, chosen.MaxHours ?? MaxHours);

    private static bool Flag(IConfiguration configuration, string key) => configuration[key] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out var value) ? value
        : throw new BadSettingException(key, $"'{text}' is not allowed; use true or false / 取值须为 true 或 false。");

    private static int Number(IConfiguration configuration, string key, int otherwise, int min, int max) => configuration[key] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
        : throw new BadSettingException(key, $"'{text}' is not allowed; use a whole number from {min} to {max} / 取值须为 {min} 到 {max} 的整数。");
}

/// <summary>The present settings on every node: an administrator's changes arrive with the snapshot, within a second.</summary>
public sealed class CurrentCommentSettings(CommentSettings configured, StoreSnapshots snapshots)
{
    public CommentSettings Configured => configured;

    public CommentSettings Now => configured.With(snapshots.Current.CommentRules);
}
