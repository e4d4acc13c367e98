using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>A merge in the form of <see cref="BulkChange.What"/>: "Merge 12 17".</summary>
/// <param name="UndoneTimes">0 for the merge itself, 1 for its undo, 2 for the undo of the undo, which merges again.</param>
public sealed record CategoryMerge(int FromId, int IntoId, int UndoneTimes)
{
    private const string Act = "Merge";

    /// <summary>Whether the bulk change merged the categories (and did not split them).</summary>
    public bool Merged => UndoneTimes % 2 == 0;

    public static CategoryMerge? Of(string what)
    {
        var times = 0;
        for (; what.StartsWith(BulkUndoing.Prefix, StringComparison.Ordinal); times++)
            what = what[BulkUndoing.Prefix.Length..];
        return what.Split(' ') is [Act, var from, var into] && int.TryParse(from, CultureInfo.InvariantCulture, out var fromId)
            && int.TryParse(into, CultureInfo.InvariantCulture, out var intoId) ? new(fromId, intoId, times) : null;
    }

    internal static string WhatOf(int id, int intoId) => string.Create(CultureInfo.InvariantCulture, $"{Act} {id} {intoId}");
}

/// <summary>What the undo of a merge restored, beside the products.</summary>
/// <param name="Categories">Categories that moved back below the restored one.</param>
/// <param name="CategoriesLeft">Categories that were moved since, or no longer fit there.</param>
/// <param name="Articles">Articles that refer to it again.</param>
public sealed record MergeUndo(CategoryMerge Merge, int Categories, int CategoriesLeft, int Articles);

/// <summary>Merges two categories, and undoes that. The undo reads the history rows of the bulk change.</summary>
public static class CategoryMerging
{
    extension(StoreDb db)
    {
        /// <summary>
        /// Moves products, articles and child categories to the second category, whose URL also replaces the first one's; soft-deletes the first.
        /// <see cref="BulkChange.Count"/> is the number of moved products. Throws TreeRefusedException for a category and itself or one of its
        /// descendants.
        /// </summary>
        public async Task<BulkChange> MergeAsync(int id, int intoId, DateTime now, CancellationToken cancel)
        {
            BulkChange? change = null;
            db.ChangeTracker.Clear(); // read the current state, not tracked entities
            await db.AsBulkAsync(async () => change = await db.MergeWithinAsync(id, intoId,
                () => db.BeginBulkChangeAsync(CategoryMerge.WhatOf(id, intoId), null, now, cancel), now, cancel), cancel);
            return change!;
        }

        private async Task<BulkChange> MergeWithinAsync(int id, int intoId, Func<Task<BulkChange>> begin, DateTime now, CancellationToken cancel)
        {
            var (category, into) = (await db.OpenAsync(id, cancel), await db.OpenAsync(intoId, cancel));
            if (into.Path.StartsWith(category.Path, StringComparison.Ordinal))
                throw new TreeRefusedException("分类不能合并到自身或自身的下级。");
            var change = await begin();
            var children = db.Categories.Where(c => c.ParentId == id).OrderBy(c => c.Position).ThenBy(c => c.Id);
            foreach (var child in await children.ToListAsync(cancel))
            {
                await db.MoveUnderAsync(child, into, cancel);
                await db.SaveChangesAsync(cancel); // the next category's position is queried
            }
            await db.ChangeEachAsync(new BulkEdit.MoveTo(intoId), [db.Products.In(id)], () => Task.FromResult(change), now, cancel);
            await db.MoveArticlesAsync(id, into, cancel);
            await db.LeadAddressesAsync(category, into, cancel);
            category.ToBin(now);
            await db.SaveChangesAsync(cancel);
            return change;
        }

        /// <summary>Runs in the transaction of an undo. Undoing the undo of a merge merges again.</summary>
        internal async Task<BulkUndo> UndoMergeAsync(BulkChange undo, CategoryMerge merge, DateTime now, CancellationToken cancel)
        {
            if (merge.Merged)
                return await db.PartAsync(undo, merge, now, cancel);
            await db.MergeWithinAsync(merge.FromId, merge.IntoId, () => Task.FromResult(undo), now, cancel);
            return new(undo, [], new(merge, 0, 0, 0));
        }

        private async Task<BulkUndo> PartAsync(BulkChange undo, CategoryMerge merge, DateTime now, CancellationToken cancel)
        {
            var category = await db.FreshAsync(merge.FromId, cancel);
            var rows = await db.Revisions.AsNoTracking()
                .Where(r => r.BulkChangeId == undo.UndoneId && r.Kind != RevisionKind.Product && r.EntityId != 0)
                .OrderBy(r => r.Id).ToListAsync(cancel);
            var own = rows.Find(r => r.Kind == RevisionKind.Category && r.EntityId == category.Id);
            var below = rows.FindAll(r => r.Kind == RevisionKind.Category && r.EntityId != category.Id);
            var wasInBin = category.DeletedAt is not null;
            category.Restore();
            await db.TakeAddressesBackAsync(category, own, cancel);
            await db.SaveChangesAsync(cancel); // the category is open again, so that products and others can move there
            var (categories, categoriesLeft) = await db.CategoriesBackAsync(below, category, merge.IntoId, cancel);
            var referring = rows.FindAll(r => r.Kind == RevisionKind.Article);
            var (articles, articlesLeft) = await db.ArticlesBackAsync(referring, category, merge.IntoId, cancel);
            var left = await db.PutBackAsync(undo, merge.IntoId, now, cancel);
            return undo.Count + categories + articles > 0 || (wasInBin && left.Count + categoriesLeft + articlesLeft == 0)
                ? new(undo, left, new(merge, categories, categoriesLeft, articles))
                : throw new BulkRefusedException("没有撤销：合并时移走的商品和下级分类后来都又移到了别处。");
        }

