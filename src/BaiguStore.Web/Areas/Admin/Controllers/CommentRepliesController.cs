using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Background;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The store answers a comment.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentRepliesController(StoreDb db, ChangeWorker changes, TimeProvider clock, IStringLocalizer<Ui> text) : ModerationController(db, changes, clock, text)
{
    [HttpPost("/admin/comments/{id:int}/replies")]
    public async Task<IActionResult> Create([FromRoute] int id, [FromForm] ReplyForm form, CancellationToken cancel)
    {
        if (await Db.Comments.FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } comment)
            return NotFound();
        if (form.Reply is { } reply && !Core.Text.PlainText.IsWellFormed(reply))
            ModelState.AddModelError(nameof(form.Reply), Text["内容里有无法识别的字符，请改正后再提交。"]);
        if (!ModelState.IsValid)
            return Wrong("~/Areas/Admin/Views/Comments/Edit.cshtml", (await CommentsController.EditorAsync(Db, id, form.Reply, cancel))!);
        try
        {
            var act = await Db.ReplyAsync(comment, StaffId, StaffName, form.Reply, Now, cancel);
            return await ActedAsync(act, new() { Back = $"{QueueQuery.Path}/{id}/edit" }, cancel);
        }
        catch (ReplyRefusedException)
        {
            Db.ChangeTracker.Clear();
            ModelState.AddModelError(nameof(form.Reply), Text["只能回复已公开或待审核的评论。"]);
            return Wrong("~/Areas/Admin/Views/Comments/Edit.cshtml", (await CommentsController.EditorAsync(Db, id, form.Reply, cancel))!);
        }
    }
}
