using BaiguStore.Core.Articles;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>What every page shows around its own content: the counted tree, the company, the articles' titles.</summary>
/// <param name="Stamp">The newest change that this snapshot knows; a page made under one stamp is never shown under another.</param>
public sealed record StoreSnapshot(CategoryTree Tree, Company Company, PublishedArticles Articles, long Stamp)
{
    /// <summary>What was chosen while the store runs; null: all as configured.</summary>
    public CommentRules? CommentRules { get; init; }

    /// <summary>Whether the first start has done its work: the company's row is the last that it writes.</summary>
    public bool IsSeeded => Company.Id > 0;

    public static StoreSnapshot Empty { get; } = new(CategoryTree.Empty, new Company { Name = "BaiguStore" }, PublishedArticles.Empty, 0);
}

/// <summary>What a snapshot took in when it caught up.</summary>
/// <param name="Changes">In their order; empty when there were none, or when they cannot be told.</param>
/// <param name="Rebuilt">Whether all was loaded afresh because the changes cannot be told: anything may be different now.</param>
public sealed record CatchUp(IReadOnlyList<Change> Changes, bool Rebuilt)
{
    public static CatchUp Nothing { get; } = new([], Rebuilt: false);

    public bool IsNothing => Changes.Count == 0 && !Rebuilt;
}

/// <summary>
/// Holds the present snapshot for all requests; a new one takes its place in one step. A snapshot is always exactly what the database
/// held at its stamp: it is loaded together with the feed's position in one moment, and then only changes behind that
/// position are counted in, each once. Only one caller at a time may change it (the change worker).
/// </summary>
public sealed class StoreSnapshots(IDbContextFactory<StoreDb> databases)
{
    private volatile StoreSnapshot _current = StoreSnapshot.Empty;

    public StoreSnapshot Current => _current;

    public bool IsLoaded => _current != StoreSnapshot.Empty;

    /// <summary>
    /// Follows the change feed. Products that are published, moved or withdrawn one by one are counted in without a query; a change of the
    /// tree or of many products at once has it loaded afresh.
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
    /// Counts afresh, whatever the feed says, and answers also where the snapshot had been wrong: nowhere, if every write to
    /// products went into the feed.
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
        // What many products at once did to the counts is known from this load alone: there is nothing to compare it with.
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

    /// <summary>The tree after these changes, or null where they do not say enough to tell.</summary>
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
