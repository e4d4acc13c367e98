using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.Saving;

/// <summary>Step 2 of a save: remembers slugs that are replaced, so that their URLs redirect.</summary>
internal sealed class OldSlugs
{
    private readonly StoreDb _db;

    /// <summary>The slug history's rows that this save adds or deletes.</summary>
    private readonly List<SlugHistory> _touched = [];

    private OldSlugs(StoreDb db) => _db = db;

    public static async Task<OldSlugs> RememberAsync(StoreDb db, CancellationToken cancel)
    {
        var slugs = new OldSlugs(db);
        var renamed = db.ChangeTracker.Entries<IHasSlug>()
            .Where(e => e.State == EntityState.Modified && e.Property(s => s.Slug).IsModified)
            .Select(e => (e.Entity, Old: e.Property(s => s.Slug).OriginalValue))
            .Where(r => r.Old != r.Entity.Slug)
            .ToList();
        foreach (var (entity, old) in renamed)
            await slugs.RememberAsync(entity, old, cancel);
        return slugs;
    }

    /// <summary>After a refused save: the caller may correct it and save again; then the former slug may be another one.</summary>
    public void Forget() => _touched.ForEach(h => _db.Entry(h).State = EntityState.Detached);

    private async Task RememberAsync(IHasSlug entity, string old, CancellationToken cancel)
    {
        var (kind, now) = (entity.SlugKind, entity.Slug);
        var rows = await _db.SlugHistories.Where(h => h.Kind == kind && (h.OldSlug == now || h.OldSlug == old)).ToListAsync(cancel);
        _db.SlugHistories.RemoveRange(rows.Where(h => h.OldSlug == now));
        if (rows.FirstOrDefault(h => h.OldSlug == old) is { } known)
            known.EntityId = entity.Id;
        else
            rows.Add(_db.SlugHistories.Add(new SlugHistory { Kind = kind, OldSlug = old, EntityId = entity.Id }).Entity);
        _touched.AddRange(rows);
    }
}
