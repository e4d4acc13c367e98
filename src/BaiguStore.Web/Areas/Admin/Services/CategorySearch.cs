using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Finds categories by name or slug, in tree order.</summary>
public static class CategorySearch
{
    /// <summary>Categories whose name or slug contains each of the words.</summary>
    public static IQueryable<Category> Like(this IQueryable<Category> categories, string query)
    {
        foreach (var word in query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            categories = Slug.From(word) is { Length: > 0 } slug
                ? categories.Where(c => c.Name.Contains(word) || c.Slug.Contains(slug))
                : categories.Where(c => c.Name.Contains(word));
        return categories;
    }

    extension(StoreDb db)
    {
        /// <summary>The first matches, each with its ancestors' names: "华为 / 交换机".</summary>
        public async Task<IReadOnlyList<CategoryName>> FindPlacesAsync(string query, int max, CancellationToken cancel, string? notBelow = null)
        {
            var open = db.Categories.AsNoTracking().Where(c => c.DeletedAt == null);
            if (notBelow is not null)
                open = open.Where(c => !c.Path.StartsWith(notBelow));
            if (query.Length == 0)
                return [];
            var found = await open.Like(query).OrderBy(c => c.Id).Take(max).Select(c => new { c.Id, c.Path }).ToListAsync(cancel);
            return await db.NamedAsync(found.ConvertAll(c => IdsOf(c.Path) is { Count: > 0 } trail ? trail : [c.Id]), cancel);
        }

        /// <summary>These categories with their ancestors' names.</summary>
        private async Task<IReadOnlyList<CategoryName>> NamedAsync(List<List<int>> trails, CancellationToken cancel)
        {
            var ids = trails.SelectMany(t => t).Distinct().ToArray();
            var places = await db.Categories.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id))
                .Select(c => new { c.Id, c.Name, c.Position }).ToDictionaryAsync(c => c.Id, cancel);
            return
            [
                .. trails.Select(trail => trail.FindAll(places.ContainsKey)).Where(trail => trail.Count > 0)
                    .OrderBy(trail => string.Concat(trail.Select(id => $"{places[id].Position:D10}{id:D10}")), StringComparer.Ordinal)
                    .Select(trail => new CategoryName(trail[^1], string.Join(" / ", trail.Select(id => places[id].Name)))),
            ];
        }
    }

    public static List<int> IdsOf(string path) =>
        [.. path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
}
