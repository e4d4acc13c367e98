using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Rejects a comment.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentRejectionsController(StoreDb db, StaffWords words, TimeProvider clock, IStringLocalizer<Ui> text)
    : ModerationController(db, words, clock, text)
{
    [HttpPost("/admin/comments/{id:int}/rejection")]
    public Task<IActionResult> Create([FromRoute] int id, [FromForm] ModerationForm form, CancellationToken cancel) => ModerateOneAsync(ModerationKind.Reject, id, form, cancel);
}
