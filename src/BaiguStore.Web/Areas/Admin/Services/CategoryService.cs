using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>
/// Reads and edits the staff's category tree, hidden categories included.
/// </summary>
public sealed class CategoryService(StoreDb db, StoreSnapshot store, TimeProvider clock, IStringLocalizer<Ui> text)
{
    /// <summary>Maximum rows of a page; longer lists are useless.</summary>
    private const int MaxRows = 2_000, MaxFound = CategoryOptions.MostFound, MaxBin = 100;

    private IQueryable<Category> Places => db.Categories.AsNoTracking().Where(c => c.DeletedAt == null);

    public async Task<CategoryTreePage> TreeAsync(IReadOnlyList<int> open, string query, CancellationToken cancel)
    {
        var shown = query.Length > 0 ? Places.Like(query) : Places.Where(c => c.ParentId == null || open.Contains(c.ParentId.Value));
        var rows = await RowsAsync(shown, query.Length > 0 ? MaxFound : MaxRows, cancel);
        var bin = await db.Categories.AsNoTracking().Where(c => c.DeletedAt != null).OrderByDescending(c => c.DeletedAt).ThenByDescending(c => c.Id)
            .Select(c => new { c.Id, c.Name }).Take(MaxBin).ToListAsync(cancel);
        return new(open, query, rows, bin.ConvertAll(c => (c.Id, c.Name)), rows.Count == (query.Length > 0 ? MaxFound : MaxRows));
    }

    /// <summary>Possible parents of a category: the tree, or the matches of a query; without itself and its descendants.</summary>
    /// <param name="chosen">Null for none.</param>
    public async Task<CategoryChoice?> ChoiceAsync(int id, string query, int? chosen, CancellationToken cancel)
    {
        var places = Places.Where(c => c.Id == id).Select(c => new { c.Name, c.Slug, c.ParentId, c.Path });
        if (await places.FirstOrDefaultAsync(cancel) is not { } place)
            return null;
        var options = await db.CategoryChoicesAsync(chosen, cancel, query, place.Path);
        return new(id, place.Name, place.Slug, place.ParentId, query, options.With(o => Counted(o, store.Tree)));

        static FieldOption Counted(FieldOption option, CategoryTree tree) => tree.Find(int.Parse(option.Value, CultureInfo.InvariantCulture)) is { } node
            ? option with { Text = $"{option.Text} ({Format.Number(node.Total)})" } : option;
    }

    public async Task<MergePreview> PreviewAsync(int id, CancellationToken cancel)
    {
        var all = await db.Products.CountAsync(p => p.CategoryId == id, cancel);
        var seen = await db.Products.Published().CountAsync(p => p.CategoryId == id, cancel);
        var below = Places.Where(c => c.ParentId == id).OrderBy(c => c.Position).ThenBy(c => c.Id);
        var articles = db.Articles.Where(a => a.CategoryId == id || a.HelpsToChoose.Any(c => c.Id == id)).OrderBy(a => a.Id);
        var slugs = db.SlugHistories.Where(h => h.Kind == SluggedKind.Category && h.EntityId == id).OrderBy(h => h.Id);
        return new(all, all - seen, await below.Select(c => c.Name).ToListAsync(cancel), await articles.Select(a => a.Title).ToListAsync(cancel),
            await slugs.Select(h => h.OldSlug).ToListAsync(cancel));
    }

    /// <summary>Why one cannot be merged into the other, or null.</summary>
    public async Task<string?> RefusalAsync(int id, int intoId, CancellationToken cancel)
    {
        var both = Places.Where(c => c.Id == id || c.Id == intoId).Select(c => new { c.Id, c.Path });
        var paths = await both.ToDictionaryAsync(c => c.Id, c => c.Path, cancel);
        return !paths.TryGetValue(intoId, out var into) ? text["没有这个分类。"].Value
            : into.StartsWith(paths[id], StringComparison.Ordinal) ? text["分类不能合并到自身或自身的下级。"].Value : null;
    }

    /// <summary>A merge that can still be undone, for the page after it.</summary>
    public async Task<BulkChange?> UndoableAsync(int? merge, CancellationToken cancel)
    {
        var standing = db.BulkChanges.AsNoTracking().Where(c => c.Id == merge && !db.BulkChanges.Any(u => u.UndoneId == c.Id));
        return merge is not null && await standing.FirstOrDefaultAsync(cancel) is { } change && CategoryMerge.Of(change.What) is not null ? change : null;
    }

    public Task<int?> ParentAsync(int id, CancellationToken cancel) => Places.Where(c => c.Id == id).Select(c => c.ParentId).FirstOrDefaultAsync(cancel);

    public Task<string?> NameAsync(int id, CancellationToken cancel) => Places.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync(cancel);

    public Task<bool> IsEmptyAsync(int id, CancellationToken cancel) => db.Categories.Empty(db).AnyAsync(c => c.Id == id, cancel);

    /// <summary>Moves a category before a sibling, or to the last position. False if it is there already.</summary>
    public Task<bool> MoveAsync(int id, int? parentId, int? before, CancellationToken cancel) => db.MoveAsync(id, parentId, before, cancel);

