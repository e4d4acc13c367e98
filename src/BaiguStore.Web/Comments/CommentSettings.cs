using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;

namespace BaiguStore.Web.Comments;

/// <summary>How comments are taken in.</summary>
/// <param name="PublishAtOnce">Shown without approval, unless something about the comment asks for a moderator.</param>
/// <param name="PerMinute">Posts that one address may send in a minute, 1-1000.</param>
/// <param name="MinSeconds">A form sent back sooner was not filled in by a person, 0-60.</param>
/// <param name="MaxHours">A form older than this is asked to be sent again, 1-720.</param>
public sealed record CommentSettings(bool PublishAtOnce, int PerMinute, int MinSeconds, int MaxHours)
{
    /// <summary>Throws <see cref="BadSettingException"/> naming the key that is wrong.</summary>
    public static CommentSettings Read(IConfiguration configuration) => new(
        Flag(configuration, "Comments:PublishAtOnce"),
        Number(configuration, "Comments:PerMinute", 6, 1, CommentRules.MaxPerMinute),
        Number(configuration, "Comments:MinSeconds", 2, 0, CommentRules.MaxMinSeconds),
        Number(configuration, "Comments:MaxHours", 72, 1, CommentRules.MaxMaxHours));

    /// <summary>With what was chosen while the store runs in place of what is configured.</summary>
    public CommentSettings With(CommentRules? chosen) => chosen is null ? this : new(
        chosen.PublishAtOnce ?? PublishAtOnce, chosen.PerMinute ?? PerMinute, chosen.MinSeconds ?? MinSeconds, chosen.MaxHours ?? MaxHours);

    private static bool Flag(IConfiguration configuration, string key) => configuration[key] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out var value) ? value
        : throw new BadSettingException(key, $"'{text}' is not allowed; use true or false / 取值须为 true 或 false。");

    private static int Number(IConfiguration configuration, string key, int otherwise, int min, int max) => configuration[key] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
        : throw new BadSettingException(key, $"'{text}' is not allowed; use a whole number from {min} to {max} / 取值须为 {min} 到 {max} 的整数。");
}

/// <summary>The settings as they are at this moment, on every node: what an administrator chose comes with the snapshot, within a second.</summary>
public sealed class CurrentCommentSettings(CommentSettings configured, StoreSnapshots snapshots)
{
    public CommentSettings Configured => configured;

    public CommentSettings Now => configured.With(snapshots.Current.CommentRules);
}
