using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Bulk moderation: previewed, then applied to exactly the comments shown; and the undo of any moderation action.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentActsController(StoreDb db, StaffWords words, TimeProvider clock, IStringLocalizer<Ui> text)
    : ModerationController(db, words, clock, text)
{
    /// <summary>Preview. Target of links, and of forms that do not list the comments yet.</summary>
    [HttpGet(BulkModerationForm.Path)]
    public async Task<IActionResult> Preview([FromQuery] BulkModerationForm form, CancellationToken cancel) =>
        form.Wanted is { } act && ModelState.IsValid && form.Query.IsKnown ? await PreviewAsync(act, form, cancel) : BadRequest();

    [HttpPost(BulkModerationForm.Path)]
    public async Task<IActionResult> Create([FromForm] BulkModerationForm form, CancellationToken cancel)
    {
        if (form.Wanted is not { } act || !ModelState.IsValid || !form.Query.IsKnown)
            return BadRequest();
        if (string.IsNullOrEmpty(form.Shown))
            return form.Ids.Count > 0 && form.LookAt is null
                ? await ActedAsync(await Db.ModerateAsync(act, Db.Comments.Where(c => form.Ids.Contains(c.Id)), Now, cancel), form, cancel)
                : await PreviewAsync(act, form, cancel);
        if (SeenComments.Read(form.Shown) is not { } seen || form.NewBlocks() is not { } blocks)
            return BadRequest();
        if (blocks.Count + await Db.CommentBlocks.CountAsync(cancel) > CommentBlock.MaxBlocks)
            return Done(PageOf(form), Text["列表已满，请先删去用不着的。"]);
        try
        {
            var done = await Db.ModerateAsync(act, Db.Comments.Where(c => seen.Ids.Contains(c.Id)), Now, cancel, seen, blocks);
            return Done(await OfferAsync(act, done, form, cancel) ?? PageOf(form), Said(done, seen));
        }
        catch (BlockRefusedException)
        {
            return BadRequest();
        }
    }

    [HttpPost(BulkModerationForm.Path + "/{id:int}/undoing")]
    public async Task<IActionResult> Undo([FromRoute] int id, [FromForm] QueuePlace form, CancellationToken cancel)
    {
        if (await Db.UndoAsync(id, StaffId, Now, cancel) is not { } undoing)
            return NotFound();
        var said = undoing switch
        {
            { Undone: 0, Blocks: > 0 } => Text["已撤掉一起加的屏蔽。评论后来又有人处理过，没有动。"],
            { Left: 0 } => Text["已撤销，{0} 条评论恢复原样。", undoing.Undone],
            { Undone: 0 } => Text["没有撤销：这 {0} 条评论后来又有人改过，没有动。", undoing.Left],
            _ => Text["已撤销，{0} 条评论恢复原样；另有 {1} 条后来又有人改过，没有动。", undoing.Undone, undoing.Left],
        };
        if (!WantsJson)
            return Done(undoing.Comments is [var first, ..] ? await PlaceOfAsync(first, form, cancel) : PageOf(form), said);
        var last = await Db.LastActOfAsync(StaffId, cancel);
        return Ok(new
        {
            Said = said.Value,
            Comments = undoing.Comments.Select(c => new { c.Id, c.Version }),
            Last = last is null ? null : new { last.Id, Said = Text[CommentNames.Done(last.Kind), last.Count].Value },
            Waiting = await WaitingAsync(cancel),
        });
    }

    private async Task<IActionResult> PreviewAsync(ModerationKind act, BulkModerationForm form, CancellationToken cancel)
    {
        if (await FoundAsync(act, form, cancel) is not { } found)
            return Done(PageOf(form), Text["请先勾选评论。"]);
        if (found.Count == 0)
            return Done(PageOf(form), Text["没有需要改动的评论。"]);
        var changing = found.Take(Moderation.MaxAtOnce).ToList();
        var firstIds = changing.Take(ActPreview.Shown).Select(c => c.Id).ToList();
        var first = Db.Comments.AsNoTracking().Where(c => firstIds.Contains(c.Id)).OrderByDescending(c => c.Id).AsQueueRows();
        return View("Preview", new ActPreview(
            act, changing, found.Count > changing.Count, await first.ToListAsync(cancel), await SourcesAsync(act, changing, cancel), PageOf(form)));
    }

    /// <summary>
    /// The comments that the action would change, plus one if there are more than the limit; null if the request does not select any.
    /// </summary>
    private async Task<List<SeenComment>?> FoundAsync(ModerationKind act, BulkModerationForm form, CancellationToken cancel)
    {
        if (form.Block.Count > 0)
        {
            var blocks = await Db.CommentBlocks.AsNoTracking().Where(b => form.Block.Contains(b.Id)).ToListAsync(cancel);
            return await Db.WaitingAgainstAsync(blocks, cancel);
        }
        if (form.Ids.Count == 0 && !form.Query.IsNarrow)
            return null;
        var status = Moderation.StatusAfter(act);
        var which = form.Ids.Count > 0 ? Db.Comments.Where(c => form.Ids.Contains(c.Id)) : Found(form.Query);
        return await which.Where(c => c.Status != status).SeenAsync(Moderation.MaxAtOnce + 1, cancel);
    }

    /// <summary>Sources that can be blocked with the action: hosts linked to and networks of the senders, without those already blocked.</summary>
    private async Task<IReadOnlyList<CommentSource>> SourcesAsync(ModerationKind act, List<SeenComment> changing, CancellationToken cancel)
    {
        if (act == ModerationKind.Approve)
            return [];
        var sources = CommentSource.Of(changing);
        var texts = sources.Select(s => s.Text).ToList();
        var blocked = await Db.CommentBlocks.AsNoTracking().Where(b => texts.Contains(b.Text)).ToListAsync(cancel);
        return [.. sources.Where(s => !blocked.Exists(b => b.Kind == s.Kind && b.Text == s.Text))];
    }

    /// <summary>URL of a preview of the same action for other pending comments that the new blocks match; null if there are none.</summary>
    private async Task<string?> OfferAsync(ModerationKind act, ModerationAct? done, BulkModerationForm form, CancellationToken cancel)
    {
        if (done is null || done.Blocks.Count == 0)
            return null;
        var texts = done.Blocks.Select(b => b.Text).ToList();
        var blocks = await Db.CommentBlocks.AsNoTracking().Where(b => texts.Contains(b.Text)).ToListAsync(cancel);
        return (await Db.WaitingAgainstAsync(blocks, cancel)).Count > 0
            ? BulkModerationForm.UrlOf(act, nameof(form.Block), blocks.Select(b => b.Id), PageOf(form))
            : null;
    }

    private string Said(ModerationAct? done, SeenComments seen)
    {
        var changed = done?.Count ?? 0;
        List<string> said = [done is null ? Text["已经是这样，没有改动。"] : Text[CommentNames.Done(done.Kind), changed]];
        if (done is not null && changed < seen.Versions.Count)
            said.Add(Text["另有 {0} 条刚才有人改过，没有动。", seen.Versions.Count - changed]);
        if (done?.Blocks is { Count: > 0 } blocks)
            said.Add(Text["已屏蔽 {0}。", string.Join(' ', blocks.Select(b => b.Text))]);
        return string.Join(' ', said);
    }
}
