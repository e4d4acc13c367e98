using BaiguStore.Core.Data;

namespace BaiguStore.Core.Catalog;

public static class CategoryQueries
{
    extension(IQueryable<Category> categories)
    {
        /// <summary>Unreferenced categories; soft-deleted items count as references, because they may be restored.</summary>
        public IQueryable<Category> Empty(StoreDb db) => categories.Where(c => !db.Categories.Any(below => below.ParentId == c.Id)
            && !db.Products.Any(p => p.CategoryId == c.Id) && !db.Articles.Any(a => a.CategoryId == c.Id || a.HelpsToChoose.Any(h => h.Id == c.Id)));
    }
}
