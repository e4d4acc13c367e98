using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>An act was taken back.</summary>
/// <param name="Comments">Those that are as they were before, the newest first.</param>
/// <param name="Left">Comments that somebody has changed since; they stay as they are.</param>
/// <param name="Blocks">Blocks that were made with the act and are gone again.</param>
public sealed record Undoing(ModerationAct Act, IReadOnlyList<Comment> Comments, int Left, int Blocks = 0)
{
    public int Undone => Comments.Count;
}

/// <summary>What moderators do. Every act stands in the audit trail and can be taken back by who did it.</summary>
public static class Moderation
{
    /// <summary>Comments changed by one act; who has more does it again.</summary>
    public const int MaxAtOnce = 1_000;

    /// <summary>How often an act is begun anew because another moderator was quicker.</summary>
    private const int Tries = 3;

    /// <summary>Characters of a comment that the audit trail quotes.</summary>
    private const int Quoted = 120;

    extension(StoreDb db)
    {
        /// <summary>Approves, rejects or marks as spam; null where all of them are so already, and nothing is blocked that was not before.</summary>
        /// <param name="seen">Where given, only those that are still as they were shown.</param>
        /// <param name="blocks">Made together with the act, and taken back with it.</param>
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

        /// <summary>Adds what is not blocked yet; it goes with the next save.</summary>
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

        /// <summary>Adds a block, with its line in the audit trail; it goes with the next save.</summary>
        public void AddBlock(CommentBlock block)
        {
            db.CommentBlocks.Add(block);
            Audit.Record(db, AuditKind.Moderation, "block added", $"{block.Kind}: {block.Text}", block.Refuses ? "refuses" : "holds");
        }

        /// <summary>The same for one that is removed.</summary>
        public void RemoveBlock(CommentBlock block)
        {
            db.CommentBlocks.Remove(block);
            Audit.Record(db, AuditKind.Moderation, "block removed", $"{block.Kind}: {block.Text}");
        }

        /// <summary>
        /// Changes a comment's words; null where there is nothing to change. Throws DbUpdateConcurrencyException where the comment is not
        /// of that version any more.
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
        /// Answers a comment in the store's name; one that waits is approved with it. The same words sent twice are one answer. Throws
        /// <see cref="ReplyRefusedException"/> for a comment that was rejected.
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
            }).Entity; // one that was taken back is given again
            reply.ReplyTo(answered);
            reply.Approve(now);
            await db.SaveChangesAsync(cancel);
            // Taken back, the answer is rejected: nobody's words are thrown away.
            states.Add(CommentState.Of(reply) with { Version = reply.Version - 1, Status = CommentStatus.Rejected });
            var act = db.Act(ModerationKind.Reply, states, now);
            db.Trace(ModerationKind.Reply, [reply]);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return act;
        }

        /// <summary>What this member did last, has not taken back, and can take back: somebody may have changed all of it since.</summary>
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
        /// Takes an act back, for the comments that are still as it left them; where there is none, the act stays as it is, and none are undone.
        /// Null where it is not the member's or was taken back before.
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

        /// <summary>The blocks that were made with the act and are still there.</summary>
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

        /// <summary>Whether any of its comments is still as the act left it, or a block of it is there.</summary>
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

    /// <summary>What approving, rejecting or marking as spam makes of comments.</summary>
    public static CommentStatus StatusAfter(ModerationKind kind) => kind switch
    {
        ModerationKind.Approve => CommentStatus.Approved,
        ModerationKind.Reject => CommentStatus.Rejected,
        ModerationKind.Spam => CommentStatus.Spam,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Who said what, a comment a line: the trail is read when the comment may say something else.</summary>
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
