using System.Security.Claims;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Security;
using Microsoft.Extensions.Localization;
using Field = BaiguStore.Core.History.Field;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A page of an entity's history; short in `history-list`, complete on `/admin/history/{kind}/{id}`.</summary>
public sealed record ThingHistory(RevisionKind Kind, int Id, IReadOnlyList<HistoryStep> Steps, bool HasOlder, Readable Readable)
{
    public string Url => HistoryNames.UrlOf(Kind, Id);

    /// <summary>Description of each step, by row id.</summary>
    public IReadOnlyDictionary<long, ActWords> Words { get; init; } = new Dictionary<long, ActWords>();

    public string WordsOf(HistoryStep step) => Words[step.Revision.Id].What;
}

/// <summary>`/admin/history/{kind}/{id}`.</summary>
/// <param name="Name">The entity's present name; null if it is deleted.</param>
/// <param name="Editor">URL of its editor, or null.</param>
public sealed record ThingHistoryPage(ThingHistory History, string? Name, string? Editor, int? Below);

/// <summary>`/admin/history/{kind}/{id}/{version}`: all values at that version.</summary>
/// <param name="Now">The present values; null if it is deleted and cannot be restored.</param>
public sealed record ThingState(RevisionKind Kind, int Id, int Version, string? Name, FieldValues Then, FieldValues? Now, Readable Readable)
{
    public string Url => HistoryNames.UrlOf(Kind, Id);
}

/// <summary>A field before and after; a long text as a line diff.</summary>
public sealed record FieldDifference(Field Field, string? Was, string? Is);

/// <summary>Query of the history of everything.</summary>
public sealed record HistoryQuery
{
    public const int PageSize = 50;

    /// <summary>A name or a part number.</summary>
    public string? Q { get; init; }
    public RevisionKind? Kind { get; init; }

    /// <summary>Id of a member; 0 for programs.</summary>
    public int? Person { get; init; }

    /// <summary>Days in China, inclusive.</summary>
    public string? From { get; init; }
    public string? To { get; init; }

    /// <summary>Whether products of bulk changes are listed individually.</summary>
    public bool? Each { get; init; }
    public long? Below { get; init; }

    public string Url(long? below) => "/admin/history" + QueryString.Create(new Dictionary<string, string?>
    {
        ["q"] = Q, ["kind"] = $"{Kind}", ["person"] = $"{Person}", ["from"] = From, ["to"] = To, ["each"] = Each is true ? "true" : null, ["below"] = below?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }.Where(p => !string.IsNullOrEmpty(p.Value)));
}

/// <summary>`/admin/history`.</summary>
/// <param name="Last">Id of the last row included in the lines.</param>
public sealed record HistoryPage(HistoryQuery Query, IReadOnlyList<HistoryLine> Lines, long? Last, bool HasOlder, IReadOnlyList<FieldOption> People);

/// <summary>Query of the audit trail.</summary>
public sealed record AuditQuery
{
    public string? Q { get; init; }
    public AuditKind? Kind { get; init; }
    public int? Person { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
    public long? Below { get; init; }

    public string Url(long? below) => "/admin/history/audit" + QueryString.Create(new Dictionary<string, string?>
    {
        ["q"] = Q, ["kind"] = $"{Kind}", ["person"] = $"{Person}", ["from"] = From, ["to"] = To, ["below"] = below?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }.Where(p => !string.IsNullOrEmpty(p.Value)));
}

/// <summary>`/admin/history/audit`.</summary>
/// <param name="Last">Id of the last entry.</param>
public sealed record AuditPage(AuditQuery Query, IReadOnlyList<AuditLine> Lines, long? Last, bool HasOlder, IReadOnlyList<FieldOption> People);

/// <summary>Displayed names of kinds and actions.</summary>
public static class HistoryNames
{
    public static IReadOnlyList<(RevisionKind Kind, string Text)> Kinds { get; } =
    [
        (RevisionKind.Product, "商品"), (RevisionKind.Category, "分类"), (RevisionKind.Article, "文章"),
        (RevisionKind.Vendor, "品牌"), (RevisionKind.Salesperson, "销售"), (RevisionKind.Company, "公司"),
    ];

    public static IReadOnlyList<(AuditKind Kind, string Text)> AuditKinds { get; } =
        [(AuditKind.SignIn, "登录"), (AuditKind.Permission, "权限"), (AuditKind.Import, "导入"), (AuditKind.Moderation, "审核"), (AuditKind.Setting, "设置")];

