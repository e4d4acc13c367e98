using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Background;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Desks;

/// <summary>Reads the tree as staff see it, hidden places and all, and does what they want of it; each answer waits until the store's counts have followed.</summary>
public sealed class CategoryDesk(StoreDb db, StoreSnapshots snapshots, ChangeWorker feed, TimeProvider clock, IStringLocalizer<Ui> text)
{
    /// <summary>Rows of one page: with more nobody finds anything.</summary>
    private const int MaxRows = 2_000, MaxFound = 50, MaxBin = 100;

    private IQueryable<Category> Places => db.Categories.AsNoTracking().Where(c => c.DeletedAt == null);

    public async Task<CategoryTreePage> TreeAsync(IReadOnlyList<int> open, string query, CancellationToken cancel)
    {
        var shown = query.Length > 0 ? Like(query) : Places.Where(c => c.ParentId == null || open.Contains(c.ParentId.Value));
        var rows = await RowsAsync(shown, query.Length > 0 ? MaxFound : MaxRows, cancel);
        var bin = await db.Categories.AsNoTracking().Where(c => c.DeletedAt != null).OrderByDescending(c => c.DeletedAt).ThenByDescending(c => c.Id)
            .Select(c => new { c.Id, c.Name }).Take(MaxBin).ToListAsync(cancel);
        return new(open, query, rows, bin.ConvertAll(c => (c.Id, c.Name)), rows.Count == (query.Length > 0 ? MaxFound : MaxRows));
    }

    /// <summary>Where a place may be put: those like the query, else the tops and what is beside its parent; never itself or what is below it.</summary>
    public async Task<PlaceChoice?> ChoiceAsync(int id, string query, CancellationToken cancel)
    {
        if (await Places.Where(c => c.Id == id).Select(c => new { c.Name, c.ParentId, c.Path }).FirstOrDefaultAsync(cancel) is not { } place)
            return null;
        var above = await Places.Where(c => c.Id == place.ParentId).Select(c => c.ParentId).FirstOrDefaultAsync(cancel);
        var found = (query.Length > 0 ? Like(query) : Places.Where(c => c.ParentId == null || c.ParentId == above || c.ParentId == place.ParentId))
            .Where(c => !c.Path.StartsWith(place.Path));
        return new(id, place.Name, place.ParentId, query, await RowsAsync(found, MaxFound, cancel));
    }

    /// <summary>The first that are called so or whose address holds that.</summary>
    public async Task<IReadOnlyList<PlaceName>> SuggestAsync(string query, CancellationToken cancel) => query.Length == 0 ? []
        : (await RowsAsync(Like(query), MaxFound, cancel)).ConvertAll(r => new PlaceName(r.Id, r.Above.Length > 0 ? $"{r.Above} / {r.Name}" : r.Name));

    public async Task<MergePreview> PreviewAsync(int id, CancellationToken cancel) => new(
        await db.Products.CountAsync(p => p.CategoryId == id, cancel),
        await db.Categories.CountAsync(c => c.ParentId == id, cancel),
        await db.Articles.CountAsync(a => a.CategoryId == id || a.HelpsToChoose.Any(c => c.Id == id), cancel));

    public Task<string?> NameAsync(int id, CancellationToken cancel) => Places.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync(cancel);

    public Task<bool> IsEmptyAsync(int id, CancellationToken cancel) => db.Categories.Empty(db).AnyAsync(c => c.Id == id, cancel);

    /// <summary>Puts a place somewhere: before one of those that are there, or behind them.</summary>
    public async Task MoveAsync(int id, int? parentId, int? before, CancellationToken cancel)
    {
        await db.MoveAsync(id, parentId, cancel);
        var order = (await OrderAsync(parentId, cancel)).Where(other => other != id).ToList();
        order.Insert(before is { } next && order.IndexOf(next) is >= 0 and var at ? at : order.Count, id);
        await db.ArrangeAsync(parentId, order, cancel);
        await feed.CatchUpAsync(cancel);
    }

