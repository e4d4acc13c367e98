using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Search;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The moderation queue, and a single comment with its thread, text and history.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentsController(StoreDb db, StaffWords words, StaleSaves stale, TimeProvider clock, IStringLocalizer<Ui> text)
    : ModerationController(db, words, clock, text)
{
    /// <summary>History steps shown in the editor.</summary>
    private const int StepsShown = 20;

    [HttpGet(QueueQuery.Path)]
    public async Task<IActionResult> Index([FromQuery] QueueQuery query, CancellationToken cancel)
    {
        if (!ModelState.IsValid || !query.IsKnown)
            return BadRequest();
        var found = Found(query).AsNoTracking();
        return View(new QueueView(query, await found.QueueAsync(query.Before, query.After, QueueView.PageSize, cancel),
            await Db.Comments.CountAsync(c => c.Status == CommentStatus.Pending, cancel),
            query.IsNarrow ? await found.OrderBy(c => c.Id).Take(Moderation.MaxAtOnce + 1).CountAsync(cancel) : null,
            await Db.LastActOfAsync(StaffId, cancel)));
    }

    [HttpGet(QueueQuery.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, [FromQuery] QueuePlace from, CancellationToken cancel) =>
        !ModelState.IsValid ? BadRequest() : await EditorAsync(Db, id, FromQueue(from), cancel) is { } editor ? View(editor) : NotFound();

    [HttpPost(QueueQuery.Path + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] CommentEdit form, CancellationToken cancel)
    {
        if (await Db.Comments.FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } comment)
            return NotFound();
        if (!new[] { form.Title, form.Body, form.Author }.All(t => t is null || PlainText.IsWellFormed(t)))
            ModelState.AddModelError(nameof(form.Body), Text["内容里有无法识别的字符，请改正后再提交。"]);
        if (!ModelState.IsValid)
            return Wrong("Edit", (await EditorAsync(Db, id, FromQueue(form), cancel))! with { Form = form });
        try
        {
            var act = await Db.RewriteAsync(comment, form.Title, form.Body, form.Author, form.Version, Now, cancel);
            return await ActedAsync(act, new() { Back = CommentEditor.UrlOf(id, FromQueue(form)) }, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            var mine = FieldValues.Of(comment);
            Db.ChangeTracker.Clear();
            var place = $"{QueueQuery.Path}/{id}/edit";
            return Stale(await stale.CompareAsync(RevisionKind.Comment, id, mine, form, $"{comment.Author} #{id}", place, cancel));
        }
    }

    internal static async Task<CommentEditor?> EditorAsync(StoreDb db, int id, QueuePlace from, CancellationToken cancel, string? reply = null)
    {
        if (await db.Comments.AsNoTracking().Where(c => c.Id == id).AsQueueRows().FirstOrDefaultAsync(cancel) is not { } row)
            return null;
        var root = row.ParentId ?? row.Id;
        var thread = await db.Comments.AsNoTracking().Where(c => c.Id == root || c.ParentId == root).OrderBy(c => c.Id).AsQueueRows().ToListAsync(cancel);
        var steps = await db.StepsOfAsync(RevisionKind.Comment, id, null, StepsShown, cancel);
        return new(row, new() { Title = row.Title, Body = row.Body, Author = row.Author, Version = row.Version }, thread, steps, from, reply);
    }
}
