using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace BaiguStore.Core.Catalog;

/// <summary>The products of a bulk edit: those ticked, or all that match a filter.</summary>
public sealed record BulkSelection
{
    private BulkSelection() { }

    public IReadOnlyList<int>? Ids { get; private init; }
    public ProductFilter? Filter { get; private init; }

    public static BulkSelection Of(IReadOnlyList<int> ids) => new() { Ids = ids };

    public static BulkSelection Of(ProductFilter filter) => new() { Filter = filter };

    /// <summary>Ids per query: hundreds of thousands at once would be parsed again for each batch.</summary>
    private const int IdsAtOnce = 1_000;

    /// <summary>The selected products by ascending id, as one or more queries.</summary>
    internal IReadOnlyList<IQueryable<Product>> In(StoreDb db) => Filter switch
    {
        { Ids: { } found } filter => [.. found.Chunk(IdsAtOnce).Select(ids => db.Products.Matching(filter with { Ids = ids }))],
        { } filter => [db.Products.Matching(filter)],
        _ => [.. Ids!.Distinct().Order().Chunk(IdsAtOnce).Select(ids => db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)))],
    };
}

/// <summary>The effect that a bulk edit would have.</summary>
/// <param name="Selected">Number of selected products.</param>
/// <param name="Changing">Number of products that would change.</param>
/// <param name="First">The first ones that would change, before and after.</param>
/// <param name="Unchanged">Number of products that would stay unchanged, by reason.</param>
/// <param name="Fingerprint">Identifies exactly the previewed state; passed back with the edit, which is refused if the products have changed
/// meanwhile.</param>
public sealed record BulkPreview(
    int Selected, int Changing, IReadOnlyList<(BulkRow Before, BulkRow After)> First, IReadOnlyDictionary<BulkRefusal, int> Unchanged, string Fingerprint)
{
    /// <summary>For a move: how many products would leave each category.</summary>
    public IReadOnlyDictionary<int, int> Leaving { get; init; } = new Dictionary<int, int>();
}

/// <summary>A bulk edit that is refused; the message explains the reason to the user.</summary>
public sealed class BulkRefusedException(string message) : InvalidOperationException(message);

public static class BulkEditing
{
    public const int RowsPreviewed = 20;

    /// <summary>Products per statement; an edit of a million runs many statements in one transaction.</summary>
    internal const int Portion = 2_000;

    extension(StoreDb db)
    {
        public Task<BulkPreview> PreviewAsync(BulkSelection selection, BulkEdit edit, DateTime now, CancellationToken cancel) =>
            db.ReadConsistentlyAsync(() => db.ReadPreviewAsync(selection, edit, now, cancel), cancel);

        private async Task<BulkPreview> ReadPreviewAsync(BulkSelection selection, BulkEdit edit, DateTime now, CancellationToken cancel)
        {
            var selected = selection.In(db);
            var fingerprint = await FingerprintAsync(selected, cancel);
            List<(BulkRow, BulkRow)> first = [];
            Dictionary<BulkRefusal, int> unchanged = [];
            Dictionary<int, int> leaving = [];
            var all = 0;
            await foreach (var rows in PortionsAsync(selected, cancel))
                foreach (var row in rows)
                {
                    all++;
                    if (edit.Refusal(row, now) is { } reason)
                        unchanged[reason] = unchanged.GetValueOrDefault(reason) + 1;
                    else
                    {
                        if (first.Count < RowsPreviewed)
                            first.Add((row, edit.After(row, now)));
                        if (edit is BulkEdit.MoveTo)
                            leaving[row.CategoryId] = leaving.GetValueOrDefault(row.CategoryId) + 1;
                    }
                }
            return new(all, all - unchanged.Values.Sum(), first, unchanged, fingerprint) { Leaving = leaving };
        }