    /// <summary>One step up or down among its siblings. False at the end of them.</summary>
    public async Task<bool> StepAsync(int id, int step, CancellationToken cancel)
    {
        var parentId = await Places.Where(c => c.Id == id).Select(c => c.ParentId).FirstOrDefaultAsync(cancel);
        var order = await OrderAsync(parentId, cancel);
        var at = order.IndexOf(id);
        if (at < 0 || at + step < 0 || at + step >= order.Count)
            return false;
        (order[at], order[at + step]) = (order[at + step], order[at]);
        await db.ArrangeAsync(parentId, order, cancel);
        await feed.CatchUpAsync(cancel);
        return true;
    }

    public async Task<int> MergeAsync(int id, int intoId, CancellationToken cancel)
    {
        var moved = await db.MergeAsync(id, intoId, cancel);
        await feed.CatchUpAsync(cancel);
        return moved;
    }

    /// <summary>Answers what is to be said of the address, or "".</summary>
    public async Task<string> AddAsync(Category category, int? parentId, CancellationToken cancel)
    {
        var wanted = category.Slug;
        await db.AddAsync(category, parentId, cancel);
        await feed.CatchUpAsync(cancel);
        return await db.SlugNoticeAsync(category, wanted, text, cancel);
    }

    /// <summary>Saves what its editor typed, the place too; answers what is to be said of the address, or "". Throws DbUpdateConcurrencyException over a newer version, TreeRefusedException for a place that cannot be.</summary>
    public async Task<string> SaveAsync(Category category, CategoryForm form, int? parentId, CancellationToken cancel)
    {
        var wanted = category.Slug;
        await db.BulkAsync([], async () =>
        {
            db.Entry(category).Property(c => c.Version).OriginalValue = form.Version;
            db.Entry(category).Property(c => c.Version).IsModified = true; // the version is looked at even where nothing else differs
            await db.SaveWithFreeSlugAsync(category, cancel);
            if (form.ParentId is not null && parentId != category.ParentId)
                await db.MoveAsync(category.Id, parentId, cancel);
            return 0;
        }, cancel);
        await feed.CatchUpAsync(cancel);
        return await db.SlugNoticeAsync(category, wanted, text, cancel);
    }

    /// <summary>Any other verb of a place. False where it is gone.</summary>
    public async Task<bool> ChangeAsync(int id, Action<Category> change, CancellationToken cancel)
    {
        if (await db.Categories.FindAsync([id], cancel) is not { } category)
            return false;
        change(category);
        await db.SaveChangesAsync(cancel);
        await feed.CatchUpAsync(cancel);
        return true;
    }

    /// <summary>Out of the bin; answers how many lay there.</summary>
    public async Task<int> RestoreAsync(IReadOnlyCollection<int> ids, CancellationToken cancel)
    {
        var binned = await db.Categories.Where(c => c.DeletedAt != null && EF.Parameter(ids).Contains(c.Id)).ToListAsync(cancel);
        binned.ForEach(c => c.Restore());
        await db.SaveChangesAsync(cancel);
        await feed.CatchUpAsync(cancel);
        return binned.Count;
    }

    public async Task BinAsync(int id, CancellationToken cancel)
    {
        await db.BinAsync(id, clock.GetUtcNow().UtcDateTime, cancel);
        await feed.CatchUpAsync(cancel);
    }

    /// <summary>Ids from the top down to this place, so that the tree opens there.</summary>
    public async Task<IReadOnlyList<int>> TrailAsync(int? id, CancellationToken cancel) =>
        IdsOf(await db.Categories.Where(c => c.Id == id).Select(c => c.Path).FirstOrDefaultAsync(cancel) ?? "");

    public async Task<string> TrailNamesAsync(int? id, CancellationToken cancel)
    {
        var trail = await TrailAsync(id, cancel);
        var names = await NamesAsync(trail, cancel);
        return string.Join(" / ", trail.Select(place => names.GetValueOrDefault(place)));
    }

