using BaiguStore.Core.Data;

namespace BaiguStore.Core.Catalog;

public static class CategoryQueries
{
    extension(IQueryable<Category> categories)
    {
        /// <summary>Those that nothing is in and nothing refers to; what lies in the bin counts, as it may come back.</summary>
        public IQueryable<Category> Empty(StoreDb db) => categories.Where(c => !db.Categories.Any(below => below.ParentId == c.Id)
            && !db.Products.Any(p => p.CategoryId == c.Id) && !db.Articles.Any(a => a.CategoryId == c.Id || a.HelpsToChoose.Any(h => h.Id == c.Id)));
    }
}
