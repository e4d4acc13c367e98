using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data;

/// <summary>What the clock does to products and articles: publishes and withdraws what is due. And the bin's end.</summary>
public static class Scheduler
{
    /// <summary>Things changed in one transaction.</summary>
    private const int Portion = 200;

    extension<T>(IQueryable<T> all) where T : class, IPublished
    {
        /// <summary>What the clock shall publish by now: a range of a small index, which holds only what has such a date.</summary>
        public IOrderedQueryable<T> DueToPublish(DateTime now) => all.Where(e => e.PublishFrom <= now).OrderBy(e => e.PublishFrom);

        /// <summary>The same for what it shall withdraw.</summary>
        public IOrderedQueryable<T> DueToWithdraw(DateTime now) => all.Where(e => e.PublishUntil <= now).OrderBy(e => e.PublishUntil);

        /// <summary>What lies in the bin, the newest first.</summary>
        public IOrderedQueryable<T> InBin() => all.Where(e => e.DeletedAt != null).OrderByDescending(e => e.DeletedAt).ThenByDescending(e => e.Id);
    }

    extension(StoreDb db)
    {
        /// <summary>
        /// Publishes and withdraws what is due, through the feed and into the history like any save; answers how many things that were. Every
        /// node may do it at once: the version decides who does, the other finds nothing left to do.
        /// </summary>
        public async Task<int> PublishDueAsync(DateTime now, CancellationToken cancel) =>
            await db.TurnAsync(db.Products.DueToPublish(now), now, cancel) + await db.TurnAsync(db.Products.DueToWithdraw(now), now, cancel)
            + await db.TurnAsync(db.Articles.DueToPublish(now), now, cancel) + await db.TurnAsync(db.Articles.DueToWithdraw(now), now, cancel);

        /// <summary>
        /// Deletes for good what lies in the bin since before a moment; answers how many things that were. Only ever asked for by a person. The
        /// history keeps what they held.
        /// </summary>
        public async Task<int> EmptyBinAsync(DateTime before, CancellationToken cancel) =>
            await db.EmptyAsync(db.Products, before, cancel) + await db.EmptyAsync(db.Articles, before, cancel) + await db.EmptyPlacesAsync(before, cancel);

        private async Task<int> TurnAsync<T>(IQueryable<T> all, DateTime now, CancellationToken cancel) where T : class, IPublished
        {
            db.ChangeTracker.Clear(); // what is there counts, not what was read before
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
                // An answered comment goes with its answers or not at all; the answers first.
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

        /// <summary>How many went out; none where another writer was first with one of them: who asks again sees what is left.</summary>
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

    /// <summary>Both dates may be past, after a long night: then what was to be shown in between is not shown any more.</summary>
    private static void Turn(IPublished one, DateTime now)
    {
        if (one.PublishUntil <= now)
            one.Withdraw();
        else
            one.Publish(now);
    }
}
