using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace BaiguStore.Core.Catalog;

/// <summary>Which products an edit of many is for: those ticked, or all that a filter finds.</summary>
public sealed record BulkSelection
{
    private BulkSelection() { }

    public IReadOnlyList<int>? Ids { get; private init; }
    public ProductFilter? Filter { get; private init; }

    public static BulkSelection Of(IReadOnlyList<int> ids) => new() { Ids = ids };

    public static BulkSelection Of(ProductFilter filter) => new() { Filter = filter };

    /// <summary>Ids that go to the database with one query: hundreds of thousands at once would be read anew for each portion.</summary>
    private const int IdsAtOnce = 1_000;

    /// <summary>The selected products, by ascending ids in one query after the other.</summary>
    internal IReadOnlyList<IQueryable<Product>> In(StoreDb db) => Filter switch
    {
        { Ids: { } found } filter => [.. found.Chunk(IdsAtOnce).Select(ids => db.Products.Matching(filter with { Ids = ids }))],
        { } filter => [db.Products.Matching(filter)],
        _ => [.. Ids!.Distinct().Order().Chunk(IdsAtOnce).Select(ids => db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)))],
    };
}

/// <summary>What an edit of many would do.</summary>
/// <param name="Selected">How many products are meant.</param>
/// <param name="Changing">How many of them would be changed.</param>
/// <param name="First">The first that would be, before and after.</param>
/// <param name="Unchanged">How many would stay as they are, by the reason.</param>
/// <param name="Fingerprint">Names exactly what was looked at; given back with the edit, it is refused when something else would be changed.</param>
public sealed record BulkPreview(
    int Selected, int Changing, IReadOnlyList<(BulkRow Before, BulkRow After)> First, IReadOnlyDictionary<BulkRefusal, int> Unchanged, string Fingerprint);

/// <summary>What undoing an edit of many did.</summary>
/// <param name="Left">The products that were changed since, or are gone, or whose category is: they stay as they are.</param>
public sealed record BulkUndo(BulkChange Change, IReadOnlyList<int> Left);

/// <summary>An edit of many that is not done, with the reason in words for the person who asked for it.</summary>
public sealed class BulkRefusedException(string message) : InvalidOperationException(message);

public static class BulkEditing
{
    public const int RowsPreviewed = 20;

