using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Background;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>What the moderators' controllers share: an act shows in the store at once, and leads back to where the moderator was.</summary>
public abstract class ModerationController(StoreDb db, ChangeWorker changes, TimeProvider clock, IStringLocalizer<Ui> text) : AdminController
{
    protected StoreDb Db => db;

    protected IStringLocalizer<Ui> Text => text;

    protected DateTime Now => clock.GetUtcNow().UtcDateTime;

    protected async Task<IActionResult> ModerateOneAsync(ModerationKind kind, int id, ModerationForm form, CancellationToken cancel) =>
        await db.Comments.AnyAsync(c => c.Id == id, cancel)
            ? await ActedAsync(await db.ModerateAsync(kind, db.Comments.Where(c => c.Id == id), Now, cancel), form, cancel)
            : NotFound();

    protected async Task<IActionResult> ActedAsync(ModerationAct? act, ModerationForm form, CancellationToken cancel)
    {
        await changes.CatchUpAsync(cancel);
        return Done(BackTo(form), act is null ? text["已经是这样，没有改动。"] : text[CommentNames.Done(act.Kind), act.Count]);
    }

    /// <summary>The page of the queue from which the form came, at the comment that is next; never another place.</summary>
    protected string BackTo(ModerationForm form)
    {
        var place = form.Back is { } back && Url.IsLocalUrl(back) && back.StartsWith(QueueQuery.Path, StringComparison.Ordinal) ? back : QueueQuery.Path;
        return form.Next is { } next ? $"{place}#comment-{next}" : place;
    }
}
