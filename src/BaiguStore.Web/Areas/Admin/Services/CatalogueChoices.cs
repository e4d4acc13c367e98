using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Forms;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Categories and vendors as options. Includes hidden categories, which the public tree does not have.</summary>
public static class CatalogueChoices
{
    extension(StoreDb db)
    {
        /// <summary>
        /// All categories that are not soft-deleted, in tree order, indented by level; only the chosen one if the tree is too large. With a query the
        /// matching ones, with their ancestors' names.
        /// </summary>
        /// <param name="notBelow">Materialized path of a category to exclude with its descendants.</param>
        public async Task<CategoryOptions> CategoryChoicesAsync(int? chosen, CancellationToken cancel, string query = "", string? notBelow = null)
        {
            if (query.Length > 0)
            {
                var found = await db.FindPlacesAsync(query, CategoryOptions.MostFound + 1, cancel, notBelow);
                return new([.. found.Select(p => new FieldOption($"{p.Id}", p.Name, p.Id == chosen))], IsWhole: true);
            }
            if (await db.Categories.OrderBy(c => c.Id).Take(CategoryOptions.MostListed + 1).CountAsync(cancel) > CategoryOptions.MostListed)
                return new(await db.Categories.AsNoTracking().Where(c => c.Id == chosen).Select(c => new FieldOption(c.Id.ToString(), c.Name, true, null)).ToListAsync(cancel), IsWhole: false);
            var places = await db.Categories.AsNoTracking()
                .Where(c => (c.DeletedAt == null || c.Id == chosen) && (notBelow == null || !c.Path.StartsWith(notBelow)))
                .OrderBy(c => c.Position).ThenBy(c => c.Id).Select(c => new { c.Id, c.ParentId, c.Name }).ToListAsync(cancel);
            var below = places.ToLookup(c => c.ParentId);
            List<FieldOption> options = new(places.Count);
            Add(null, 0);
            return new(options, IsWhole: true);

            void Add(int? parent, int level)
            {
                foreach (var place in below[parent])
                {
                    options.Add(new($"{place.Id}", new string('\u3000', level) + place.Name, place.Id == chosen));
                    Add(place.Id, level + 1);
                }
            }
        }

        public async Task<IReadOnlyList<FieldOption>> VendorChoicesAsync(int? chosen, CancellationToken cancel) =>
            await db.Vendors.AsNoTracking().OrderBy(v => v.Name).Select(v => new FieldOption(v.Id.ToString(), v.Name, v.Id == chosen, null)).ToListAsync(cancel);

        /// <summary>Names of specs in this category and others of its kind, the category's key specs first.</summary>
        public async Task<IReadOnlyList<string>> SpecNamesAsync(int? categoryId, CancellationToken cancel)
        {
            if (await db.Categories.AsNoTracking().FirstOrDefaultAsync(c => c.Id == categoryId, cancel) is not { } category)
                return [];
            var kind = category.Kind;
            var alike = kind.Length == 0 ? [] : await db.Categories.AsNoTracking().Where(c => c.Kind == kind).OrderBy(c => c.Id).Take(Alike).Select(c => c.KeySpecs).ToListAsync(cancel);
            var inLine = await db.Products.AsNoTracking().Where(p => p.CategoryId == categoryId).OrderBy(p => p.Id).Take(Alike).Select(p => p.Specs).ToListAsync(cancel);
            return [.. category.KeySpecs.Concat(inLine.SelectMany(s => s.Select(spec => spec.Name))).Concat(alike.SelectMany(s => s)).Distinct().Take(MostNames)];
        }
    }

    /// <summary>Categories and products sampled for names: more of the same kind have the same names.</summary>
    private const int Alike = 40;
    private const int MostNames = 80;
}
