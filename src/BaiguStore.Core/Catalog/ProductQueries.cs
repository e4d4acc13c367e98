using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

public enum ProductOrder
{
    Name = 0,
    Price = 1,
    Newest = 2,
}

/// <summary>The columns of a product that lists show.</summary>
public sealed record ProductRow(
    int Id, string Sku, string Name, string Slug, string Vendor, int CategoryId, List<Spec> Specs, long? ListPriceFen, StockState Stock);

public static class ProductQueries
{
    /// <summary>
    /// Part numbers per query; each is two parameters, and SQL Server allows 2,100. EF would send a longer list as JSON without the column's
    /// collation, which fails in a contained database.
    /// </summary>
    public const int MostAmong = 1_000;

    extension(IQueryable<Product> products)
    {
        public IQueryable<Product> Published() => products.Where(p => p.PublishedAt != null);

        /// <summary>Published products outside hidden categories, i.e. visible to visitors. Adds no condition while no category is hidden.</summary>
        public IQueryable<Product> Shown(CategoryTree tree)
        {
            if (tree.Hidden.Count == 0)
                return products.Published();
            var hidden = tree.Hidden.ToArray();
            return products.Published().Where(p => !EF.Parameter(hidden).Contains(p.CategoryId));
        }

        public IQueryable<Product> In(int categoryId) => products.Where(p => p.CategoryId == categoryId);

        /// <summary>
        /// Products whose part number has this prefix, ignoring hyphens and spaces: a range of the key index. None for a text without letters and
        /// digits, which would match every key.
        /// </summary>
        public IQueryable<Product> WithSkuStarting(string typed)
        {
            var from = Product.KeyOf(typed);
            if (from.Length == 0)
                return products.Where(p => false);
            var to = from + "~"; // sorts after every letter and digit in binary order
            return products.Where(p => p.SkuKey.CompareTo(from) >= 0 && p.SkuKey.CompareTo(to) < 0);
        }

        /// <summary>
        /// Products with these part numbers, ignoring hyphens and spaces. A part number without Latin letters and digits has no key and must match
        /// exactly. Throws for more than <see cref="MostAmong"/>.
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

        /// <summary>By ascending id: new products are appended and move no other.</summary>
        public IOrderedQueryable<Product> ById() => products.OrderBy(p => p.Id);

        /// <summary>The following products of a list by name: usually other sizes of the same series.</summary>
        public IOrderedQueryable<Product> Following(string name, int id) =>
            products.Where(p => p.Name.CompareTo(name) >= 0 && (p.Name != name || p.Id > id)).By(ProductOrder.Name);

        public IQueryable<ProductRow> AsRows() => products.Select(p =>
            new ProductRow(p.Id, p.Sku, p.Name, p.Slug, p.Vendor!.Name, p.CategoryId, p.Specs, p.ListPriceFen, p.Stock));

        /// <summary>
        /// The rows of one page of a list, in order. Deferred join: the page is found in the index alone, and only its products are read. Otherwise
        /// the database would read every product before the page.
        /// </summary>
        public IQueryable<ProductRow> RowsOf(IQueryable<Product> page) => page.Select(p => p.Id).Join(products, id => id, p => p.Id, (_, p) => p).AsRows();
    }
}
