using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>
/// This node's search index: a cache of the database on local disk, written by one caller at a time. It follows the change feed; if its files are
/// unusable, a new one is built beside it and swapped in, without blocking searches.
/// </summary>
public sealed class SearchIndex : IDisposable
{
    /// <summary>Products per batch.</summary>
    private const int Portion = 1_000;

    /// <summary>
    /// Up to so many documents a new index is merged into one segment. In a larger one the segments are large, and a merge costs more memory than it
    /// is worth.
    /// </summary>
    private const int MostInOne = 200_000;

    private static readonly TimeSpan LookAtFilesEvery = TimeSpan.FromSeconds(5);

    private readonly IDbContextFactory<StoreDb> _databases;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly SpecNumbers _numbers = new();
    private volatile IndexView? _view;
    private volatile Words? _words;
    private volatile bool _damaged;
    private IndexWriting? _writing;
    private DateTimeOffset _lookedAtFiles;

    public SearchIndex(IDbContextFactory<StoreDb> databases, StoreSettings settings, TimeProvider clock) =>
        (_databases, _clock, Folder) = (databases, clock, new(settings.DataPath));

    public SearchFolder Folder { get; }

    /// <summary>Position of the change feed that is searchable; -1 while there is no index.</summary>
    public long Stamp => _view?.Stamp ?? -1;

    /// <summary>
    /// Whether there is work: the index is behind this change, needs a rebuild, or its files are due for a check. Does not query the database.
    /// </summary>
    public bool WantsCatchUp(long newest) => Stamp < newest || WantsRebuild || IsTimeToLook || _writing?.HasJoined == true;

    private bool WantsRebuild => _writing is null || _damaged || Folder.AskedAt is not null;

    private bool IsTimeToLook => !(_clock.GetUtcNow() - _lookedAtFiles).IsWithin(LookAtFilesEvery);

    internal Words? Words => _words;

