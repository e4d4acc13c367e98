using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>A tree edit that is refused; the message explains the reason to the user.</summary>
public sealed class TreeRefusedException(string message) : InvalidOperationException(message);

/// <summary>
/// Edits of the tree that affect several categories. Each is one transaction that first takes the feed's lock, as every writer does, and then reads:
/// so two concurrent moves cannot create a cycle.
/// </summary>
public static class TreeEditing
{
    extension(StoreDb db)
    {
        /// <summary>
        /// Adds a category under a parent, or at the top, after its siblings. Throws TreeRefusedException if too deep, or if the parent is gone.
        /// </summary>
        public Task AddAsync(Category category, int? parentId, CancellationToken cancel) => db.WithFeedLockAsync(async () =>
        {
            var parent = parentId is { } above ? await db.OpenAsync(above, cancel) : null;
            if (parent?.Path.Count(c => c == '.') >= Category.MaxDepth)
                throw new TreeRefusedException($"分类最多 {Category.MaxDepth} 级。");
            category.Position = await db.Categories.Where(c => c.ParentId == parentId).MaxAsync(c => (int?)c.Position, cancel) + 1 ?? 0;
            db.Categories.Add(category.WithParent(parentId));
            await db.SaveWithFreeSlugAsync(category, cancel);
            category.PlaceUnder(parent); // it has an id now
            return 0;
        }, cancel);

        /// <summary>
        /// Moves a category with its descendants under another parent, or to the top: before a given sibling, or last. Writes one history row for it
        /// and none for the siblings that shift. Returns false if it is there already. Throws TreeRefusedException for a parent below itself, a path
        /// too deep, or a missing category.
        /// </summary>
        public async Task<bool> MoveAsync(int id, int? parentId, int? before, CancellationToken cancel) => await db.WithFeedLockAsync(async () =>
        {
            var category = await db.FreshAsync(id, cancel);
            var parent = parentId is { } above ? await db.OpenAsync(above, cancel) : null;
            var isElsewhere = category.ParentId != parentId;
            if (isElsewhere)
                await db.MoveUnderAsync(category, parent, cancel);
            if (await db.PutBeforeAsync(category, before, isElsewhere, cancel) is not { } order)
                return 0;
            db.Remark(category, isElsewhere ? UnderWhat(parent) : order);
            return 1;
        }, cancel) > 0;

        /// <summary>Moves it to the last position under the parent.</summary>
        public Task<bool> MoveAsync(int id, int? parentId, CancellationToken cancel) => db.MoveAsync(id, parentId, null, cancel);

        /// <summary>
        /// Saves the editor's fields, and a changed parent, as one change. Throws DbUpdateConcurrencyException over a newer version,
        /// TreeRefusedException like a move.
        /// </summary>
        /// <param name="parentId">Null for the top; ignored unless <paramref name="moves"/>.</param>
        public Task SaveAsync(Category category, int version, bool moves, int? parentId, CancellationToken cancel) => db.WithFeedLockAsync(async () =>
        {
            db.Entry(category).Property(c => c.Version).OriginalValue = version;
            db.Entry(category).Property(c => c.Version).IsModified = true; // checks the version even if no field differs
            if (moves && parentId != category.ParentId)
            {
                var parent = parentId is { } above ? await db.OpenAsync(above, cancel) : null;
                var path = db.Entry(category).Property(c => c.Path); // an ancestor may have moved, which does not raise its version
                path.CurrentValue = path.OriginalValue = await db.Categories.Where(c => c.Id == category.Id).Select(c => c.Path).SingleAsync(cancel);
                await db.MoveUnderAsync(category, parent, cancel);
                db.Remark(category, UnderWhat(parent));
            }
            await db.SaveWithFreeSlugAsync(category, cancel);
            return 0;
        }, cancel);

        /// <summary>
        /// Soft-deletes a category. Throws TreeRefusedException if it holds products (soft-deleted ones included), articles or categories.
        /// </summary>
        public Task BinAsync(int id, DateTime now, CancellationToken cancel) => db.WithFeedLockAsync(async () =>
        {
            var category = await db.FreshAsync(id, cancel);
            if (!await db.Categories.Empty(db).AnyAsync(c => c.Id == id, cancel))
                throw new TreeRefusedException("分类下还有商品、文章或下级分类。");
            category.ToBin(now);
            return 0;
        }, cancel);

