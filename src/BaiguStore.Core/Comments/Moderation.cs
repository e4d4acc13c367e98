using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>Result of undoing a moderation action.</summary>
/// <param name="Comments">Restored comments, newest first.</param>
/// <param name="Left">Number of comments that somebody has changed since; they stay unchanged.</param>
/// <param name="Blocks">Block list entries that were created with the action and are deleted again.</param>
public sealed record Undoing(ModerationAct Act, IReadOnlyList<Comment> Comments, int Left, int Blocks = 0)
{
    public int Undone => Comments.Count;
}

/// <summary>Actions of moderators. Each is recorded in the audit trail and can be undone by its author.</summary>
public static class Moderation
{
    /// <summary>Comments per action; with more the moderator repeats it.</summary>
    public const int MaxAtOnce = 1_000;

    /// <summary>Attempts after concurrency conflicts with another moderator.</summary>
    private const int Tries = 3;

    /// <summary>Characters of a comment quoted in the audit trail.</summary>
    private const int Quoted = 120;

    extension(StoreDb db)
    {
        /// <summary>Approves, rejects or marks as spam; null if all have that status already, and no new block list entry is created.</summary>
        /// <param name="seen">If given, only comments unchanged since they were shown.</param>
        /// <param name="blocks">Created together with the action, and deleted by its undo.</param>
        public async Task<ModerationAct?> ModerateAsync(
            ModerationKind kind, IQueryable<Comment> which, DateTime now, CancellationToken cancel,
            SeenComments? seen = null, IReadOnlyList<NewBlock>? blocks = null)
        {
            var target = StatusAfter(kind);
            for (var left = Tries; ; left--)
            {
                var comments = await which.Where(c => c.Status != target).OrderByDescending(c => c.Id).Take(MaxAtOnce).ToListAsync(cancel);
                comments.RemoveAll(c => seen?.IsAsSeen(c) == false);
                var made = await db.BlockAsync(blocks ?? [], now, cancel);
                if (comments.Count == 0 && made.Count == 0)
                    return null;
                var act = db.Act(kind, comments.ConvertAll(CommentState.Of), now, made);
                foreach (var comment in comments)
                    Turn(comment, target, now);
                if (comments.Count > 0)
                    db.Trace(kind, comments);
                try
                {
                    await db.SaveChangesAsync(cancel);
                    return act;
                }
                catch (DbUpdateException e) when (left > 1 && (e is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(e)))
                {
                    db.ChangeTracker.Clear();
                }
            }
        }

        /// <summary>Adds entries that do not exist yet; saved with the next SaveChanges.</summary>
        private async Task<List<MadeBlock>> BlockAsync(IReadOnlyList<NewBlock> blocks, DateTime now, CancellationToken cancel)
        {
            List<MadeBlock> made = [];
            foreach (var wanted in blocks)
            {
                var block = CommentBlock.Of(wanted.Kind, wanted.Text, wanted.Refuses, db.Actor.Name, now);
                var one = new MadeBlock(block.Kind, block.Text);
                if (made.Contains(one) || await db.CommentBlocks.AnyAsync(b => b.Kind == block.Kind && b.Text == block.Text, cancel))
                    continue;
                db.AddBlock(block);
                made.Add(one);
            }
            return made;
        }

        /// <summary>Adds a block list entry and its audit entry; saved with the next SaveChanges.</summary>
        public void AddBlock(CommentBlock block)
        {
            db.CommentBlocks.Add(block);
            Audit.Record(db, AuditKind.Moderation, "block added", $"{block.Kind}: {block.Text}", block.Refuses ? "refuses" : "holds");
        }

        /// <summary>Removes a block list entry and adds its audit entry; saved with the next SaveChanges.</summary>
        public void RemoveBlock(CommentBlock block)
        {
            db.CommentBlocks.Remove(block);
            Audit.Record(db, AuditKind.Moderation, "block removed", $"{block.Kind}: {block.Text}");
        }

        /// <summary>
        /// Edits a comment's text; null if nothing differs. Throws DbUpdateConcurrencyException if the comment's version has changed.
        /// </summary>
        public async Task<ModerationAct?> RewriteAsync(Comment comment, string? title, string? body, string? author, int version, DateTime now, CancellationToken cancel)
        {
            var (was, words) = (CommentState.WithWordsOf(comment), (PlainText.Line(title), PlainText.Paragraphs(body), PlainText.Line(author)));
            db.Entry(comment).Property(c => c.Version).OriginalValue = version;
            if (words == (comment.Title, comment.Body, comment.Author) && version == comment.Version)
                return null;
            comment.Rewrite(words.Item1, words.Item2, words.Item3, now);
            var act = db.Act(ModerationKind.Edit, [was], now);
            db.Trace(ModerationKind.Edit, [comment], was.Words!.Body);
            await db.SaveChangesAsync(cancel);
            return act;
        }

        /// <summary>
        /// Replies in the store's name and approves the comment if it is pending. A duplicate submission is one reply. Throws <see
        /// cref="ReplyRefusedException"/> for a rejected comment.
        /// </summary>
        public async Task<ModerationAct?> ReplyAsync(Comment answered, int staffId, string author, string? body, DateTime now, CancellationToken cancel)
        {
            var text = PlainText.Paragraphs(body);
            var key = Comment.KeyOf(answered.Target, author, "", text, $"staff:{staffId}", answered.ThreadId);
            var reply = await db.Comments.FirstOrDefaultAsync(c => c.SubmissionKey == key, cancel);
            if (reply?.Status == CommentStatus.Approved)
                return null;
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            List<CommentState> states = [];
            if (answered.Status == CommentStatus.Pending)
            {
                states.Add(CommentState.Of(answered));
                answered.Approve(now);
            }
            reply ??= db.Comments.Add(new()
            {
                ArticleId = answered.ArticleId, ProductId = answered.ProductId, Title = "", Body = text, Author = PlainText.Truncate(author, Comment.MaxAuthorLength),
                StaffId = staffId, CreatedAt = now, SubmissionKey = key,
            }).Entity; // a reply that was undone is submitted again
            reply.ReplyTo(answered);
            reply.Approve(now);
            await db.SaveChangesAsync(cancel);
            // Undo rejects the reply instead of deleting it: no text is lost.
            states.Add(CommentState.Of(reply) with { Version = reply.Version - 1, Status = CommentStatus.Rejected });
            var act = db.Act(ModerationKind.Reply, states, now);
            db.Trace(ModerationKind.Reply, [reply]);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return act;
        }