        /// <summary>
        /// Changes all of them in one transaction, with one row in the change feed and a history row per product. Returns null if nothing was to
        /// change. Throws BulkRefusedException if the products no longer match the fingerprint, or the category is gone.
        /// </summary>
        /// <param name="fingerprint">From the preview; null for a selection without a preview.</param>
        public async Task<BulkChange?> ApplyAsync(BulkSelection selection, BulkEdit edit, string? fingerprint, DateTime now, CancellationToken cancel)
        {
            BulkChange? change = null;
            await db.WithFeedLockAsync(async () =>
            {
                var selected = selection.In(db);
                if (fingerprint is not null && fingerprint != await FingerprintAsync(selected, cancel))
                    throw new BulkRefusedException("所选商品在预览之后有变动，请重新预览。");
                if (edit is BulkEdit.MoveTo move && !await db.Categories.AnyAsync(c => c.Id == move.CategoryId && c.DeletedAt == null, cancel))
                    throw new BulkRefusedException("目标分类已不存在。");
                change = await db.ChangeManyAsync(edit, selected, now, cancel);
                return change?.Count ?? 0;
            }, cancel);
            return change;
        }

        /// <summary>Changes what can be changed; returns the bulk change, or null for none.</summary>
        private async Task<BulkChange?> ChangeManyAsync(BulkEdit edit, IReadOnlyList<IQueryable<Product>> selected, DateTime now, CancellationToken cancel)
        {
            BulkChange? change = null;
            await db.AsBulkAsync(async () => await db.ChangeEachAsync(edit, selected, BeginAsync, now, cancel), cancel);
            return change;

            async Task<BulkChange> BeginAsync() => change ??= await db.BeginBulkChangeAsync(edit.What, null, now, cancel);
        }

        /// <summary>
        /// Part of a bulk change, which begins with the first product to change: changes what can be changed, and adds it to the count.
        /// </summary>
        internal async Task ChangeEachAsync(
            BulkEdit edit, IReadOnlyList<IQueryable<Product>> selected, Func<Task<BulkChange>> begin, DateTime now, CancellationToken cancel)
        {
            await foreach (var rows in PortionsAsync(selected, cancel))
            {
                if (rows.Where(r => edit.Refusal(r, now) is null).ToList() is not { Count: > 0 } changing)
                    continue;
                var change = await begin();
                await db.ChangeAsync(edit, changing, now, cancel);
                change.Count += changing.Count;
            }
        }

        private async Task ChangeAsync(BulkEdit edit, List<BulkRow> rows, DateTime now, CancellationToken cancel)
        {
            await db.WriteDownAsync(rows.Select(row => (row, edit.After(row, now))), cancel);
            await db.UpdateAsync([(rows, set => edit.Set(set, now))], edit is BulkEdit.Confirm ? null : now, cancel);
        }

        /// <summary>Writes the history rows.</summary>
        internal Task WriteDownAsync(IEnumerable<(BulkRow Before, BulkRow After)> changes, CancellationToken cancel) => db.InsertWithinAsync(changes.Select(c =>
            RevisionWriter.New(db, RevisionKind.Product, c.Before.Id, RevisionAction.Bulk, c.Before.WasUnlike(c.After), c.Before.Version + 1)), cancel);

        /// <param name="updated">Time of the change; null if the products were only confirmed.</param>
        internal Task<int> UpdateAsync(IEnumerable<(List<BulkRow> Rows, Action<UpdateSettersBuilder<Product>> Change)> groups, DateTime? updated, CancellationToken cancel) =>
            db.WithFeedLockAsync(async () =>
            {
                foreach (var (rows, change) in groups)
                {
                    var ids = rows.Select(r => r.Id).ToArray();
                    await db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).ExecuteUpdateAsync(set => SetAll(set, change), cancel);
                }
                return 0;

                void SetAll(UpdateSettersBuilder<Product> set, Action<UpdateSettersBuilder<Product>> change)
                {
                    change(set);
                    set.SetProperty(p => p.Version, p => p.Version + 1);
                    if (updated is not { } now)
                        return;
                    set.SetProperty(p => p.UpdatedAt, now);
                    if (db.Actor.StaffId is not null)
                        set.SetProperty(p => p.ConfirmedAt, now);
                }
            }, cancel);

