using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>
/// History of everything and of single entities, with restore of earlier states. Members see and restore only kinds that they may edit: see <see
/// cref="Policies.Of"/>.
/// </summary>
[Authorize(Policies.History)]
public sealed class HistoryController(StoreDb db, HistoryReader history, HistoryLines lines, ProductService desk, Sections sections, IStringLocalizer<Ui> text) : AdminController
{
    private const string All = "/admin/history", One = All + "/{" + Policies.KindInRoute + "}/{id:int}", Version = One + "/{version:int}";
    private const int StepsOnPage = 20, MaxQuery = 160;

    [HttpGet(All)]
    public async Task<IActionResult> Index([FromQuery] HistoryQuery query, CancellationToken cancel)
    {
        if (!ModelState.IsValid || !ChinaTime.TryParseDay(query.From, out var from) || !ChinaTime.TryParseDay(query.To, out var to))
            return BadRequest();
        if (query.Kind is { } asked && !User.May(Policies.Of(asked)))
            return Forbid();
        var (kind, person, below, end) = (query.Kind, query.Person, query.Below, to?.AddDays(1));
        var found = db.Revisions.AsNoTracking().OfKinds(User.Kinds).Where(r => (below == null || r.Id < below) && (kind == null || r.Kind == kind) && (from == null || r.At >= from) && (end == null || r.At < end));
        if (person is not null)
            found = person == 0 ? found.Where(r => r.StaffId == null) : found.Where(r => r.StaffId == person);
        if (PlainText.Excerpt(query.Q ?? "", MaxQuery) is { Length: > 0 } words)
            found = await db.NamedAsync(found, words, kind is { } one ? [one] : User.Kinds, cancel); // also matches single entities of bulk changes
        else
            found = query.Each is true
                ? found.Where(r => r.BulkChangeId == null || r.EntityId != 0)
                : found.Where(r => r.BulkChangeId == null || r.EntityId == 0);
        var rows = await found.OrderByDescending(r => r.Id).Take(HistoryQuery.PageSize + 1).ToListAsync(cancel);
        var shown = rows.Take(HistoryQuery.PageSize).ToList();
        var last = shown is [.., var oldest] ? oldest.Id : (long?)null;
        var people = await db.PeopleAsync(person, cancel);
        return View(new HistoryPage(query, await lines.ReadAsync(shown, User, cancel), last, rows.Count > shown.Count, people));
    }

    [HttpGet(One)]
    public async Task<IActionResult> Show([FromRoute] string kind, [FromRoute] int id, int? below, CancellationToken cancel)
    {
        if (KindOf(kind) is not { } known)
            return NotFound();
        var name = await NameAsync(known, id, cancel);
        var steps = await history.OfAsync(known, id, below, StepsOnPage, cancel);
        return name is null && steps.Steps.Count == 0 ? NotFound() : View(new ThingHistoryPage(steps, name, name is null ? null : EditorOf(known, id), below));
    }

    [HttpGet(Version)]
    public async Task<IActionResult> State([FromRoute] string kind, [FromRoute] int id, [FromRoute] int version, CancellationToken cancel) =>
        await StateAsync(kind, id, version, cancel) is { } state ? View(state) : NotFound();

    [HttpGet(Version + "/restoration")]
    public async Task<IActionResult> AskToRestore([FromRoute] string kind, [FromRoute] int id, [FromRoute] int version, CancellationToken cancel) =>
        await StateAsync(kind, id, version, cancel) is { Now: not null } state ? Confirm(new(
            text["把 {0} 恢复到第 {1} 版？", state.Name ?? "", HistoryNames.Number(version)],
            [text["内容回到那时的样子；是否发布、排期和在分类中的位置保持现状。"], text["恢复也记入历史，现在的内容随时可以再恢复回来。"]],
            text["恢复到第 {0} 版", HistoryNames.Number(version)], $"{state.Url}/{version}/restoration", $"{state.Url}/{version}")) : NotFound();

    [HttpPost(Version + "/restoration")]
    public async Task<IActionResult> Restore([FromRoute] string kind, [FromRoute] int id, [FromRoute] int version, CancellationToken cancel)
    {
        if (KindOf(kind) is not { } known)
            return NotFound();
        var place = HistoryNames.UrlOf(known, id);
        try
        {
            if (await db.RestoreAsync(known, id, version, desk.Now, cancel) is not { } restored)
                return NotFound();
            if (!restored.IsChanged)
                return Done(place, restored.LeftOut.Count == 0 ? text["没有恢复：内容和第 {0} 版相同。", HistoryNames.Number(version)]
                    : text["没有恢复：不同的字段引用的内容已不存在：{0}。", Labels(restored)]);
            return Done(place, restored.LeftOut.Count == 0 ? text["已恢复到第 {0} 版。", HistoryNames.Number(version)]
                : text["已恢复到第 {0} 版；这些字段引用的内容已不存在，保持现状：{1}。", HistoryNames.Number(version), Labels(restored)]);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Done(place, text["别人刚刚保存过，请看过再试一次。"]);
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            return Done(place, text["没有恢复：那时的型号或地址现在属于另一件商品或文章。"]);
        }
        catch (Exception e) when (e is MarkdownRefusedException or ArgumentException)
        {
            return Done(place, text["没有恢复：那时的内容不符合现在的规则。"]);
        }
    }

    private string Labels(Restoration restored) => Format.Facts(restored.LeftOut.Select(f => text[f.Label].Value));

    private async Task<ThingState?> StateAsync(string kind, int id, int version, CancellationToken cancel)
    {
        if (KindOf(kind) is not { } known || await db.StateAtAsync(known, id, version, cancel) is not { } then)
            return null;
        var name = await NameAsync(known, id, cancel);
        var now = name is null ? null : await db.StateNowAsync(known, id, cancel);
        return new(known, id, version, name, then, now, await history.ReadableAsync(then.Concat(now?.AsEnumerable() ?? []).Select(v => (v.Field, v.Text)), cancel));
    }

    private async Task<string?> NameAsync(RevisionKind kind, int id, CancellationToken cancel) => (await history.NamesAsync(kind, [id], cancel)).GetValueOrDefault(id);

    private string? EditorOf(RevisionKind kind, int id) => kind switch
    {
        RevisionKind.Product => sections.EditorOf(Sections.Products, id, User),
        RevisionKind.Category => sections.EditorOf(Sections.Categories, id, User),
        RevisionKind.Article => sections.EditorOf(Sections.Articles, id, User),
        _ => null,
    };

    /// <summary>Comments and their rules show their history on their own pages.</summary>
    private static RevisionKind? KindOf(string name) => Policies.KindNamed(name) is { } kind && HistoryNames.Kinds.Any(k => k.Kind == kind) ? kind : null;
}