        /// <summary>The staff member's last action that was not undone and can be; its comments may have been changed since.</summary>
        public async Task<ModerationAct?> LastActOfAsync(int staffId, CancellationToken cancel)
        {
            for (var (tries, below) = (Tries, int.MaxValue); tries > 0; tries--)
            {
                var act = await db.ModerationActs.AsNoTracking().Where(a => a.StaffId == staffId && a.UndoneAt == null && a.Id < below)
                    .OrderByDescending(a => a.Id).FirstOrDefaultAsync(cancel);
                if (act is null || await db.IsUntouchedAsync(act, cancel))
                    return act;
                below = act.Id;
            }
            return null;
        }

        /// <summary>
        /// Undoes an action, for the comments unchanged since; if there are none, the action stays and nothing is undone. Null if the action is not
        /// the member's or was undone before.
        /// </summary>
        public async Task<Undoing?> UndoAsync(int actId, int staffId, DateTime now, CancellationToken cancel)
        {
            if (await db.ModerationActs.FirstOrDefaultAsync(a => a.Id == actId && a.StaffId == staffId && a.UndoneAt == null, cancel) is not { } act)
                return null;
            var states = act.States.ToDictionary(s => s.Id);
            var ids = states.Keys.ToList();
            var comments = await db.Comments.Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
            var untouched = comments.FindAll(c => c.Version == states[c.Id].Version + 1);
            var blocks = await db.BlocksOfAsync(act, cancel);
            if (untouched.Count == 0 && blocks.Count == 0)
                return new(act, [], states.Count);
            untouched.ForEach(c => c.Return(states[c.Id]));
            blocks.ForEach(db.RemoveBlock);
            act.Undo(now);
            if (untouched.Count > 0)
                Audit.Record(db, AuditKind.Moderation, $"{Word(act.Kind)} taken back", Subject(untouched), Quotes(untouched));
            await db.SaveChangesAsync(cancel);
            return new(act, [.. untouched.OrderByDescending(c => c.Id)], states.Count - untouched.Count, blocks.Count);
        }

        /// <summary>Block list entries created with the action that still exist.</summary>
        private async Task<List<CommentBlock>> BlocksOfAsync(ModerationAct act, CancellationToken cancel)
        {
            List<CommentBlock> blocks = [];
            foreach (var (kind, text) in act.Blocks)
                if (await db.CommentBlocks.FirstOrDefaultAsync(b => b.Kind == kind && b.Text == text, cancel) is { } block)
                    blocks.Add(block);
            return blocks;
        }

        private ModerationAct Act(ModerationKind kind, List<CommentState> states, DateTime now, List<MadeBlock>? blocks = null) =>
            db.ModerationActs.Add(new ModerationAct
            {
                Kind = kind, StaffId = db.Actor.StaffId, At = now, Count = states.Count, Found = new(states, blocks ?? []),
            }).Entity;

        /// <summary>Whether any of its comments is unchanged since, or a block list entry of it exists.</summary>
        private async Task<bool> IsUntouchedAsync(ModerationAct act, CancellationToken cancel)
        {
            var left = act.States.ToDictionary(s => s.Id, s => s.Version + 1);
            var ids = left.Keys.ToList();
            var now = await db.Comments.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Version }).ToListAsync(cancel);
            return now.Exists(c => c.Version == left[c.Id]) || (await db.BlocksOfAsync(act, cancel)).Count > 0;
        }

        private void Trace(ModerationKind kind, IReadOnlyList<Comment> comments, string? words = null) =>
            Audit.Record(db, AuditKind.Moderation, Word(kind), Subject(comments), Quotes(comments, words));
    }

    /// <summary>The status that approving, rejecting or marking as spam sets.</summary>
    public static CommentStatus StatusAfter(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => CommentStatus.Approved,
        ModerationKind.Reject => CommentStatus.Rejected,
        ModerationKind.Spam => CommentStatus.Spam,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Author and text, one comment per line: the comment may be changed later.</summary>
    private static string Quotes(IEnumerable<Comment> comments, string? words = null) =>
        string.Join('\n', comments.Select(c => $"#{c.Id} {c.Author}: {PlainText.Excerpt(words ?? c.Body, Quoted)}"));

    private static void Turn(Comment comment, CommentStatus target, DateTime now)
    {
        switch (target)
        {
            case CommentStatus.Approved: comment.Approve(now); break;
            case CommentStatus.Spam: comment.MarkAsSpam(now); break;
            default: comment.Reject(now); break;
        }
    }

    private static string Word(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => "comment approved",
        ModerationKind.Reject => "comment rejected",
        ModerationKind.Spam => "comment marked as spam",
        ModerationKind.Edit => "comment edited",
        _ => "comment answered",
    };

    private static string Subject(IReadOnlyList<Comment> comments) => comments.Count == 1 ? $"comment:{comments[0].Id} {comments[0].Target}" : $"{comments.Count} comments";
}
