using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Data;

public enum ChangeKind
{
    /// <summary>Vendors, categories, salespeople, company facts: the frame of every page.</summary>
    Tree = 0,
    Product = 1,
    Article = 2,

    /// <summary>Comments under an article, which is what the row names.</summary>
    ArticleComment = 3,

    /// <summary>Many products at once, by a bulk statement or an import.</summary>
    Catalogue = 4,

    /// <summary>Comments under a product, which is what the row names.</summary>
    ProductComment = 5,
}

/// <summary>One row per save of something that visitors see, written in the same transaction.</summary>
public sealed class Change
{
    public long Id { get; private set; }
    public required ChangeKind Kind { get; init; }

    /// <summary>Which one of its kind, or 0 for all of them. For comments the article or product under which they stand.</summary>
    public required int EntityId { get; init; }

    /// <summary>For a product: the category in which it was counted before the save. Null: it was not published, or not there.</summary>
    public int? FromCategoryId { get; init; }

    /// <summary>The same after the save.</summary>
    public int? ToCategoryId { get; init; }
    public required DateTime At { get; init; }
}

public sealed class ChangeMap : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> change) => change.HasKey(c => c.Id);
}

/// <summary>
/// How the feed is read and kept short. Its numbers become visible in their order (see StoreDb.LockFeedAsync), so whoever has
/// seen one has seen all before it; a number that is missing belongs to a save that was taken back.
/// </summary>
public static class ChangeFeed
{
    /// <summary>Rows that are read or deleted at once. Who is further behind than that loads afresh, which costs one query.</summary>
    public const int Portion = 5_000;

    /// <summary>How long rows are kept; a node that was cut off for longer loads afresh.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    extension(StoreDb db)
    {
        /// <summary>
        /// What came after a change that the caller knows, in order; null where that cannot be told any more, because the feed was
        /// trimmed meanwhile or more than a portion has gathered. One range of the primary key.
        /// </summary>
        public async Task<IReadOnlyList<Change>?> ChangesAfterAsync(long known, CancellationToken cancel)
        {
            // The known row is read again: as only the oldest rows are trimmed, nothing behind it is missing while it is there.
            var rows = await db.Changes.AsNoTracking().Where(c => c.Id >= known).OrderBy(c => c.Id).Take(Portion + 2).ToListAsync(cancel);
            if (known == 0 && rows.Count == 0)
                return rows;
            return rows.Count is > 0 and <= Portion + 1 && rows[0].Id == known ? rows[1..] : null;
        }

        /// <summary>The number of the newest change, or 0.</summary>
        public async Task<long> NewestChangeAsync(CancellationToken cancel) => await db.Changes.MaxAsync(c => (long?)c.Id, cancel) ?? 0;

        /// <summary>
        /// Deletes the oldest rows up to the first one that is not older than the limit; answers how many those were. The newest row
        /// always stays, as the mark by which followers know that nothing is missing.
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
