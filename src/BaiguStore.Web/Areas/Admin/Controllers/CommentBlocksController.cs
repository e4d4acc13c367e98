using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The block list: words, hosts and networks for which new comments are held or refused.</summary>
[Authorize(Policies.Moderation)]
public sealed class CommentBlocksController(StoreDb db, TimeProvider clock, IStringLocalizer<Ui> text) : AdminController
{
    private const string List = QueueQuery.Path + "/blocks";

    /// <param name="kind">Initial values of the form, for links with something to block.</param>
    /// <param name="added">A block that was just created: the page offers to apply it to pending comments.</param>
    [HttpGet(List)]
    public async Task<IActionResult> Index(BlockKind kind, string? value, int? added, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        var list = await ListAsync(new() { Kind = kind, Text = value }, cancel);
        return list.Blocks.FirstOrDefault(b => b.Id == added) is { } block
            ? View(list with { Added = block, Against = (await db.WaitingAgainstAsync([block], cancel)).Count })
            : View(list);
    }

    [HttpPost(List)]
    public async Task<IActionResult> Create([FromForm] BlockForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return Wrong("Index", await ListAsync(form, cancel));
        try
        {
            var block = CommentBlock.Of(form.Kind, form.Text, form.Refuses, StaffName, clock.GetUtcNow().UtcDateTime);
            if (await db.CommentBlocks.AnyAsync(b => b.Kind == block.Kind && b.Text == block.Text, cancel))
                return await RefusedAsync("已经在列表里。", form, cancel);
            if (await db.CommentBlocks.CountAsync(cancel) >= CommentBlock.MaxBlocks)
                return await RefusedAsync("列表已满，请先删去用不着的。", form, cancel);
            db.AddBlock(block);
            await db.SaveChangesAsync(cancel);
            return Done(FormattableString.Invariant($"{List}?added={block.Id}"), text["已添加，对新评论立即生效。"]);
        }
        catch (BlockRefusedException e)
        {
            return await RefusedAsync(CommentNames.Wanted(e.Kind), form, cancel);
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            return await RefusedAsync("已经在列表里。", form, cancel);
        }
    }

    [HttpPost(List + "/{id:int}/removal")]
    public async Task<IActionResult> Remove([FromRoute] int id, CancellationToken cancel)
    {
        if (await db.CommentBlocks.FirstOrDefaultAsync(b => b.Id == id, cancel) is not { } block)
            return NotFound();
        db.RemoveBlock(block);
        await db.SaveChangesAsync(cancel);
        return Done(List, text["已删去 {0}。", block.Text]);
    }

    private async Task<IActionResult> RefusedAsync(string error, BlockForm form, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        ModelState.AddModelError(nameof(form.Text), text[error]);
        return Wrong("Index", await ListAsync(form, cancel));
    }

    private async Task<BlockList> ListAsync(BlockForm form, CancellationToken cancel) =>
        new(form, await db.CommentBlocks.AsNoTracking().OrderBy(b => b.Kind).ThenBy(b => b.Text).Take(CommentBlock.MaxBlocks).ToListAsync(cancel));
}
