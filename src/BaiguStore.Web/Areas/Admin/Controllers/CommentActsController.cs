using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Background;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>One act for many comments, and the way back from any act.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentActsController(StoreDb db, StaffWords words, ChangeWorker changes, TimeProvider clock, IStringLocalizer<Ui> text) : ModerationController(db, changes, clock, text)
{
    [HttpPost("/admin/comments/acts")]
    public async Task<IActionResult> Create([FromForm] BulkModerationForm form, CancellationToken cancel)
    {
        if (form.Act is not (ModerationKind.Approve or ModerationKind.Reject or ModerationKind.Spam) || !ModelState.IsValid)
            return BadRequest();
        var sender = new QueueQuery(form.Status, Author: form.Author, Address: form.Address);
        if (form.Ids.Count == 0 && !sender.IsOfOneSender)
            return Done(BackTo(form), Text["请先勾选评论。"]);
        if (!sender.IsKnown)
            return BadRequest();
        var which = form.Ids.Count > 0 ? Db.Comments.Where(c => form.Ids.Contains(c.Id)) : Db.Comments.Matching(sender.FilterBy(words));
        return await ActedAsync(await Db.ModerateAsync(form.Act.Value, which, Now, cancel), form, cancel);
    }

    [HttpPost("/admin/comments/acts/{id:int}/undoing")]
    public async Task<IActionResult> Undo([FromRoute] int id, [FromForm] ModerationForm form, [FromServices] ChangeWorker changes, CancellationToken cancel)
    {
        if (await Db.UndoAsync(id, StaffId, Now, cancel) is not { } undoing)
            return NotFound();
        await changes.CatchUpAsync(cancel);
        return Done(BackTo(form), undoing.Left == 0
            ? Text["已撤销，{0} 条评论恢复原样。", undoing.Undone]
            : Text["已撤销，{0} 条评论恢复原样；另有 {1} 条后来又有人改过，没有动。", undoing.Undone, undoing.Left]);
    }
}