        /// <summary>Until the bulk change ends, history rows refer to it.</summary>
        internal async Task<BulkChange> BeginBulkChangeAsync(string what, int? undoneId, DateTime now, CancellationToken cancel)
        {
            var change = db.BulkChanges.Add(new BulkChange
            {
                At = now,
                StaffId = db.Actor.StaffId,
                Name = PlainText.Truncate(db.Actor.Name, Actor.MaxNameLength),
                Origin = PlainText.Truncate(db.Actor.Origin, Actor.MaxOriginLength),
                What = PlainText.Truncate(what, Revision.MaxNoteLength),
                UndoneId = undoneId,
            }).Entity;
            await db.SaveChangesAsync(cancel); // generates its id, which history rows refer to
            db.Scope.BulkChangeId = change.Id;
            return change;
        }

        /// <summary>
        /// One bulk change: one row in the change feed for all products, and only if something has begun; one history row for the change as a whole,
        /// beside those of each entity.
        /// </summary>
        internal async Task AsBulkAsync(Func<Task> work, CancellationToken cancel)
        {
            try
            {
                await db.WithFeedLockAsync(async () =>
                {
                    await work();
                    if (db.Scope.BulkChangeId is not { } id)
                        return 0;
                    var what = (await db.BulkChanges.FindAsync([id], cancel))!.What;
                    var kind = CategoryMerge.Of(what) is null ? RevisionKind.Product : RevisionKind.Category;
                    db.Revisions.Add(RevisionWriter.New(db, kind, 0, RevisionAction.Bulk, new Dictionary<string, string?>(), 0, note: what));
                    await db.BulkAsync([ChangeKind.Catalogue], () => Task.FromResult(0), cancel);
                    return 0;
                }, cancel);
            }
            finally
            {
                db.Scope.BulkChangeId = null;
            }
        }
    }

    private static async IAsyncEnumerable<List<BulkRow>> PortionsAsync(
        IReadOnlyList<IQueryable<Product>> selected, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var some in selected)
            for (int last = 0, read = Portion; read == Portion;)
            {
                var after = last;
                var rows = await RowsOf(some.Where(p => p.Id > after).OrderBy(p => p.Id).Take(Portion)).ToListAsync(cancel);
                (read, last) = (rows.Count, rows.LastOrDefault()?.Id ?? last);
                if (read > 0)
                    yield return rows;
            }
    }

    internal static IQueryable<BulkRow> RowsOf(IQueryable<Product> products) => products.AsNoTracking().Select(p => new BulkRow(
        p.Id, p.Version, p.Sku, p.Name, p.CategoryId, p.ListPriceFen, p.Stock, p.PublishedAt, p.PublishFrom, p.PublishUntil, p.DeletedAt, p.ConfirmedAt));

    /// <summary>Count, sum of ids and sums of versions. Versions only go up, so no other state of these products has the same sums.</summary>
    private static async Task<string> FingerprintAsync(IReadOnlyList<IQueryable<Product>> selected, CancellationToken cancel)
    {
        var (count, ids, squares, versions) = (0, 0L, 0L, 0L);
        foreach (var some in selected)
            if (await some.GroupBy(_ => 1)
                .Select(g => new { Count = g.Count(), Ids = g.Sum(p => (long)p.Id), Squares = g.Sum(p => (long)p.Id * (p.Id % 1_000)), Versions = g.Sum(p => (long)p.Version) })
                .FirstOrDefaultAsync(cancel) is { } sums)
                (count, ids, squares, versions) = (count + sums.Count, ids + sums.Ids, squares + sums.Squares, versions + sums.Versions);
        return count == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{count}-{ids}-{squares}-{versions}");
    }
}
