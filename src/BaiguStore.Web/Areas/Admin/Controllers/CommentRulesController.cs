using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Settings for comments that can be changed at run time.</summary>
[Authorize(Policies.Administration)]
public sealed class CommentRulesController(
    StoreDb db, StaleSaves stale, CurrentCommentSettings settings, IStringLocalizer<Ui> text) : AdminController
{
    private const string Place = SettingsController.Path + "/comments";

    [HttpGet(Place)]
    public async Task<IActionResult> Edit(CancellationToken cancel) =>
        View(new CommentRulesEditor(await FindAsync(cancel) is { } rules ? CommentRulesForm.Of(rules) : new(), settings.Configured));

    [HttpPost(Place)]
    public async Task<IActionResult> Update([FromForm] CommentRulesForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return Wrong("Edit", new CommentRulesEditor(form, settings.Configured));
        var rules = await FindAsync(cancel);
        var (isNew, was) = (rules is null, Said(rules ?? new()));
        rules ??= db.CommentRules.Add(new()).Entity;
        form.WriteTo(rules);
        if (Said(rules) != was)
            Audit.Record(db, AuditKind.Setting, "comment rules changed", "CommentRules", $"{was} -> {Said(rules)}");
        if (isNew ? !await MadeAsync(cancel) : !await stale.SaveFromAsync(rules, form.Version, cancel))
            return await StaleAsync(form, rules, cancel);
        return Done(SettingsController.Path, text["已保存，一秒内在所有节点生效。"]);
    }

    private Task<CommentRules?> FindAsync(CancellationToken cancel) => db.CommentRules.SingleOrDefaultAsync(cancel);

    /// <summary>False if another administrator created the row concurrently.</summary>
    private async Task<bool> MadeAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private async Task<IActionResult> StaleAsync(CommentRulesForm form, CommentRules mine, CancellationToken cancel) =>
        Stale(await stale.CompareAsync(RevisionKind.CommentRules, CommentRules.OnlyId, FieldValues.Of(mine), form, text["评论规则"], Place, cancel));

    private static string Said(CommentRules rules) => string.Join(", ", FieldValues.Of(rules).Select(v => $"{v.Field.Name}={v.Text}"));
}
