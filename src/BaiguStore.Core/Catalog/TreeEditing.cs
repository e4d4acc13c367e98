using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>What cannot be done to the tree, with the reason in words for the person who tried.</summary>
public sealed class TreeRefusedException(string message) : InvalidOperationException(message);

/// <summary>
/// What staff do to the tree that concerns more than one place. Each is one transaction that first takes the feed's lock, as every writer
/// does: what it reads then is what is there, so two moves at once cannot make a circle between them.
/// </summary>
public static class TreeEditing
{
    extension(StoreDb db)
    {
        /// <summary>Adds a place below another, or at the top, behind its siblings. Throws TreeRefusedException too deep, or where the parent is gone.</summary>
        public Task AddAsync(Category category, int? parentId, CancellationToken cancel) => db.BulkAsync([], async () =>
        {
            var parent = parentId is { } above ? await db.OpenAsync(above, cancel) : null;
            if (parent?.Path.Count(c => c == '.') >= Category.MaxDepth)
                throw new TreeRefusedException($"分类最多 {Category.MaxDepth} 级。");
            category.Position = await db.Categories.Where(c => c.ParentId == parentId).MaxAsync(c => (int?)c.Position, cancel) + 1 ?? 0;
            db.Categories.Add(category.WithParent(parentId));
            await db.SaveWithFreeSlugAsync(category, cancel);
            category.PlaceUnder(parent); // now that it has an id
            return 0;
        }, cancel);

        /// <summary>
        /// Moves a place with all below it under another, or to the top; it goes behind its new siblings. Throws TreeRefusedException below itself, too
        /// deep, or where a place is gone.
        /// </summary>
        public Task MoveAsync(int id, int? parentId, CancellationToken cancel) => db.BulkAsync([], async () =>
        {
            var category = await db.FreshAsync(id, cancel);
            var parent = parentId is { } above ? await db.OpenAsync(above, cancel) : null;
            await db.PlaceAsync(category, parent, cancel);
            return 1;
        }, cancel);

        /// <summary>
        /// Makes one place of two: products, articles and places below the first go to the second, whose address answers for both, and the first is
        /// deleted. Answers how many products that moved. Throws TreeRefusedException for a place with itself or with one below it.
        /// </summary>
        public async Task<int> MergeAsync(int id, int intoId, CancellationToken cancel)
        {
            var moved = 0;
            db.ChangeTracker.Clear(); // what is there counts, not what was read before
            await db.BulkAsync([], async () =>
            {
                var (category, into) = (await db.FreshAsync(id, cancel), await db.OpenAsync(intoId, cancel));
                if (into.Path.StartsWith(category.Path, StringComparison.Ordinal))
                    throw new TreeRefusedException("分类不能合并到自身或自身的下级。");
                foreach (var child in await db.Categories.Where(c => c.ParentId == id).OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancel))
                    await db.PlaceAsync(child, into, cancel);
                moved = (await db.ChangeManyAsync(new BulkEdit.MoveTo(intoId), [db.Products.In(id)], StoreDb.Now, cancel))?.Count ?? 0;
                await db.MoveArticlesAsync(id, intoId, cancel);
                await db.SlugHistories.Where(h => h.Kind == SluggedKind.Category && h.EntityId == id)
                    .ExecuteUpdateAsync(h => h.SetProperty(x => x.EntityId, intoId), cancel);
                db.SlugHistories.Add(new SlugHistory { Kind = SluggedKind.Category, OldSlug = category.Slug, EntityId = intoId });
                db.Categories.Remove(category);
                return 0;
            }, cancel);
            return moved;
        }