    /// <summary>Codes of audit actions with their displayed names.</summary>
    private static readonly Dictionary<string, string> Acts = new()
    {
        ["SignedIn"] = "登录",
        ["SignInFailed"] = "登录失败",
        ["SignedOut"] = "退出登录",
        ["SignedOutEverywhere"] = "在所有设备上退出",
        ["SessionEnded"] = "结束一处登录",
        ["MemberSignedOut"] = "让员工退出登录",
        ["PasswordChanged"] = "修改密码",
        ["LinkIssued"] = "发出一次性链接",
        ["SecondStepOn"] = "开启两步验证",
        ["SecondStepOff"] = "关闭两步验证",
        ["RecoveryCodesMade"] = "生成恢复码",
        ["RecoveryCodeUsed"] = "使用恢复码",
        ["PasskeyAdded"] = "添加通行密钥",
        ["PasskeyRemoved"] = "删除通行密钥",
        ["MemberAdded"] = "添加员工",
        ["MemberChanged"] = "修改员工",
        ["MemberRevoked"] = "停用员工",
        ["MemberReadmitted"] = "重新启用员工",
        ["comment approved"] = "评论通过",
        ["comment rejected"] = "评论退回",
        ["comment marked as spam"] = "评论标为垃圾",
        ["comment edited"] = "评论改写",
        ["comment answered"] = "评论回复",
        ["comment rules changed"] = "修改评论规则",
        ["block added"] = "添加屏蔽",
        ["block removed"] = "取消屏蔽",
    };

    private const string TakenBack = " taken back";

    /// <summary>Kinds to filter by; comments and their rules have no separate history pages.</summary>
    public static IReadOnlyList<RevisionKind> Filters { get; } = [.. Kinds.Select(k => k.Kind), RevisionKind.Comment, RevisionKind.CommentRules];

    /// <summary>Codes of actions whose localized names contain a text.</summary>
    public static string[] ActsNamed(this IStringLocalizer<Ui> text, string part) =>
        [.. Acts.Keys.Concat(Acts.Keys.Where(act => act.StartsWith("comment", StringComparison.Ordinal)).Select(act => act + TakenBack))
            .Where(act => text.OfAct(act).Contains(part, StringComparison.OrdinalIgnoreCase))];

    /// <summary>
    /// URL with details of a change; null if there is none, or the member may not open it. Comments and their rules show their history on their own
    /// pages.
    /// </summary>
    public static string? UrlOf(Revision change, ClaimsPrincipal user) => change.Kind switch
    {
        _ when change.EntityId == 0 || !user.May(Policies.Of(change.Kind)) => null,
        RevisionKind.Comment => $"/admin/comments/{change.EntityId}/edit",
        RevisionKind.CommentRules => "/admin/settings/comments",
        _ => UrlOf(change.Kind, change.EntityId),
    };

    /// <summary>Displayed version number, from 1; the database counts from 0, and so do URLs.</summary>
    public static int Number(int version) => version + 1;

    public static string UrlOf(RevisionKind kind, int id) => $"/admin/history/{kind.ToString().ToLowerInvariant()}/{id}";

    /// <summary>Also for comments and their rules, whose history is on their own pages.</summary>
    public static string Of(RevisionKind kind) => kind switch
    {
        RevisionKind.Comment => "评论",
        RevisionKind.CommentRules => "评论规则",
        _ => Kinds.First(k => k.Kind == kind).Text,
    };

    /// <summary>An unknown action is shown as recorded.</summary>
    public static string OfAct(this IStringLocalizer<Ui> text, string what) =>
        what.EndsWith(TakenBack, StringComparison.Ordinal) ? text["撤回：{0}", text.OfAct(what[..^TakenBack.Length])] : Acts.TryGetValue(what, out var name) ? text[name] : what;

    public static string Of(AuditKind kind) => AuditKinds.First(k => k.Kind == kind).Text;

    public static string Of(RevisionAction action) => action switch
    {
        RevisionAction.Created => "新建",
        RevisionAction.Deleted => "删除",
        RevisionAction.Restored => "恢复旧版",
        RevisionAction.Bulk => "批量修改",
        RevisionAction.Confirmed => "确认无误",
        _ => "修改",
    };
}