    /// <summary>Products looked at and changed by one statement; an edit of a million is many of them in one transaction.</summary>
    private const int Portion = 2_000;

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
            var all = 0;
            await foreach (var rows in PortionsAsync(selected, cancel))
                foreach (var row in rows)
                {
                    all++;
                    if (edit.Refusal(row, now) is { } reason)
                        unchanged[reason] = unchanged.GetValueOrDefault(reason) + 1;
                    else if (first.Count < RowsPreviewed)
                        first.Add((row, edit.After(row, now)));
                }
            return new(all, all - unchanged.Values.Sum(), first, unchanged, fingerprint);
        }

        /// <summary>
        /// Changes all of them in one transaction, with one row in the feed and each product's own row in the history. Answers null where there was nothing
        /// to change. Throws BulkRefusedException where the products are not (any more) those of the fingerprint, or the category is gone.
        /// </summary>
        /// <param name="fingerprint">From the preview; null for a selection that nobody looked at.</param>
        public async Task<BulkChange?> ApplyAsync(BulkSelection selection, BulkEdit edit, string? fingerprint, DateTime now, CancellationToken cancel)
        {
            BulkChange? change = null;
            await db.BulkAsync([], async () =>
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

        /// <summary>
        /// Gives back to each product what an edit of many took from it, in one transaction; what was changed since stays as it is. Itself an
        /// edit of many, so it can be undone. Throws BulkRefusedException for one that is undone already, or was never made.
        /// </summary>
        public async Task<BulkUndo> UndoAsync(int bulkChangeId, DateTime now, CancellationToken cancel)
        {
            List<int> left = [];
            BulkChange? undo = null;
            db.ChangeTracker.Clear(); // what is there counts, not what was read before
            await db.AsBulkAsync(async () =>
            {
                var undone = await db.BulkChanges.FindAsync([bulkChangeId], cancel) ?? throw new BulkRefusedException("批量修改不存在。");
                if (await db.BulkChanges.AnyAsync(c => c.UndoneId == bulkChangeId, cancel))
                    throw new BulkRefusedException("批量修改已经撤销。");
                undo = await db.BeginBulkChangeAsync($"undo: {undone.What}", bulkChangeId, now, cancel);
                for (long last = 0; ;)
                {
                    var revisions = await db.Revisions.AsNoTracking().Where(r => r.BulkChangeId == bulkChangeId && r.Id > last)
                        .OrderBy(r => r.Id).Take(Portion).ToListAsync(cancel);
                    if (revisions.Count == 0)
                        break;
                    last = revisions[^1].Id;
                    undo.Count += await db.PutBackAsync(revisions, left, now, cancel);
                }
            }, cancel);
            return new(undo!, left);
        }

        /// <summary>Within a transaction that has the feed to itself: changes what can be, and answers what was done, or null for nothing.</summary>
        internal async Task<BulkChange?> ChangeManyAsync(BulkEdit edit, IReadOnlyList<IQueryable<Product>> selected, DateTime now, CancellationToken cancel)
        {
            BulkChange? change = null;
            await db.AsBulkAsync(async () =>
            {
                await foreach (var rows in PortionsAsync(selected, cancel))
                {
                    if (rows.Where(r => edit.Refusal(r, now) is null).ToList() is not { Count: > 0 } changing)
                        continue;
                    change ??= await db.BeginBulkChangeAsync(edit.What, null, now, cancel);
                    await db.ChangeAsync(edit, changing, now, cancel);
                    change.Count += changing.Count;
                }
            }, cancel);
            return change;
        }

        private async Task ChangeAsync(BulkEdit edit, List<BulkRow> rows, DateTime now, CancellationToken cancel)
        {
            await db.WriteDownAsync(rows.Select(row => (row, edit.After(row, now))), cancel);
            await db.UpdateAsync([(rows, set => edit.Set(set, now))], edit is BulkEdit.Confirm ? null : now, cancel);
        }

        /// <summary>Answers how many got back what they had.</summary>
        private async Task<int> PutBackAsync(List<Revision> revisions, List<int> left, DateTime now, CancellationToken cancel)
        {
            var ids = revisions.Select(r => r.EntityId).ToArray();
            var products = await RowsOf(db.Products.Where(p => EF.Parameter(ids).Contains(p.Id))).ToDictionaryAsync(p => p.Id, cancel);
            var places = await db.Categories.Select(c => c.Id).ToHashSetAsync(cancel);
            List<(BulkRow Row, BulkRow After, IReadOnlyDictionary<string, string?> Was, string Same)> back = [];
            foreach (var revision in revisions)
                if (revision.Was is { Count: > 0 } was && products.GetValueOrDefault(revision.EntityId) is { } row && row.Version == revision.Version
                    && row.With(was) is var after && places.Contains(after.CategoryId))
                    back.Add((row, after, was, revision.Before));
                else
                    left.Add(revision.EntityId);
            await db.WriteDownAsync(back.Select(b => (b.Row, b.After)), cancel);
            await db.UpdateAsync(back.GroupBy(b => b.Same, (_, same) => same.ToList())
                .Select(same => (same.ConvertAll(b => b.Row), (Action<UpdateSettersBuilder<Product>>)(set => same[0].After.Set(set, same[0].Was.Keys)))), now, cancel);
            return back.Count;
        }

        /// <summary>The rows of the history.</summary>
        private Task WriteDownAsync(IEnumerable<(BulkRow Before, BulkRow After)> changes, CancellationToken cancel) => db.InsertWithinAsync(changes.Select(c =>
            RevisionWriter.New(db, RevisionKind.Product, c.Before.Id, Happening.Bulk, c.Before.WasUnlike(c.After), c.Before.Version + 1)), cancel);

        /// <param name="updated">When they were changed; null where they only were looked at.</param>
        private Task<int> UpdateAsync(IEnumerable<(List<BulkRow> Rows, Action<UpdateSettersBuilder<Product>> Change)> groups, DateTime? updated, CancellationToken cancel) =>
            db.BulkAsync([], async () =>
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

        private async Task<BulkChange> BeginBulkChangeAsync(string what, int? undoneId, DateTime now, CancellationToken cancel)
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
            await db.SaveChangesAsync(cancel); // its number, which the rows of the history name
            db.BulkChangeId = change.Id;
            return change;
        }

        /// <summary>The feed is told once that many products have changed, and only if some have.</summary>
        private async Task AsBulkAsync(Func<Task> work, CancellationToken cancel)
        {
            try
            {
                await db.BulkAsync([], async () =>
                {
                    await work();
                    if (db.BulkChangeId is not null)
                        await db.BulkAsync([ChangeKind.Catalogue], () => Task.FromResult(0), cancel);
                    return 0;
                }, cancel);
            }
            finally
            {
                db.BulkChangeId = null;
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

    private static IQueryable<BulkRow> RowsOf(IQueryable<Product> products) => products.AsNoTracking().Select(p => new BulkRow(
        p.Id, p.Version, p.Sku, p.Name, p.CategoryId, p.ListPriceFen, p.Stock, p.PublishedAt, p.PublishFrom, p.PublishUntil, p.DeletedAt, p.ConfirmedAt));

    /// <summary>How many, which ones, in which versions. Versions only ever go up, so no other state of these products has the same sums.</summary>
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
