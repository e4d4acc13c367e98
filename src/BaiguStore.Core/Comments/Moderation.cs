using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>An act was taken back.</summary>
/// <param name="Left">Comments that somebody has changed since; they stay as they are.</param>
public sealed record Undoing(ModerationAct Act, int Undone, int Left);

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
        /// <summary>Approves, rejects or marks as spam; null where all of them are so already.</summary>
        public async Task<ModerationAct?> ModerateAsync(ModerationKind kind, IQueryable<Comment> which, DateTime now, CancellationToken cancel)
        {
            var target = kind switch
            {
                ModerationKind.Approve => CommentStatus.Approved,
                ModerationKind.Reject => CommentStatus.Rejected,
                ModerationKind.Spam => CommentStatus.Spam,
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
            };
            for (var left = Tries; ; left--)
            {
                var comments = await which.Where(c => c.Status != target).OrderByDescending(c => c.Id).Take(MaxAtOnce).ToListAsync(cancel);
                if (comments.Count == 0)
                    return null;
                var act = db.Act(kind, comments.ConvertAll(CommentState.Of), now);
                foreach (var comment in comments)
                    Turn(comment, target, now);
                db.Trace(kind, comments);
                try
                {
                    await db.SaveChangesAsync(cancel);
                    return act;
                }
                catch (DbUpdateConcurrencyException) when (left > 1)
                {
                    db.ChangeTracker.Clear();
                }
            }
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
            if (await db.Comments.AnyAsync(c => c.SubmissionKey == key, cancel))
                return null;
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            List<CommentState> states = [];
            if (answered.Status == CommentStatus.Pending)
            {
                states.Add(CommentState.Of(answered));
                answered.Approve(now);
            }
            var reply = new Comment
            {
                ArticleId = answered.ArticleId, ProductId = answered.ProductId, Title = "", Body = text, Author = PlainText.Truncate(author, Comment.MaxAuthorLength),
                StaffId = staffId, CreatedAt = now, SubmissionKey = key,
            };
            reply.ReplyTo(answered);
            reply.Approve(now);
            db.Comments.Add(reply);
            await db.SaveChangesAsync(cancel);
            // Taken back, the answer is rejected: nobody's words are thrown away.
            states.Add(CommentState.Of(reply) with { Version = reply.Version - 1, Status = CommentStatus.Rejected });
            var act = db.Act(ModerationKind.Reply, states, now);
            db.Trace(ModerationKind.Reply, [reply]);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return act;
        }

        /// <summary>What this member did last and has not taken back.</summary>
        public Task<ModerationAct?> LastActOfAsync(int staffId, CancellationToken cancel) =>
            db.ModerationActs.AsNoTracking().Where(a => a.StaffId == staffId && a.UndoneAt == null).OrderByDescending(a => a.Id).FirstOrDefaultAsync(cancel);

        /// <summary>Takes an act back, for the comments that are still as it left them. Null where it is not the member's or was taken back before.</summary>
        public async Task<Undoing?> UndoAsync(int actId, int staffId, DateTime now, CancellationToken cancel)
        {
            if (await db.ModerationActs.FirstOrDefaultAsync(a => a.Id == actId && a.StaffId == staffId && a.UndoneAt == null, cancel) is not { } act)
                return null;
            var states = act.States.ToDictionary(s => s.Id);
            var ids = states.Keys.ToList();
            var comments = await db.Comments.Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
            var untouched = comments.FindAll(c => c.Version == states[c.Id].Version + 1);
            untouched.ForEach(c => c.Return(states[c.Id]));
            act.Undo(now);
            Audit.Record(db, AuditKind.Moderation, $"{Word(act.Kind)} taken back", Subject(untouched), $"act {act.Id}");
            await db.SaveChangesAsync(cancel);
            return new(act, untouched.Count, states.Count - untouched.Count);
        }

        private ModerationAct Act(ModerationKind kind, List<CommentState> states, DateTime now) =>
            db.ModerationActs.Add(new ModerationAct { Kind = kind, StaffId = db.Actor.StaffId, At = now, Count = states.Count, States = states }).Entity;

        private void Trace(ModerationKind kind, IReadOnlyList<Comment> comments, string? words = null) =>
            Audit.Record(db, AuditKind.Moderation, Word(kind), Subject(comments), string.Join('\n', comments.Select(c => $"#{c.Id} {c.Author}: {PlainText.Excerpt(words ?? c.Body, Quoted)}")));
    }

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