    /// <summary>
    /// Updates the index to the newest change: opens it at the first call, rebuilds it if it is missing, damaged, of another format, or a rebuild was
    /// requested. Returns the changes included: unknown if it was opened or rebuilt, or if the feed was trimmed. One caller works, others wait.
    /// Rethrows errors of database and disk; the next call retries.
    /// </summary>
    public async Task<CatchUp> CatchUpAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await using var db = await _databases.CreateDbContextAsync(cancel);
            _words ??= await Words.LoadAsync(db, cancel);
            var isNew = _writing is null;
            if (isNew && Folder.Current is { } generation)
                Open(generation);
            LookAtFiles();
            if (WantsRebuild)
            {
                await RebuildAsync(db, cancel);
                return new([], Rebuilt: true);
            }
            var followed = await FollowAsync(db, _writing!, cancel);
            return isNew ? new([], Rebuilt: true) : followed;
        }
        catch (IOException e) when (IsDiskFull(e) && !_damaged)
        {
            // The disk is full, nothing is damaged: the present view continues to answer. A rebuild would need more space than this change, so there
            // is none; the feed delivers the lost changes again.
            _writing?.StartOver();
            throw;
        }
        catch (Exception e) when (IsDamage(e))
        {
            _damaged = true;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Reports that the index could not be read: it will be rebuilt.</summary>
    internal void ReportDamage() => _damaged = true;

    /// <summary>Exceptions of a damaged file, or of a writer that met one. A write lock of another process is not damage.</summary>
    internal static bool IsDamage(Exception e) => e is IOException and not LockObtainFailedException or ObjectDisposedException or IndexOutOfRangeException or ArgumentException;

    /// <summary>Disk full: ENOSPC, or on Windows ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.</summary>
    private static bool IsDiskFull(IOException e) => (e.HResult & 0xFFFF) is var code && (OperatingSystem.IsWindows() ? code is 39 or 112 : code == 28);

    /// <summary>The present view with a reference taken; null while there is none. The caller releases it.</summary>
    internal IndexView? Hold()
    {
        while (_view is { } view)
            if (view.TryHold())
                return view;
        return null;
    }

    public void Dispose()
    {
        _view?.Release();
        _view = null;
        _writing?.Dispose();
        _one.Dispose();
    }

    /// <summary>Opens a generation if possible; otherwise changes nothing.</summary>
    private void Open(string generation)
    {
        IndexWriting? writing = null;
        try
        {
            writing = new(generation);
            Show(IndexView.Open(writing.Directory, _numbers, isOld: true));
            (_writing, _lookedAtFiles) = (writing, _clock.GetUtcNow());
            Folder.Tidy();
        }
        catch (Exception e) when (IsDamage(e))
        {
            writing?.Dispose();
        }
    }

    /// <summary>Detects a file that was deleted or truncated while open, without waiting for the next start.</summary>
    private void LookAtFiles()
    {
        if (_view is not { } view || _writing is not { } writing || !IsTimeToLook)
            return;
        _lookedAtFiles = _clock.GetUtcNow();
        if (view.Files.Any(f => new FileInfo(Path.Combine(writing.Generation, f.Name)) is var file && (!file.Exists || file.Length != f.Length)))
            _damaged = true;
    }

    private void Show(IndexView view)
    {
        var before = _view;
        _view = view;
        if (before != view)
            before?.Release();
    }

    private async Task RebuildAsync(StoreDb db, CancellationToken cancel)
    {
        var asked = Folder.AskedAt;
        var generation = Folder.NewGeneration(_clock.GetUtcNow().UtcDateTime);
        IndexWriting? writing = null;
        IndexView? view = null;
        try
        {
            writing = new(generation);
            // Position first, content second: changes saved in between are applied again by the feed, with the same result.
            var stamp = await db.NewestChangeAsync(cancel);
            await IndexFilling.FillAsync(db, writing.Writer, Portion, cancel);
            _words = await Words.LoadAsync(db, cancel);
            writing.Commit(stamp);
            view = IndexView.Open(writing.Directory, _numbers, isOld: false);
            // Made current on disk before it is published: if that fails, the old one stays in use.
            Folder.Use(generation);
        }
        catch
        {
            view?.Release();
            writing?.Dispose();
            SearchFolder.Delete(generation);
            throw;
        }
        Show(view);
        var before = _writing;
        (_writing, _damaged, _lookedAtFiles) = (writing, false, _clock.GetUtcNow());
        before?.Dispose();
        if (view.Segments.Count > 1 && writing.Writer.NumDocs <= MostInOne)
            writing.BeginJoining();
        Folder.Answered(asked);
        Folder.Tidy();
    }

    private async Task<CatchUp> FollowAsync(StoreDb db, IndexWriting writing, CancellationToken cancel)
    {
        var known = _view!.Stamp;
        var newest = await db.NewestChangeAsync(cancel);
        if (newest == known)
        {
            if (writing.HasJoined)
                Commit(known);
            return CatchUp.Nothing;
        }
        var changes = await db.ChangesAfterAsync(known, cancel);
        if (changes is null || changes.Any(c => c.Kind == ChangeKind.Tree))
            _words = await Words.LoadAsync(db, cancel);
        if (changes is null || changes.Any(c => c.Kind == ChangeKind.Catalogue))
            await CompareAsync(db, writing.Writer, cancel);
        else
        {
            await TakeProductsAsync(db, writing.Writer, [.. changes.Where(c => c.Kind == ChangeKind.Product).Select(c => c.EntityId).Distinct()], cancel);
            if (changes.Any(c => c.Kind == ChangeKind.Article))
                await TakeArticlesAsync(db, writing.Writer, cancel);
        }
        Commit(changes is { Count: > 0 } ? changes[^1].Id : newest);
        return new(changes ?? [], Rebuilt: changes is null);

        void Commit(long stamp)
        {
            writing.Commit(stamp);
            Show(_view.Newer(_numbers));
        }
    }

    /// <summary>For changes without ids: every save raises a product's version, so only products whose indexed version differs are read.</summary>
    private async Task CompareAsync(StoreDb db, IndexWriter writer, CancellationToken cancel)
    {
        var indexed = _view!.Versions(ofArticles: false);
        List<int> differing = [];
        await foreach (var product in db.Products.Select(p => new { p.Id, p.Version }).AsAsyncEnumerable().WithCancellation(cancel))
            if (!indexed.Remove(product.Id, out var version) || version != product.Version)
                differing.Add(product.Id);
        await TakeProductsAsync(db, writer, [.. differing, .. indexed.Keys], cancel);
        await TakeArticlesAsync(db, writer, cancel);
    }

    /// <summary>Indexes the present state of these products; deleted ones are removed.</summary>
    private static async Task TakeProductsAsync(StoreDb db, IndexWriter writer, IReadOnlyList<int> ids, CancellationToken cancel)
    {
        using var maker = new DocumentMaker();
        foreach (var portion in ids.Chunk(Portion))
        {
            var gone = portion.ToHashSet();
            foreach (var product in await db.Products.Where(p => EF.Parameter(portion).Contains(p.Id)).ForIndex().ToListAsync(cancel))
            {
                gone.Remove(product.Id);
                writer.UpdateDocument(KeyTerm(DocumentKind.Product, product.Id), maker.Make(product));
            }
            foreach (var id in gone)
                writer.DeleteDocuments(KeyTerm(DocumentKind.Product, id));
        }
    }

    private async Task TakeArticlesAsync(StoreDb db, IndexWriter writer, CancellationToken cancel)
    {
        var gone = _view!.Versions(ofArticles: true);
        using var maker = new DocumentMaker();
        await foreach (var article in db.Articles.ForIndex().AsAsyncEnumerable().WithCancellation(cancel))
            if (!gone.Remove(article.Id, out var version) || version != article.Version)
                writer.UpdateDocument(KeyTerm(DocumentKind.Article, article.Id), maker.Make(article));
        foreach (var id in gone.Keys)
            writer.DeleteDocuments(KeyTerm(DocumentKind.Article, id));
    }

    private static Term KeyTerm(DocumentKind kind, int id) => new(SearchFields.Key, SearchFields.KeyOf(kind, id));
}