    /// <summary>Moves a category up or down among its siblings. False at the end.</summary>
    public async Task<bool> StepAsync(int id, int step, CancellationToken cancel)
    {
        var parentId = await Places.Where(c => c.Id == id).Select(c => c.ParentId).FirstOrDefaultAsync(cancel);
        var order = await Places.Where(c => c.ParentId == parentId).OrderBy(c => c.Position).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel);
        var at = order.IndexOf(id);
        if (at < 0 || at + step < 0 || at + step >= order.Count)
            return false;
        return await MoveAsync(id, parentId, step < 0 ? order[at - 1] : order.Skip(at + 2).Cast<int?>().FirstOrDefault(), cancel);
    }

    public Task<BulkChange> MergeAsync(int id, int intoId, CancellationToken cancel) => db.MergeAsync(id, intoId, clock.GetUtcNow().UtcDateTime, cancel);

    /// <summary>Returns a notice about the slug, or "".</summary>
    public async Task<string> AddAsync(Category category, int? parentId, CancellationToken cancel)
    {
        var wanted = category.Slug;
        await db.AddAsync(category, parentId, cancel);
        return await db.SlugNoticeAsync(category, wanted, text, cancel);
    }

    /// <summary>
    /// Saves the form, including a new parent; returns a notice about the slug, or "". Throws DbUpdateConcurrencyException over a newer version,
    /// TreeRefusedException for an invalid parent.
    /// </summary>
    public async Task<string> SaveAsync(Category category, CategoryForm form, int? parentId, CancellationToken cancel)
    {
        var wanted = category.Slug;
        await db.SaveAsync(category, form.Version, moves: form.ParentId is not null, parentId, cancel);
        return await db.SlugNoticeAsync(category, wanted, text, cancel);
    }

    /// <summary>Calls another method of a category. False if it is gone.</summary>
    public async Task<bool> ChangeAsync(int id, Action<Category> change, CancellationToken cancel)
    {
        if (await db.Categories.FindAsync([id], cancel) is not { } category)
            return false;
        change(category);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Restores from the bin; returns how many were soft-deleted.</summary>
    public async Task<int> RestoreAsync(IReadOnlyCollection<int> ids, CancellationToken cancel)
    {
        var binned = await db.Categories.Where(c => c.DeletedAt != null && EF.Parameter(ids).Contains(c.Id)).ToListAsync(cancel);
        binned.ForEach(c => c.Restore());
        await db.SaveChangesAsync(cancel);
        return binned.Count;
    }

    public Task BinAsync(int id, CancellationToken cancel) => db.BinAsync(id, clock.GetUtcNow().UtcDateTime, cancel);

    /// <summary>Ids from the top down to this category, to expand the tree there.</summary>
    public async Task<IReadOnlyList<int>> TrailAsync(int? id, CancellationToken cancel) =>
        CategorySearch.IdsOf(await db.Categories.Where(c => c.Id == id).Select(c => c.Path).FirstOrDefaultAsync(cancel) ?? "");

    /// <param name="notBelow">Materialized path of a category to exclude with its descendants.</param>
    public async Task<EditorChoices> ChoicesAsync(int? chosen, CancellationToken cancel, string? notBelow = null)
    {
        var vendors = await db.Vendors.AsNoTracking().OrderBy(v => v.Name).Select(v => new { v.Id, v.Name }).ToListAsync(cancel);
        var people = await db.Salespeople.AsNoTracking().OrderBy(s => s.Name).Select(s => new { s.Id, s.Name }).ToListAsync(cancel);
        return new(vendors.ConvertAll(v => (v.Id, v.Name)), people.ConvertAll(p => (p.Id, p.Name)), await db.CategoryChoicesAsync(chosen, cancel, notBelow: notBelow));
    }

    private async Task<List<CategoryRow>> RowsAsync(IQueryable<Category> places, int max, CancellationToken cancel)
    {
        var rows = await places.OrderBy(c => c.Position).ThenBy(c => c.Id).Take(max).Select(c => new CategoryRow(
            c.Id, c.ParentId, c.Path, c.Name, c.Slug, c.IsHidden, c.Salesperson == null ? null : c.Salesperson.Name,
            db.Categories.Count(b => b.ParentId == c.Id && b.DeletedAt == null))).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Id);
        var empty = await db.Categories.Where(c => ids.Contains(c.Id)).Empty(db).Select(c => c.Id).ToHashSetAsync(cancel);
        var names = await NamesAsync([.. rows.SelectMany(r => CategorySearch.IdsOf(r.Path)).Distinct()], cancel);
        var tree = store.Tree;
        var hidden = rows.Exists(r => tree.Hidden.Contains(r.Id)) ? await HiddenAsync(tree, cancel) : [];
        return rows.ConvertAll(r => r with
        {
            Total = tree.Find(r.Id)?.Total ?? hidden.Where(h => h.Path.StartsWith(r.Path, StringComparison.Ordinal)).Sum(h => h.Count),
            IsEmpty = empty.Contains(r.Id),
            IsHiddenAbove = !r.IsHidden && tree.Hidden.Contains(r.Id),
            Above = string.Join(" / ", CategorySearch.IdsOf(r.Path).SkipLast(1).Select(id => names.GetValueOrDefault(id))),
        });
    }

    /// <summary>Hidden categories with their direct published products, which the public tree does not count.</summary>
    private async Task<List<(string Path, int Count)>> HiddenAsync(CategoryTree tree, CancellationToken cancel)
    {
        var ids = tree.Hidden.ToList();
        var counts = await db.Products.Published().Where(p => ids.Contains(p.CategoryId)).GroupBy(p => p.CategoryId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var counted = counts.ConvertAll(c => c.Key);
        var paths = await db.Categories.Where(c => counted.Contains(c.Id)).Select(c => new { c.Id, c.Path }).ToDictionaryAsync(c => c.Id, c => c.Path, cancel);
        return counts.ConvertAll(c => (paths[c.Key], c.Count));
    }

    private Task<Dictionary<int, string>> NamesAsync(IReadOnlyList<int> ids, CancellationToken cancel) =>
        db.Categories.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
}
