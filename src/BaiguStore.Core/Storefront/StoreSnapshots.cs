using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Storefront;

/// <summary>Data that every page shows beside its own content: the counted tree, the company, the articles' titles.</summary>
/// <param name="Stamp">Position of the change feed that this snapshot includes; a page rendered under one stamp is never served under
/// another.</param>
public sealed record StoreSnapshot(CategoryTree Tree, Company Company, PublishedArticles Articles, long Stamp)
{
    /// <summary>Rules chosen at run time; null: all as configured.</summary>
    public CommentRules? CommentRules { get; init; }

    /// <summary>Whether the first start is complete: the company's row is written last.</summary>
    public bool IsSeeded => Company.Id > 0;

    public static StoreSnapshot Empty { get; } = new(CategoryTree.Empty, new Company { Name = "BaiguStore" }, PublishedArticles.Empty, 0);
}

/// <summary>
/// Holds the current snapshot for all requests and replaces it atomically. A snapshot always equals the database at its stamp: it is loaded together
/// with the feed's position in one consistent read, then later changes are applied once each. Only one caller at a time may update it (the change
/// worker).
/// </summary>
public sealed class StoreSnapshots(IDbContextFactory<StoreDb> databases)
{
    private volatile StoreSnapshot _current = StoreSnapshot.Empty;

    public StoreSnapshot Current => _current;

    public bool IsLoaded => _current != StoreSnapshot.Empty;

    /// <summary>
    /// Follows the change feed. Individual publications, moves and withdrawals of products are applied without a query; a change of the tree or a
    /// bulk change reloads everything.
    /// </summary>
    public async Task<CatchUp> CatchUpAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var known = _current;
        if (IsLoaded && await db.ChangesAfterAsync(known.Stamp, cancel) is { } changes)
        {
            if (changes.Count == 0)
                return CatchUp.Nothing;
            if (Followed(known.Tree, changes) is { } tree)
            {
                var articles = changes.Any(c => c.Kind == ChangeKind.Article) ? await PublishedArticles.LoadAsync(db, cancel) : known.Articles;
                _current = known with { Tree = tree, Articles = articles, Stamp = changes[^1].Id };
                return new(changes, Rebuilt: false);
            }
        }
        return (await LoadAsync(db, cancel)).CatchUp;
    }

    /// <summary>
    /// Recounts everything, whatever the feed says, and reports where the snapshot was wrong: nowhere, if every product write went into the feed.
    /// </summary>
    public async Task<(CatchUp CatchUp, IReadOnlyList<CountDrift> Drift)> RecountAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await LoadAsync(db, cancel);
    }

    private async Task<(CatchUp CatchUp, IReadOnlyList<CountDrift> Drift)> LoadAsync(StoreDb db, CancellationToken cancel)
    {
        var known = _current;
        var wasLoaded = IsLoaded;
        var (changes, snapshot) = await db.ReadConsistentlyAsync(async () =>
            (wasLoaded ? await db.ChangesAfterAsync(known.Stamp, cancel) : null, await ReadAsync(db, cancel)), cancel);
        _current = snapshot;
        // After a bulk change the counts are known from this load alone: there is nothing to compare with.
        var expected = changes is null ? null : Followed(known.Tree, changes);
        return (changes is null ? new([], Rebuilt: true) : new(changes, Rebuilt: false),
            expected is null ? [] : CountDrift.Between(expected, snapshot.Tree));
    }

    private static async Task<StoreSnapshot> ReadAsync(StoreDb db, CancellationToken cancel)
    {
        var stamp = await db.NewestChangeAsync(cancel);
        var tree = await CategoryTree.LoadAsync(db, cancel);
        var company = await db.Companies.AsNoTracking().OrderBy(c => c.Id).FirstOrDefaultAsync(cancel) ?? StoreSnapshot.Empty.Company;
        var rules = await db.CommentRules.AsNoTracking().SingleOrDefaultAsync(cancel);
        return new(tree, company, await PublishedArticles.LoadAsync(db, cancel), stamp) { CommentRules = rules };
    }

    /// <summary>The tree after these changes, or null if they are not sufficient.</summary>
    private static CategoryTree? Followed(CategoryTree tree, IReadOnlyList<Change> changes)
    {
        if (changes.Any(c => c.Kind is ChangeKind.Tree or ChangeKind.Catalogue))
            return null;
        Dictionary<int, int> differences = [];
        foreach (var change in changes.Where(c => c.FromCategoryId != c.ToCategoryId))
        {
            if (change.FromCategoryId is { } from)
                differences[from] = differences.GetValueOrDefault(from) - 1;
            if (change.ToCategoryId is { } to)
                differences[to] = differences.GetValueOrDefault(to) + 1;
        }
        return differences.Values.All(d => d == 0) ? tree : tree.WithCounts(differences);
    }
}
