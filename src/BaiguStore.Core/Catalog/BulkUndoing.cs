using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace BaiguStore.Core.Catalog;

/// <summary>What undoing an act on many did; its <see cref="BulkChange.Count"/> says how many products got back what they had.</summary>
/// <param name="Left">The products that were changed since, or are gone, or whose category is: they stay as they are.</param>
/// <param name="Merge">For a merge: what else came back.</param>
public sealed record BulkUndo(BulkChange Change, IReadOnlyList<int> Left, MergeUndo? Merge = null);

/// <summary>The way back from an act on many. An act is marked undone only where something was undone.</summary>
public static class BulkUndoing
{
    internal const string Prefix = "undo: ";

    /// <summary>False for acts that leave nothing to put back: what staff have looked at stays looked at.</summary>
    public static bool CanBeUndone(string what) => !what.EndsWith(nameof(BulkEdit.Confirm), StringComparison.Ordinal);

    extension(StoreDb db)
    {
        /// <summary>
        /// Gives back to each product what an act took from it, in one transaction; what was changed since stays as it is. Of a merge the category
        /// and what was in it come back too. Itself an act, so it can be undone. Throws, with nothing done, BulkRefusedException for one that is
        /// undone already, was never made, or of which nothing can be put back any more, and TreeRefusedException where a category is gone.
        /// </summary>
        public async Task<BulkUndo> UndoAsync(int bulkChangeId, DateTime now, CancellationToken cancel)
        {
            BulkUndo? undo = null;
            db.ChangeTracker.Clear(); // what is there counts, not what was read before
            try
            {
                await db.AsBulkAsync(async () => undo = await db.UndoWithinAsync(bulkChangeId, now, cancel), cancel);
            }
            catch (Exception e) when (e is BulkRefusedException or TreeRefusedException)
            {
                db.ChangeTracker.Clear(); // nothing of it was saved
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

        /// <summary>Puts back the products of the act that this one undoes, and counts them; answers those that stay as they are.</summary>
        /// <param name="onlyFrom">For a merge: a product that is still in this category goes back, whatever else was changed since.</param>
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

        /// <summary>Answers how many got back what they had.</summary>
        private async Task<int> PutBackAsync(List<Revision> revisions, int? onlyFrom, List<int> left, DateTime now, CancellationToken cancel)
        {
            var ids = revisions.Select(r => r.EntityId).ToArray();
            var found = BulkEditing.RowsOf(db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)));
            var products = await found.ToDictionaryAsync(p => p.Id, cancel);
            var places = await db.OpenPlacesAsync(revisions, cancel);
            List<(BulkRow Row, BulkRow After, IReadOnlyDictionary<string, string?> Was, string Same)> back = [];
            foreach (var revision in revisions)
                if (revision.Was is { Count: > 0 } was && products.GetValueOrDefault(revision.EntityId) is { } row
                    && (onlyFrom is { } from ? row.CategoryId == from : row.Version == revision.Version)
                    && row.With(was) is var after && (after.CategoryId == row.CategoryId || places.Contains(after.CategoryId)))
                    back.Add((row, after, was, revision.Before));
                else
                    left.Add(revision.EntityId);
            await db.WriteDownAsync(back.Select(b => (b.Row, b.After)), cancel);
            var alike = back.GroupBy(b => b.Same, (_, same) => same.ToList());
            await db.UpdateAsync(alike.Select(same => (same.ConvertAll(b => b.Row), Setter(same[0].After, same[0].Was))), now, cancel);
            return back.Count;

            static Action<UpdateSettersBuilder<Product>> Setter(BulkRow after, IReadOnlyDictionary<string, string?> was) => set => after.Set(set, was.Keys);
        }

        /// <summary>Of the categories that products left, those that can take them back.</summary>
        private async Task<HashSet<int>> OpenPlacesAsync(List<Revision> revisions, CancellationToken cancel)
        {
            var ids = revisions.Select(r => FieldText.Number(r.Was.GetValueOrDefault(nameof(Product.CategoryId)))).OfType<int>().Distinct().ToArray();
            var open = db.Categories.Where(c => EF.Parameter(ids).Contains(c.Id) && c.DeletedAt == null);
            return ids.Length == 0 ? [] : await open.Select(c => c.Id).ToHashSetAsync(cancel);
        }
    }
}