        /// <summary>An article that recommends both categories then recommends the remaining one.</summary>
        private async Task MoveArticlesAsync(int id, Category into, CancellationToken cancel)
        {
            var referring = db.Articles.Include(a => a.HelpsToChoose).Where(a => a.CategoryId == id || a.HelpsToChoose.Any(c => c.Id == id));
            foreach (var article in await referring.ToListAsync(cancel))
            {
                if (article.CategoryId == id)
                    article.CategoryId = into.Id;
                if (article.HelpsToChoose.RemoveAll(c => c.Id == id) > 0 && article.HelpsToChoose.TrueForAll(c => c.Id != into.Id))
                    article.HelpsToChoose.Add(into);
            }
            await db.SaveChangesAsync(cancel);
        }

        /// <summary>Redirects the merged category's URL, and all that redirect to it, to the other category. The history keeps the list.</summary>
        private async Task LeadAddressesAsync(Category category, Category into, CancellationToken cancel)
        {
            var (id, own) = (category.Id, category.Slug);
            var leading = db.SlugHistories.Where(h => h.Kind == SluggedKind.Category && (h.EntityId == id || h.OldSlug == own));
            var rows = await leading.ToListAsync(cancel);
            var old = rows.Where(h => h.OldSlug != own).Select(h => h.OldSlug).Order(StringComparer.Ordinal).ToList();
            db.Scope.Remarks[category] = new("", new Dictionary<string, string?> { [CategoryFields.OldSlugs] = FieldText.Of(old) });
            rows.ForEach(h => h.EntityId = into.Id);
            if (!rows.Exists(h => h.OldSlug == own))
                db.SlugHistories.Add(new SlugHistory { Kind = SluggedKind.Category, OldSlug = own, EntityId = into.Id });
        }

        private async Task TakeAddressesBackAsync(Category category, Revision? merged, CancellationToken cancel)
        {
            var (own, old) = (category.Slug, FieldText.Items(merged?.Was.GetValueOrDefault(CategoryFields.OldSlugs)));
            var led = db.SlugHistories.Where(h => h.Kind == SluggedKind.Category && (h.OldSlug == own || old.Contains(h.OldSlug)));
            foreach (var row in await led.ToListAsync(cancel))
                if (row.OldSlug == own)
                    db.SlugHistories.Remove(row);
                else
                    row.EntityId = category.Id;
        }

        private async Task<(int Back, int Left)> CategoriesBackAsync(List<Revision> moved, Category category, int intoId, CancellationToken cancel)
        {
            var back = 0;
            foreach (var id in moved.Select(r => r.EntityId))
            {
                if (await db.Categories.FindAsync([id], cancel) is not { } child || child.ParentId != intoId)
                    continue;
                try
                {
                    await db.MoveUnderAsync(child, category, cancel);
                    await db.SaveChangesAsync(cancel); // the next category's position is queried
                    back++;
                }
                catch (TreeRefusedException)
                {
                    // Too deep by now, or its former parent is now below it: it stays.
                }
            }
            return (back, moved.Count - back);
        }

        private async Task<(int Back, int Left)> ArticlesBackAsync(List<Revision> moved, Category category, int intoId, CancellationToken cancel)
        {
            var back = 0;
            var was = moved.ToLookup(r => r.EntityId, r => r.Was);
            var ids = was.Select(w => w.Key).ToArray();
            var there = db.Articles.Include(a => a.HelpsToChoose).Where(a => EF.Parameter(ids).Contains(a.Id));
            foreach (var article in await there.ToListAsync(cancel))
            {
                var (before, had) = (was[article.Id].First(), false);
                if (before.ContainsKey(nameof(Product.CategoryId)) && article.CategoryId == intoId)
                    (article.CategoryId, had) = (category.Id, true);
                var lines = FieldText.Items(before.GetValueOrDefault(nameof(article.HelpsToChoose))).ConvertAll(line => FieldText.Number(line));
                var helps = article.HelpsToChoose;
                if (lines.Contains(category.Id) && helps.Exists(c => c.Id == intoId) && helps.TrueForAll(c => c.Id != category.Id))
                {
                    if (!lines.Contains(intoId))
                        helps.RemoveAll(c => c.Id == intoId);
                    helps.Add(category);
                    had = true;
                }
                back += had ? 1 : 0;
            }
            await db.SaveChangesAsync(cancel);
            return (back, was.Count - back);
        }
    }
}
