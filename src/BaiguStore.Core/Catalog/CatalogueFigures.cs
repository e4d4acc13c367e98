using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>How many products are in which state, and how many want looking after. Those in the bin are counted there alone.</summary>
public sealed record CatalogueFigures(int Total, int Published, int Scheduled, int Bin, int WithoutPrice, int WithoutPicture, int NotConfirmed)
{
    /// <summary>After so long without anybody's look the data of a product are doubtful.</summary>
    public static readonly TimeSpan ConfirmedFor = TimeSpan.FromDays(180);

    public int Drafts => Total - Published - Scheduled - Bin;

    /// <summary>
    /// Each is a count along an index that holds nothing else: no row is read. At a million products that is still some tenths of a
    /// second, so whoever shows them keeps them for a while.
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