        /// <summary>The current state, not a tracked entity that somebody else has changed since.</summary>
        internal async Task<Category> FreshAsync(int id, CancellationToken cancel)
        {
            var category = await db.Categories.FindAsync([id], cancel);
            if (category is not null)
                await db.Entry(category).ReloadAsync(cancel);
            return category is null || db.Entry(category).State == EntityState.Detached ? throw new TreeRefusedException("分类已不存在。") : category;
        }

        /// <summary>The current state of a category that must be able to receive others.</summary>
        internal async Task<Category> OpenAsync(int id, CancellationToken cancel) => await db.FreshAsync(id, cancel) is { DeletedAt: null } open ? open
            : throw new TreeRefusedException("目标分类在回收站中。");

        /// <summary>Moves a category and its descendants under another parent, after its siblings. The caller saves the category itself.</summary>
        internal async Task MoveUnderAsync(Category category, Category? parent, CancellationToken cancel)
        {
            var (id, old) = (category.Id, category.Path);
            if (category.ParentId == parent?.Id)
                return;
            var below = db.Categories.Where(c => c.Path.StartsWith(old) && c.Id != id);
            var deepest = (await below.Select(c => c.Path).ToListAsync(cancel)).Append(old).Max(Depth) - Depth(old);
            if (Depth(parent?.Path ?? "") + 1 + deepest > Category.MaxDepth)
                throw new TreeRefusedException($"分类最多 {Category.MaxDepth} 级。");
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
            await below.ExecuteUpdateAsync(c => c.SetProperty(x => x.Path, x => string.Concat(path, x.Path.Substring(old.Length))), cancel);

            static int Depth(string path) => path.Count(c => c == '.');
        }

        /// <summary>
        /// Inserts a category before a sibling, or last; positions of following siblings shift by one, which is not a change of theirs. Returns a
        /// description of the position, or null if it is there already.
        /// </summary>
        private async Task<string?> PutBeforeAsync(Category category, int? before, bool isNew, CancellationToken cancel)
        {
            var (id, parentId) = (category.Id, category.ParentId);
            var all = await db.Categories.AsNoTracking().Where(c => c.ParentId == parentId).OrderBy(c => c.Position).ThenBy(c => c.Id)
                .Select(c => new Sibling(c.Id, c.Position, c.Name, c.DeletedAt != null)).ToListAsync(cancel);
            var others = all.FindAll(s => s.Id != id);
            var at = others.FindIndex(s => s.Id == before) is >= 0 and var found ? found : others.Count;
            var next = others.Skip(at).FirstOrDefault(s => !s.IsInBin);
            if (!isNew && all.Skip(all.FindIndex(s => s.Id == id) + 1).FirstOrDefault(s => !s.IsInBin)?.Id == next?.Id)
                return null;
            await db.NumberAsync(others, cancel);
            var position = at < others.Count ? others[at].Position : others is [.., var last] ? last.Position + 1 : 0;
            if (at < others.Count)
                await db.Categories.Where(c => c.ParentId == parentId && c.Id != id && c.Position >= position)
                    .ExecuteUpdateAsync(c => c.SetProperty(x => x.Position, x => x.Position + 1), cancel);
            category.Position = position;
            return next is null ? LastWord : string.Create(CultureInfo.InvariantCulture, $"{BeforeWord} {next.Id} {next.Name}");
        }

        /// <summary>Gives each sibling its own position; imported ones may share one.</summary>
        private async Task NumberAsync(List<Sibling> siblings, CancellationToken cancel)
        {
            if (siblings.Zip(siblings.Skip(1)).All(pair => pair.First.Position < pair.Second.Position))
                return;
            for (var i = 0; i < siblings.Count; i++)
                if (siblings[i] is var sibling && sibling.Position != i)
                {
                    var position = i;
                    await db.Categories.Where(c => c.Id == sibling.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Position, position), cancel);
                    siblings[i] = sibling with { Position = position };
                }
        }

        /// <summary>The next save writes a history row with this note, even if no field of the category differs.</summary>
        private void Remark(Category category, string where)
        {
            db.Entry(category).Property(c => c.Version).IsModified = true;
            db.Scope.Remarks[category] = new(where);
        }
    }

    /// <summary>
    /// Forms of <see cref="Revision.Note"/> for a move: "before 17 NAME", "last", "under 3 NAME", "top". Names are those of that time.
    /// </summary>
    public const string BeforeWord = "before", LastWord = "last", UnderWord = "under", TopWord = "top";

    private static string UnderWhat(Category? parent) =>
        parent is null ? TopWord : string.Create(CultureInfo.InvariantCulture, $"{UnderWord} {parent.Id} {parent.Name}");

    private sealed record Sibling(int Id, int Position, string Name, bool IsInBin);
}
