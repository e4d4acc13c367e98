using System.Buffers;
using System.Diagnostics;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BaiguStore.Core.Catalog;

/// <summary>A page of the staff's list, and the number of products in the whole list.</summary>
/// <param name="IsCounted">False: the count is a lower bound.</param>
public sealed record CountedPage(ProductListPage Page, int Count, bool IsCounted);

/// <summary>
/// Serves the staff's product list from columns in memory, whatever the filter and however few rows match. The columns are loaded in the background
/// at the first request and released when unused; meanwhile, and after bulk changes, the database answers, which is slower in a large store. Products
/// changed since the load are read from the database, so a list is always current.
/// </summary>
public sealed partial class ProductLists : IDisposable
{
    /// <summary>Limit for counts in the database: in a large store a full count would take too long for a number that nobody needs exactly.</summary>
    private const int MostCounted = 100_000;

    /// <summary>Products changed since the columns were loaded; with more they are loaded again.</summary>
    private const int MostChanged = 500;

    /// <summary>Up to so many matches the database sorts faster than a scan of the whole sort order finds them.</summary>
    private const int Few = 200;

    private static readonly TimeSpan KeptUnasked = TimeSpan.FromMinutes(15);

    private readonly IDbContextFactory<StoreDb> _databases;
    private readonly ILogger<ProductLists> _log;
    private readonly CancellationTokenSource _over = new();
    private readonly ITimer _unasked;
    private readonly Lock _one = new();
    private volatile ProductColumns? _columns;

    public ProductLists(IDbContextFactory<StoreDb> databases, TimeProvider clock, ILogger<ProductLists> log)
    {
        (_databases, _log) = (databases, log);
        _unasked = clock.CreateTimer(_ => _columns = null, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The current or last load. Never faults: errors are logged, and the next list tries again.</summary>
    public Task Loading { get; private set; } = Task.CompletedTask;

    public bool AreLoaded => _columns is not null;

    /// <summary>
    /// The page after a cursor, or before it; without a cursor the first (backwards: the last). Throws FormatException for a cursor of another order.
    /// </summary>
    public Task<CountedPage> ReadAsync(
        StoreDb db, ProductFilter filter, ProductListOrder order, ProductListCursor? cursor, bool backwards, int size, CancellationToken cancel)
    {
        _unasked.Change(KeptUnasked, Timeout.InfiniteTimeSpan);
        return db.ReadConsistentlyAsync(() => ReadPageAsync(db, filter, order, cursor, backwards, size, cancel), cancel);
    }

    private async Task<CountedPage> ReadPageAsync(
        StoreDb db, ProductFilter filter, ProductListOrder order, ProductListCursor? cursor, bool backwards, int size, CancellationToken cancel)
    {
        if (_columns is { } columns && await ChangedSinceAsync(db, columns, cancel) is { } changed)
        {
            if (changed.Length > MostChanged)
                Load();
            return await ReadAsync(db, columns, changed, filter, order, cursor, backwards, size, cancel);
        }
        Load();
        var found = db.Products.AsNoTracking().Matching(filter);
        var page = await found.ListPageAsync(order, cursor, backwards, size, cancel);
        var count = await found.OrderBy(p => p.Id).Take(MostCounted).CountAsync(cancel);
        return new(page, count, count < MostCounted);
    }

    public void Dispose()
    {
        _over.Cancel();
        _unasked.Dispose();
    }

    /// <summary>Products that were changed individually; null if the feed does not say.</summary>
    private static async Task<int[]?> ChangedSinceAsync(StoreDb db, ProductColumns columns, CancellationToken cancel) =>
        await db.ChangesAfterAsync(columns.Stamp, cancel) is { } changes && changes.All(c => c.Kind != ChangeKind.Catalogue)
            ? [.. changes.Where(c => c.Kind == ChangeKind.Product).Select(c => c.EntityId).Distinct()]
            : null;

    private static async Task<CountedPage> ReadAsync(
        StoreDb db, ProductColumns columns, int[] changed, ProductFilter filter, ProductListOrder order, ProductListCursor? cursor, bool backwards, int size, CancellationToken cancel)
    {
        var products = db.Products.AsNoTracking();
        var below = filter.CategoryPath is { } path ? await BelowAsync(path) : null;
        int[] asked = filter.Ids is { } found ? [.. changed.Intersect(found)] : changed; // a few of possibly hundreds of thousands
        List<int> ids = asked.Length == 0 ? []
            : await products.Where(p => EF.Parameter(asked).Contains(p.Id)).Matching(filter with { Ids = null }).Select(p => p.Id).ToListAsync(cancel);
        var count = ids.Count;
        var matching = ArrayPool<bool>.Shared.Rent(columns.Count);
        try
        {
            columns.Match(filter, below, matching);
            foreach (var row in changed.Select(columns.RowOf).Where(row => row >= 0))
                matching[row] = false;
            var unchanged = matching.AsSpan(0, columns.Count).Count(true);
            count += unchanged;
            if (unchanged <= Few)
                ids.AddRange(columns.IdsOf(matching));
            else if (await BeginningAsync() is var from && (from is not null || cursor is null))
                ids.AddRange(columns.Walk(matching, order, from, backwards, size + 1));
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(matching);
        }
        // The database sorts them and drops those before the cursor.
        var shown = ids.ToArray();
        return new(await products.Where(p => EF.Parameter(shown).Contains(p.Id)).ListPageAsync(order, cursor, backwards, size, cancel), count, IsCounted: true);

        // Paths are digits and dots: this is a range of their index.
        Task<List<int>> BelowAsync(string path) =>
            db.Categories.Where(c => c.Path.CompareTo(path) >= 0 && c.Path.CompareTo(path + "~") < 0).Select(c => c.Id).ToListAsync(cancel);

        // The nearest product after the cursor that is unchanged since the load; null if there is none, or no cursor.
        async Task<int?> BeginningAsync() => cursor is null ? null
            : await products.Where(p => !EF.Parameter(changed).Contains(p.Id)).Beyond(order, cursor, backwards).Select(p => (int?)p.Id).FirstOrDefaultAsync(cancel);
    }

    private void Load()
    {
        lock (_one)
            if (Loading.IsCompleted)
                Loading = Task.Run(LoadAsync, _over.Token);
    }

    private async Task LoadAsync()
    {
        try
        {
            await using var db = await _databases.CreateDbContextAsync(_over.Token);
            var clock = Stopwatch.StartNew();
            var columns = await ProductColumns.LoadAsync(db, _over.Token);
            _columns = columns;
            LogLoaded(columns.Count, clock.Elapsed.TotalSeconds);
        }
        catch (Exception e)
        {
            if (!_over.IsCancellationRequested)
                LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Information, "Staff list: columns of {Count} products loaded in {Seconds:0.0} s")]
    private partial void LogLoaded(int count, double seconds);

    [LoggerMessage(LogLevel.Error, "Staff list: columns could not be loaded, the database answers")]
    private partial void LogFailed(Exception exception);
}