        /// <summary>
        /// Puts the places below a parent, or at the top, in this order. Places that are not named follow, in the order they had; what is named and not there
        /// (any more) is passed over.
        /// </summary>
        public Task ArrangeAsync(int? parentId, IReadOnlyList<int> order, CancellationToken cancel) => db.BulkAsync([], async () =>
        {
            db.ChangeTracker.Clear(); // what is there counts, not what was read before
            var places = order.Select((id, position) => (id, position)).DistinctBy(p => p.id).ToDictionary(p => p.id, p => p.position);
            var siblings = await db.Categories.Where(c => c.ParentId == parentId).OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancel);
            foreach (var (sibling, position) in siblings.OrderBy(s => places.GetValueOrDefault(s.Id, int.MaxValue)).Select((s, i) => (s, i)))
                sibling.Position = position;
            return 0;
        }, cancel);

        /// <summary>Puts a place into the bin. Throws TreeRefusedException for one that holds products (in the bin too), articles or places.</summary>
        public Task BinAsync(int id, DateTime now, CancellationToken cancel) => db.BulkAsync([], async () =>
        {
            var category = await db.FreshAsync(id, cancel);
            if (!await db.Categories.Empty(db).AnyAsync(c => c.Id == id, cancel))
                throw new TreeRefusedException("分类下还有商品、文章或下级分类。");
            category.ToBin(now);
            return 0;
        }, cancel);

        /// <summary>As it is now, not as this context may have read it before somebody else changed it.</summary>
        private async Task<Category> FreshAsync(int id, CancellationToken cancel)
        {
            var category = await db.Categories.FindAsync([id], cancel);
            if (category is not null)
                await db.Entry(category).ReloadAsync(cancel);
            return category is null || db.Entry(category).State == EntityState.Detached ? throw new TreeRefusedException("分类已不存在。") : category;
        }

        /// <summary>The same, for one that others shall be put into.</summary>
        private async Task<Category> OpenAsync(int id, CancellationToken cancel) => await db.FreshAsync(id, cancel) is { DeletedAt: null } open ? open
            : throw new TreeRefusedException("目标分类在回收站中。");

        private async Task PlaceAsync(Category category, Category? parent, CancellationToken cancel)
        {
            var (id, old) = (category.Id, category.Path);
            if (category.ParentId == parent?.Id)
                return;
            var below = db.Categories.Where(c => c.Path.StartsWith(old) && c.Id != id);
            var deepest = (await below.Select(c => c.Path).ToListAsync(cancel)).Append(old).Max(Depth) - Depth(old);
            try
            {
                category.PlaceUnder(parent);
            }
            catch (InvalidOperationException e)
            {
                throw new TreeRefusedException(e.Message);
            }
            var parentId = parent?.Id;
            category.Position = await db.Categories.Where(c => c.ParentId == parentId).MaxAsync(c => (int?)c.Position, cancel) + 1 ?? 0;
            var path = category.Path;
            if (Depth(path) + deepest > Category.MaxDepth)
            {
                await db.Entry(category).ReloadAsync(cancel);
                throw new TreeRefusedException($"分类最多 {Category.MaxDepth} 级。");
            }
            await db.BulkAsync([], () => below.ExecuteUpdateAsync(c => c.SetProperty(x => x.Path, x => string.Concat(path, x.Path.Substring(old.Length))), cancel), cancel);
            await db.SaveChangesAsync(cancel); // the next one's position looks for it

            static int Depth(string path) => path.Count(c => c == '.');
        }

        /// <summary>An article that helped to choose from both helps to choose from the one that is left.</summary>
        private async Task MoveArticlesAsync(int id, int intoId, CancellationToken cancel)
        {
            var into = await db.Categories.SingleAsync(c => c.Id == intoId, cancel);
            foreach (var article in await db.Articles.Include(a => a.HelpsToChoose).Where(a => a.CategoryId == id || a.HelpsToChoose.Any(c => c.Id == id)).ToListAsync(cancel))
            {
                if (article.CategoryId == id)
                    article.CategoryId = intoId;
                if (article.HelpsToChoose.RemoveAll(c => c.Id == id) > 0 && article.HelpsToChoose.TrueForAll(c => c.Id != intoId))
                    article.HelpsToChoose.Add(into);
            }
            await db.SaveChangesAsync(cancel);
        }
    }
}
