using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>What every page shows around its own content: the counted tree and the company.</summary>
/// <param name="Stamp">The newest change that this snapshot knows; a page made under one stamp is never shown under another.</param>
public sealed record StoreSnapshot(CategoryTree Tree, Company Company, long Stamp)
{
    public static StoreSnapshot Empty { get; } = new(CategoryTree.Empty, new Company { Name = "BaiguStore" }, 0);
}

/// <summary>Holds the present snapshot for all requests; a new one takes its place in one step.</summary>
public sealed class StoreSnapshots(IDbContextFactory<StoreDb> databases)
{
    private volatile StoreSnapshot _current = StoreSnapshot.Empty;

    public StoreSnapshot Current => _current;

    public bool IsLoaded => _current != StoreSnapshot.Empty;

    /// <summary>
    /// Follows the change feed: loads again what the changes since the last time touched. Answers whether there were any.
    /// Only one caller at a time (the change worker).
    /// </summary>
    public async Task<bool> CatchUpAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var stamp = await db.Changes.MaxAsync(c => (long?)c.Id, cancel) ?? 0;
        var known = _current;
        if (IsLoaded && stamp == known.Stamp)
            return false;
        var touchesFrame = !IsLoaded || await db.Changes.AnyAsync(
            c => c.Id > known.Stamp && c.Id <= stamp && c.Kind != ChangeKind.Comment && c.Kind != ChangeKind.Article, cancel);
        _current = touchesFrame
            ? new(await CategoryTree.LoadAsync(db, cancel), await db.Companies.AsNoTracking().OrderBy(c => c.Id).FirstOrDefaultAsync(cancel) ?? StoreSnapshot.Empty.Company, stamp)
            : known with { Stamp = stamp };
        return true;
    }
}
