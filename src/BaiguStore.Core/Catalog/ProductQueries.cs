using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

public enum ProductOrder
{
    Name = 0,
    Price = 1,
    Newest = 2,
}

/// <summary>What a list shows of a product.</summary>
public sealed record ProductRow(
    int Id, string Sku, string Name, string Slug, string Vendor, int CategoryId, List<Spec> Specs, long? ListPriceFen, StockState Stock);

public static class ProductQueries
{
    /// <summary>
    /// Part numbers of one query; each is two parameters, and SQL Server takes 2,100. EF sends a longer list as JSON, which lacks the column's
    /// collation there: in a contained database the query fails.
    /// </summary>
    public const int MostAmong = 1_000;

    extension(IQueryable<Product> products)
    {
        public IQueryable<Product> Published() => products.Where(p => p.PublishedAt != null);

        /// <summary>The published ones but for those in hidden categories: what visitors may see. Costs nothing while no category is hidden.</summary>
        public IQueryable<Product> Shown(CategoryTree tree)
        {
            if (tree.Hidden.Count == 0)
                return products.Published();
            var hidden = tree.Hidden.ToArray();
            return products.Published().Where(p => !EF.Parameter(hidden).Contains(p.CategoryId));
        }

        public IQueryable<Product> In(int categoryId) => products.Where(p => p.CategoryId == categoryId);

        /// <summary>
        /// Part numbers that begin so, whatever hyphens and spaces were typed: a range on the index of keys. None for a text without
        /// letters and digits, which begins every one of them.
        /// </summary>
        public IQueryable<Product> WithSkuStarting(string typed)
        {
            var from = Product.KeyOf(typed);
            if (from.Length == 0)
                return products.Where(p => false);
            var to = from + "~"; // after every letter and digit in binary order
            return products.Where(p => p.SkuKey.CompareTo(from) >= 0 && p.SkuKey.CompareTo(to) < 0);
        }

        /// <summary>
        /// Those whose part numbers are meant by these, whatever hyphens and spaces were typed. A part number without Latin letters and
        /// digits has no key; it is found as it stands. Throws for more than <see cref="MostAmong"/>.
        /// </summary>
        public IQueryable<Product> WithSkuAmong(IReadOnlyCollection<string> typed)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(typed.Count, MostAmong);
            var keys = typed.Select(Product.KeyOf).Where(key => key.Length > 0).Distinct().ToList();
            return products.Where(p => keys.Contains(p.SkuKey) || typed.Contains(p.Sku));
        }

        public IOrderedQueryable<Product> By(ProductOrder order) => order switch
        {
            ProductOrder.Price => products.OrderBy(p => p.PriceOrder).ThenBy(p => p.Id),
            ProductOrder.Newest => products.OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id),
            _ => products.OrderBy(p => p.Name).ThenBy(p => p.Id),
        };

        /// <summary>All of them, the oldest entry first: an order in which a new product moves no other.</summary>
        public IOrderedQueryable<Product> ById() => products.OrderBy(p => p.Id);

        /// <summary>Those that come next in a list by name: the same series in its other sizes.</summary>
        public IOrderedQueryable<Product> Following(string name, int id) =>
            products.Where(p => p.Name.CompareTo(name) >= 0 && (p.Name != name || p.Id > id)).By(ProductOrder.Name);

        public IQueryable<ProductRow> AsRows() => products.Select(p =>
            new ProductRow(p.Id, p.Sku, p.Name, p.Slug, p.Vendor!.Name, p.CategoryId, p.Specs, p.ListPriceFen, p.Stock));

        /// <summary>
        /// The rows of one page of a list, in its order. The page is found in the list's index alone; only its own products are then
        /// looked up. Without that detour the database would read every product that stands before the page.
        /// </summary>
        public IQueryable<ProductRow> RowsOf(IQueryable<Product> page) => page.Select(p => p.Id).Join(products, id => id, p => p.Id, (_, p) => p).AsRows();
    }
}
