using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>Numbers of products by state, and of those that need attention. Soft-deleted ones count as such only.</summary>
public sealed record CatalogueFigures(int Total, int Published, int Scheduled, int Bin, int WithoutPrice, int WithoutPicture, int NotConfirmed)
{
    /// <summary>Data that nobody has confirmed for so long counts as outdated.</summary>
    public static readonly TimeSpan ConfirmedFor = TimeSpan.FromDays(180);

    public int Drafts => Total - Published - Scheduled - Bin;

    /// <summary>
    /// Each number is an index-only count. At a million products that still takes some tenths of a second, so callers cache the result.
    /// </summary>
    public static async Task<CatalogueFigures> LoadAsync(StoreDb db, DateTime now, CancellationToken cancel)
    {
        var (since, all) = (now - ConfirmedFor, db.Products.AsNoTracking());
        var bin = all.Where(p => p.DeletedAt != null);
        var (total, thrownAway) = (await all.CountAsync(cancel), await bin.CountAsync(cancel));
        return new(
            total,
            await all.CountAsync(p => p.PublishedAt != null, cancel),
            await all.CountAsync(p => p.PublishFrom != null, cancel),
            thrownAway,
            await all.CountAsync(p => p.PriceOrder == long.MaxValue, cancel) - await bin.CountAsync(p => p.PriceOrder == long.MaxValue, cancel),
            total - thrownAway - await all.CountAsync(p => p.PictureCount > 0 && p.DeletedAt == null, cancel),
            await all.CountAsync(p => p.ConfirmedAt == null, cancel) + await all.CountAsync(p => p.ConfirmedAt < since, cancel)
                - await bin.CountAsync(p => p.ConfirmedAt == null || p.ConfirmedAt < since, cancel));
    }
}
