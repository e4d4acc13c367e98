using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>A comment as submitted by a form, not yet normalized.</summary>
/// <param name="Address">The sender's IP address; its network is stored for a limited time, and a hash of address and text.</param>
/// <param name="TrapFilled">Whether the honeypot field was filled in.</param>
/// <param name="AnswersId">The comment that it replies to: the first of a thread, or a reply.</param>
public sealed record CommentDraft(CommentTarget Target, string? Title, string? Body, string? Author, string Address, bool TrapFilled, int? AnswersId = null);

/// <summary>Saves submitted comments.</summary>
public static class CommentPosting
{
    extension(StoreDb db)
    {
        /// <summary>
        /// Saves a comment and returns its id; a duplicate submission returns the first one's id. It is pending unless <paramref
        /// name="publishAtOnce"/> is set and there is no reason to hold it. Throws <see cref="ReplyRefusedException"/> if the comment replied to is
        /// not visible to visitors on this page, and <see cref="CommentRefusedException"/> if the block list refuses it.
        /// </summary>
        public async Task<int> PostAsync(CommentDraft draft, bool publishAtOnce, DateTime now, CancellationToken cancel)
        {
            var comment = NewComment(draft, await db.AnsweredAsync(draft, cancel), now);
            if (Suspicion(draft, await db.BlockAgainstAsync(draft, cancel)) is var (reason, detail) && reason != HoldReason.None)
                comment.Hold(reason, detail);
            else if (publishAtOnce)
                comment.Approve(now);

            if (await db.IdOfAsync(comment.SubmissionKey, cancel) is { } earlier)
                return earlier;
            db.Comments.Add(comment);
            try
            {
                await db.SaveChangesAsync(cancel);
                return comment.Id;
            }
            catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
            {
                db.ChangeTracker.Clear();
                return await db.IdOfAsync(comment.SubmissionKey, cancel) ?? throw new InvalidOperationException("评论在保存时被删除。", e);
            }
        }

        /// <summary>The matching block list entry; refusing entries take precedence over holding ones.</summary>
        private async Task<CommentBlock?> BlockAgainstAsync(CommentDraft draft, CancellationToken cancel)
        {
            var blocks = await db.CommentBlocks.AsNoTracking().OrderByDescending(b => b.Refuses).ThenBy(b => b.Id).Take(CommentBlock.MaxBlocks).ToListAsync(cancel);
            var words = new CommentWords(draft);
            var found = blocks.Find(b => b.Matches(words));
            return found is { Refuses: true } ? throw new CommentRefusedException() : found;
        }

        private async Task<Comment?> AnsweredAsync(CommentDraft draft, CancellationToken cancel) => draft.AnswersId is not { } id ? null
            : await db.Comments.AsNoTracking().On(draft.Target).Approved().FirstOrDefaultAsync(c => c.Id == id, cancel)
                ?? throw new ReplyRefusedException("要回复的评论不在这个页面上。");

        private Task<int?> IdOfAsync(string key, CancellationToken cancel) =>
            db.Comments.Where(c => c.SubmissionKey == key).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancel);
    }

    private static Comment NewComment(CommentDraft draft, Comment? answered, DateTime now)
    {
        var (title, body, author) = (PlainText.Line(draft.Title), PlainText.Paragraphs(draft.Body), PlainText.Line(draft.Author));
        var comment = new Comment
        {
            ArticleId = draft.Target.ArticleId,
            ProductId = draft.Target.ProductId,
            Title = title,
            Body = body,
            Author = author,
            CreatedAt = now,
            Address = SenderNetwork.Of(draft.Address),
            SubmissionKey = Comment.KeyOf(draft.Target, author, title, body, draft.Address, answered?.ThreadId),
        };
        if (answered is not null)
            comment.ReplyTo(answered);
        return comment;
    }

    private static (HoldReason Reason, string Detail) Suspicion(CommentDraft draft, CommentBlock? block)
    {
        if (draft.TrapFilled)
            return (HoldReason.Trap, "");
        if (block is not null)
            return (block.Kind switch { BlockKind.Host => HoldReason.Host, BlockKind.Address => HoldReason.Address, _ => HoldReason.Word }, block.Text);
        var links = CountLinks(draft.Body) + CountLinks(draft.Title);
        return links > Comment.MaxLinks ? (HoldReason.Links, $"{links}") : default;
    }

    /// <summary>Each URL counts once: "www." after "https://" is not a second one.</summary>
    private static int CountLinks(string? text)
    {
        text = text?.Replace("//www.", "//", StringComparison.OrdinalIgnoreCase);
        var links = 0;
        foreach (var mark in (ReadOnlySpan<string>)["http://", "https://", "www.", "[url"])
            for (var at = 0; text is not null && (at = text.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += mark.Length)
                links++;
        return links;
    }
}
