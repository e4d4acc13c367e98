using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Replies to a comment in the store's name, then returns to the queue if the moderator came from it.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentRepliesController(StoreDb db, StaffWords words, TimeProvider clock, IStringLocalizer<Ui> text)
    : ModerationController(db, words, clock, text)
{
    [HttpPost("/admin/comments/{id:int}/replies")]
    public async Task<IActionResult> Create([FromRoute] int id, [FromForm] ReplyForm form, CancellationToken cancel)
    {
        if (await Db.Comments.FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } comment)
            return NotFound();
        if (form.Reply is { } reply && !Core.Text.PlainText.IsWellFormed(reply))
            ModelState.AddModelError(nameof(form.Reply), Text["内容里有无法识别的字符，请改正后再提交。"]);
        if (!ModelState.IsValid)
            return await WrongAsync(id, form, cancel);
        try
        {
            var act = await Db.ReplyAsync(comment, StaffId, StaffName, form.Reply, Now, cancel);
            var from = FromQueue(form);
            return await ActedAsync(act, from.Back is null ? new() { Back = CommentEditor.UrlOf(id, from) } : from, cancel, comment);
        }
        catch (ReplyRefusedException)
        {
            Db.ChangeTracker.Clear();
            ModelState.AddModelError(nameof(form.Reply), Text["只能回复已公开或待审核的评论。"]);
            return await WrongAsync(id, form, cancel);
        }
    }

    /// <summary>The editor with the submitted text; for a script only the reason, because it still has the text.</summary>
    private async Task<IActionResult> WrongAsync(int id, ReplyForm form, CancellationToken cancel)
    {
        if (WantsJson)
            return BadRequest(new { Error = ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage).First() });
        var editor = await CommentsController.EditorAsync(Db, id, FromQueue(form), cancel, form.Reply);
        return Wrong("~/Areas/Admin/Views/Comments/Edit.cshtml", editor!);
    }
}
