using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>
/// Shared by the moderators' controllers: an action returns to the queue. A script requests JSON and stays on the page.
/// </summary>
public abstract class ModerationController(StoreDb db, StaffWords words, TimeProvider clock, IStringLocalizer<Ui> text)
    : AdminController
{
    protected StoreDb Db => db;

    protected IStringLocalizer<Ui> Text => text;

    protected DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The comments of a queue query.</summary>
    protected IQueryable<Comment> Found(QueueQuery query) => db.Comments.Matching(query.FilterBy(words));

    protected bool WantsJson => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    protected async Task<IActionResult> ModerateOneAsync(ModerationKind kind, int id, ModerationForm form, CancellationToken cancel)
    {
        var which = db.Comments.Where(c => c.Id == id);
        var seen = form.Version is { } version ? new SeenComments(new Dictionary<int, int> { [id] = version }) : null;
        var act = await db.ModerateAsync(kind, which, Now, cancel, seen);
        if (await which.FirstOrDefaultAsync(cancel) is not { } comment)
            return NotFound();
        return act is null && comment.Status != Moderation.StatusAfter(kind)
            ? await ChangedAsync(comment, form, cancel)
            : await ActedAsync(act, form, cancel, comment);
    }

    /// <param name="comment">The comment, if it was a single one.</param>
    protected async Task<IActionResult> ActedAsync(ModerationAct? act, QueuePlace form, CancellationToken cancel, Comment? comment = null)
    {
        var said = act is null ? text["已经是这样，没有改动。"] : text[CommentNames.Done(act.Kind), act.Count];
        return WantsJson && comment is not null
            ? Ok(new { Act = act?.Id, Said = said.Value, comment.Version, Waiting = await WaitingAsync(cancel) })
            : Done(BackTo(form), said);
    }

    protected Task<int> WaitingAsync(CancellationToken cancel) => db.Comments.CountAsync(c => c.Status == CommentStatus.Pending, cancel);

    /// <summary>The page of the queue that the form came from, at the next comment; never another URL.</summary>
    protected string BackTo(QueuePlace form) => form.Next is { } next ? $"{PageOf(form)}#comment-{next}" : PageOf(form);

    protected string PageOf(QueuePlace form) =>
        form.Back is { } back && Url.IsLocalUrl(back) && back.StartsWith(QueueQuery.Path, StringComparison.Ordinal) ? back : QueueQuery.Path;

    /// <summary>The moderator's place in the queue, for an editor to return to; empty if they came from another page.</summary>
    protected QueuePlace FromQueue(QueuePlace form) => QueueQuery.Read(form.Back) is null ? new() : new() { Back = form.Back, Next = form.Next };

    /// <summary>URL of the queue page with the comment: the page that the form came from if it is there, otherwise one that begins with it.</summary>
    protected async Task<string> PlaceOfAsync(Comment comment, QueuePlace form, CancellationToken cancel)
    {
        if (QueueQuery.Read(PageOf(form)) is not { } query)
            return PageOf(form);
        var found = Found(query).AsNoTracking();
        if ((await found.QueueAsync(query.Before, query.After, QueueView.PageSize, cancel)).Items.All(i => i.Id != comment.Id))
            query = await found.AnyAsync(c => c.Id == comment.Id, cancel)
                ? query with { Before = comment.Id + 1, After = null }
                : QueueQuery.Showing(comment);
        return $"{query.Url}#comment-{comment.Id}";
    }

    /// <summary>
    /// The comment was changed since it was shown: nothing is done, and its present state is shown. For a script 409 with its item.
    /// </summary>
    private async Task<IActionResult> ChangedAsync(Comment comment, ModerationForm form, CancellationToken cancel)
    {
        var said = text["刚才有人改过这条评论，没有动它。现在是“{0}”，请看过再决定。", text[CommentNames.Of(comment.Status)]];
        if (!WantsJson)
            return Done(await PlaceOfAsync(comment, form, cancel), said);
        var row = await db.Comments.AsNoTracking().Where(c => c.Id == comment.Id).AsQueueRows().FirstAsync(cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return PartialView("queue-item", new QueueItem(row, PageOf(form), form.Next, QueueQuery.Read(PageOf(form)) ?? new(), said));
    }
}