    public async Task<EditorChoices> ChoicesAsync(CancellationToken cancel)
    {
        var vendors = await db.Vendors.AsNoTracking().OrderBy(v => v.Name).Select(v => new { v.Id, v.Name }).ToListAsync(cancel);
        var people = await db.Salespeople.AsNoTracking().OrderBy(s => s.Name).Select(s => new { s.Id, s.Name }).ToListAsync(cancel);
        return new(vendors.ConvertAll(v => (v.Id, v.Name)), people.ConvertAll(p => (p.Id, p.Name)), await AllAsync(cancel));
    }

    private IQueryable<Category> Like(string query)
    {
        var slug = Slug.From(query);
        return Places.Where(c => c.Name.Contains(query) || c.Slug.Contains(slug));
    }

    private async Task<List<int>> OrderAsync(int? parentId, CancellationToken cancel) =>
        await Places.Where(c => c.ParentId == parentId).OrderBy(c => c.Position).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel);

    private async Task<List<CategoryRow>> RowsAsync(IQueryable<Category> places, int max, CancellationToken cancel)
    {
        var rows = await places.OrderBy(c => c.Position).ThenBy(c => c.Id).Take(max).Select(c => new CategoryRow(
            c.Id, c.ParentId, c.Path, c.Name, c.Slug, c.IsHidden, c.Salesperson == null ? null : c.Salesperson.Name,
            db.Categories.Count(b => b.ParentId == c.Id && b.DeletedAt == null))).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Id);
        var empty = await db.Categories.Where(c => ids.Contains(c.Id)).Empty(db).Select(c => c.Id).ToHashSetAsync(cancel);
        var names = await NamesAsync([.. rows.SelectMany(r => IdsOf(r.Path)).Distinct()], cancel);
        var tree = snapshots.Current.Tree;
        var hidden = rows.Exists(r => tree.Hidden.Contains(r.Id)) ? await HiddenAsync(tree, cancel) : [];
        return rows.ConvertAll(r => r with
        {
            Total = tree.Find(r.Id)?.Total ?? hidden.Where(h => h.Path.StartsWith(r.Path, StringComparison.Ordinal)).Sum(h => h.Count),
            IsEmpty = empty.Contains(r.Id),
            IsHiddenAbove = !r.IsHidden && tree.Hidden.Contains(r.Id),
            Above = string.Join(" / ", IdsOf(r.Path).SkipLast(1).Select(id => names.GetValueOrDefault(id))),
        });
    }

    /// <summary>Places that visitors do not see with the published products directly in them, which the store's tree does not count.</summary>
    private async Task<List<(string Path, int Count)>> HiddenAsync(CategoryTree tree, CancellationToken cancel)
    {
        var ids = tree.Hidden.ToList();
        var counts = await db.Products.Published().Where(p => ids.Contains(p.CategoryId)).GroupBy(p => p.CategoryId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var counted = counts.ConvertAll(c => c.Key);
        var paths = await db.Categories.Where(c => counted.Contains(c.Id)).Select(c => new { c.Id, c.Path }).ToDictionaryAsync(c => c.Id, c => c.Path, cancel);
        return counts.ConvertAll(c => (paths[c.Key], c.Count));
    }

    private async Task<IReadOnlyList<(int, string)>?> AllAsync(CancellationToken cancel)
    {
        if (await Places.CountAsync(cancel) > PlaceOptions.MostListed)
            return null;
        var all = await Places.OrderBy(c => c.Position).ThenBy(c => c.Id).Select(c => new { c.Id, c.ParentId, c.Name }).ToListAsync(cancel);
        var below = all.ToLookup(c => c.ParentId);
        List<(int, string)> found = [];
        Walk(null, "");
        return found;

        void Walk(int? parent, string above)
        {
            foreach (var place in below[parent])
            {
                found.Add((place.Id, above + place.Name));
                Walk(place.Id, $"{above}{place.Name} / ");
            }
        }
    }

    private Task<Dictionary<int, string>> NamesAsync(IReadOnlyList<int> ids, CancellationToken cancel) =>
        db.Categories.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);

    private static List<int> IdsOf(string path) =>
        [.. path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
}
