using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Publishing;

/// <summary>Scheduled publication and withdrawal of products and articles, and emptying the bin of soft-deleted ones.</summary>
public static class Scheduler
{
    /// <summary>Entities per transaction.</summary>
    private const int Portion = 200;

    extension<T>(IQueryable<T> all) where T : class, IPublished
    {
        /// <summary>Entities due for publication: a range scan on a small filtered index of scheduled entities.</summary>
        public IOrderedQueryable<T> DueToPublish(DateTime now) => all.Where(e => e.PublishFrom <= now).OrderBy(e => e.PublishFrom);

        /// <summary>Entities due for withdrawal: a range scan on a small filtered index of scheduled entities.</summary>
        public IOrderedQueryable<T> DueToWithdraw(DateTime now) => all.Where(e => e.PublishUntil <= now).OrderBy(e => e.PublishUntil);

        /// <summary>Soft-deleted entities, newest first.</summary>
        public IOrderedQueryable<T> InBin() => all.Where(e => e.DeletedAt != null).OrderByDescending(e => e.DeletedAt).ThenByDescending(e => e.Id);
    }

    extension(StoreDb db)
    {
        /// <summary>
        /// Publishes and withdraws what is due, with change feed and history like any save; returns how many. Safe to run on every node at once:
        /// optimistic concurrency lets one node win, the others find nothing left.
        /// </summary>
        public async Task<int> PublishDueAsync(DateTime now, CancellationToken cancel) =>
            await db.TurnAsync(db.Products.DueToPublish(now), now, cancel) + await db.TurnAsync(db.Products.DueToWithdraw(now), now, cancel)
            + await db.TurnAsync(db.Articles.DueToPublish(now), now, cancel) + await db.TurnAsync(db.Articles.DueToWithdraw(now), now, cancel);

        /// <summary>
        /// Permanently deletes what was soft-deleted before the given time; returns how many. Only on a person's request. The history keeps their
        /// content.
        /// </summary>
        public async Task<int> EmptyBinAsync(DateTime before, CancellationToken cancel) =>
            await db.EmptyAsync(db.Products, before, cancel) + await db.EmptyAsync(db.Articles, before, cancel) + await db.EmptyPlacesAsync(before, cancel);

        private async Task<int> TurnAsync<T>(IQueryable<T> all, DateTime now, CancellationToken cancel) where T : class, IPublished
        {
            db.ChangeTracker.Clear(); // read the current state, not tracked entities
            for (var done = 0; ;)
            {
                if (await all.Take(Portion).ToListAsync(cancel) is not { Count: > 0 } due)
                    return done;
                foreach (var one in due)
                    Turn(one, now);
                done += await db.SavedAsync(due.Count, cancel);
            }
        }

        private async Task<int> EmptyAsync<T>(DbSet<T> all, DateTime before, CancellationToken cancel) where T : class, IPublished
        {
            db.ChangeTracker.Clear();
            for (var done = 0; ;)
            {
                if (await all.InBin().Where(e => e.DeletedAt < before).Take(Portion).ToListAsync(cancel) is not { Count: > 0 } old)
                    return done;
                var ids = old.ConvertAll(e => e.Id);
                // A comment is deleted with its replies or not at all; replies first.
                await db.BulkAsync(typeof(T) == typeof(Product) ? [ChangeKind.ProductComment] : [ChangeKind.ArticleComment], async () =>
                {
                    var theirs = typeof(T) == typeof(Product) ? db.Comments.Where(c => ids.Contains(c.ProductId ?? 0)) : db.Comments.Where(c => ids.Contains(c.ArticleId ?? 0));
                    await theirs.Where(c => c.ParentId != null).ExecuteDeleteAsync(cancel);
                    await theirs.ExecuteDeleteAsync(cancel);
                    all.RemoveRange(old);
                    return 0;
                }, cancel);
                done += old.Count;
                db.ChangeTracker.Clear();
            }
        }

        private async Task<int> EmptyPlacesAsync(DateTime before, CancellationToken cancel)
        {
            var old = await db.Categories.Where(c => c.DeletedAt < before).Empty(db).ToListAsync(cancel);
            db.Categories.RemoveRange(old);
            await db.SaveChangesAsync(cancel);
            return old.Count;
        }

        /// <summary>Number of saved entities; 0 if another writer won, then the caller queries again.</summary>
        private async Task<int> SavedAsync(int count, CancellationToken cancel)
        {
            try
            {
                await db.SaveChangesAsync(cancel);
                return count;
            }
            catch (DbUpdateConcurrencyException)
            {
                return 0;
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Both dates may be past, after a long downtime: then it is not published any more.</summary>
    private static void Turn(IPublished one, DateTime now)
    {
        if (one.PublishUntil <= now)
            one.Withdraw();
        else
            one.Publish(now);
    }
}
