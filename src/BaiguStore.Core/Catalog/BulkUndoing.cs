using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// Result of undoing a bulk change; its <see cref="BulkChange.Count"/> is the number of products that got their former values back.
/// </summary>
/// <param name="Left">Products left unchanged, because they were changed since or deleted, or their category was.</param>
/// <param name="Merge">For a merge: what else was restored.</param>
public sealed record BulkUndo(BulkChange Change, IReadOnlyList<int> Left, MergeUndo? Merge = null);

/// <summary>Undoes bulk changes. A bulk change is marked undone only if something was undone.</summary>
public static class BulkUndoing
{
    internal const string Prefix = "undo: ";

    /// <summary>False if there is nothing to restore: a confirmation stays.</summary>
    public static bool CanBeUndone(string what) => !what.EndsWith(nameof(BulkEdit.Confirm), StringComparison.Ordinal);

    extension(StoreDb db)
    {
        /// <summary>
        /// Restores to each product the values that a bulk change replaced, in one transaction; values changed since stay. Undoing a merge also
        /// restores the category and its content. The undo is a bulk change itself, so it can be undone. Throws, with nothing changed,
        /// BulkRefusedException if it was undone already, does not exist, or nothing can be restored any more, and TreeRefusedException if a category
        /// is gone.
        /// </summary>
        public async Task<BulkUndo> UndoAsync(int bulkChangeId, DateTime now, CancellationToken cancel)
        {
            BulkUndo? undo = null;
            db.ChangeTracker.Clear(); // read the current state, not tracked entities
            try
            {
                await db.AsBulkAsync(async () => undo = await db.UndoWithinAsync(bulkChangeId, now, cancel), cancel);
            }
            catch (Exception e) when (e is BulkRefusedException or TreeRefusedException)
            {
                db.ChangeTracker.Clear(); // the transaction was rolled back
                throw;
            }
            return undo!;
        }

        private async Task<BulkUndo> UndoWithinAsync(int id, DateTime now, CancellationToken cancel)
        {
            var undone = await db.BulkChanges.FindAsync([id], cancel) ?? throw new BulkRefusedException("批量修改不存在。");
            if (await db.BulkChanges.AnyAsync(c => c.UndoneId == id, cancel))
                throw new BulkRefusedException("批量修改已经撤销。");
            if (!CanBeUndone(undone.What))
                throw new BulkRefusedException("这项修改没有可恢复的内容，不能撤销。");
            var change = await db.BeginBulkChangeAsync(Prefix + undone.What, id, now, cancel);
            if (CategoryMerge.Of(undone.What) is { } merge)
                return await db.UndoMergeAsync(change, merge, now, cancel);
            var left = await db.PutBackAsync(change, onlyFrom: null, now, cancel);
            return change.Count > 0 ? new(change, left) : throw new BulkRefusedException("没有撤销：这些商品后来都又改过，或者原来的分类已不存在。");
        }

        /// <summary>Restores the products of the bulk change that this one undoes, and counts them; returns those left unchanged.</summary>
        /// <param name="onlyFrom">For a merge: a product that is still in this category moves back, whatever else was changed since.</param>
        internal async Task<IReadOnlyList<int>> PutBackAsync(BulkChange undo, int? onlyFrom, DateTime now, CancellationToken cancel)
        {
            List<int> left = [];
            for (long last = 0; ;)
            {
                var revisions = await db.Revisions.AsNoTracking().Where(r => r.BulkChangeId == undo.UndoneId && r.Id > last)
                    .OrderBy(r => r.Id).Take(BulkEditing.Portion).ToListAsync(cancel);
                if (revisions.Count == 0)
                    return left;
                last = revisions[^1].Id;
                var products = revisions.FindAll(r => r.Kind == RevisionKind.Product && r.EntityId != 0);
                undo.Count += await db.PutBackAsync(products, onlyFrom, left, now, cancel);
            }
        }

        /// <summary>Returns how many products were restored.</summary>
        private async Task<int> PutBackAsync(List<Revision> revisions, int? onlyFrom, List<int> left, DateTime now, CancellationToken cancel)
        {
            var ids = revisions.Select(r => r.EntityId).ToArray();
            var found = BulkEditing.RowsOf(db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)));
            var products = await found.ToDictionaryAsync(p => p.Id, cancel);
            var categories = await db.OpenCategoriesAsync(revisions, cancel);
            List<(BulkRow Row, BulkRow After, IReadOnlyDictionary<string, string?> Was, string Same)> back = [];
            foreach (var revision in revisions)
                if (revision.Was is { Count: > 0 } was && products.GetValueOrDefault(revision.EntityId) is { } row
                    && (onlyFrom is { } from ? row.CategoryId == from : row.Version == revision.Version)
                    && row.With(was) is var after && (after.CategoryId == row.CategoryId || categories.Contains(after.CategoryId)))
                    back.Add((row, after, was, revision.Before));
                else
                    left.Add(revision.EntityId);
            await db.WriteDownAsync(back.Select(b => (b.Row, b.After)), cancel);
            var alike = back.GroupBy(b => b.Same, (_, same) => same.ToList());
            await db.UpdateAsync(alike.Select(same => (same.ConvertAll(b => b.Row), Setter(same[0].After, same[0].Was))), now, cancel);
            return back.Count;

            static Action<UpdateSettersBuilder<Product>> Setter(BulkRow after, IReadOnlyDictionary<string, string?> was) => set => after.Set(set, was.Keys);
        }

        /// <summary>The products' former categories that can still take products.</summary>
        private async Task<HashSet<int>> OpenCategoriesAsync(List<Revision> revisions, CancellationToken cancel)
        {
            var ids = revisions.Select(r => FieldText.Number(r.Was.GetValueOrDefault(nameof(Product.CategoryId)))).OfType<int>().Distinct().ToArray();
            var open = db.Categories.Where(c => EF.Parameter(ids).Contains(c.Id) && c.DeletedAt == null);
            return ids.Length == 0 ? [] : await open.Select(c => c.Id).ToHashSetAsync(cancel);
        }
    }
}
