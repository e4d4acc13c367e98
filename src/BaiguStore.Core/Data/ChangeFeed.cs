using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Data;

/// <summary>One row per save of something that visitors see, written in the same transaction.</summary>
public sealed class Change
{
    public long Id { get; private set; }
    public required ChangeKind Kind { get; init; }

    /// <summary>Id of the changed entity, or 0 for all of its kind. For comments, the article or product that they belong to.</summary>
    public required int EntityId { get; init; }

    /// <summary>For a product: the category that counted it before the save; null if it was not published or did not exist.</summary>
    public int? FromCategoryId { get; init; }

    /// <summary>For a product: the category that counts it after the save; null if it is not published or was deleted.</summary>
    public int? ToCategoryId { get; init; }
    public required DateTime At { get; init; }
}

public sealed class ChangeMap : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> change) => change.HasKey(c => c.Id);
}

/// <summary>
/// Reading and trimming the change feed. Ids become visible in order (see StoreDb.LockFeedAsync), so a reader that has seen one has seen all before
/// it; a missing id belongs to a save that was rolled back.
/// </summary>
public static class ChangeFeed
{
    /// <summary>Rows read or deleted per batch. A follower that is further behind reloads everything, which costs one query.</summary>
    public const int Portion = 5_000;

    /// <summary>Retention of rows; a node that was offline for longer reloads everything.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    extension(StoreDb db)
    {
        /// <summary>
        /// Changes after a known position, in order; null if the follower must reload everything, because the feed was trimmed meanwhile or more than
        /// one batch is waiting. Range scan on the primary key.
        /// </summary>
        public async Task<IReadOnlyList<Change>?> ChangesAfterAsync(long known, CancellationToken cancel)
        {
            // The known row is read again: only the oldest rows are trimmed, so while it exists nothing after it is missing.
            var rows = await db.Changes.AsNoTracking().Where(c => c.Id >= known).OrderBy(c => c.Id).Take(Portion + 2).ToListAsync(cancel);
            if (known == 0 && rows.Count == 0)
                return rows;
            return rows.Count is > 0 and <= Portion + 1 && rows[0].Id == known ? rows[1..] : null;
        }

        /// <summary>Id of the newest change, or 0.</summary>
        public async Task<long> NewestChangeAsync(CancellationToken cancel) => await db.Changes.MaxAsync(c => (long?)c.Id, cancel) ?? 0;

        /// <summary>
        /// Deletes rows older than the limit, oldest first; returns how many. The newest row always stays: followers use it to detect gaps.
        /// </summary>
        public async Task<int> TrimFeedAsync(DateTime limit, CancellationToken cancel)
        {
            for (var deleted = 0; ;)
            {
                var oldest = await db.Changes.OrderBy(c => c.Id).Select(c => new { c.Id, c.At }).Take(Portion + 1).ToListAsync(cancel);
                var kept = oldest.Find(c => c.At >= limit) ?? oldest.LastOrDefault();
                if (kept is null || kept == oldest[0])
                    return deleted;
                deleted += await db.Changes.Where(c => c.Id < kept.Id).ExecuteDeleteAsync(cancel);
            }
        }
    }
}
