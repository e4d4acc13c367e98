using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data;

/// <summary>Two people may choose the same slug at the same moment; the unique index decides, and the loser gets a numbered slug.</summary>
public static class SlugRetry
{
    /// <summary>Numbers tried before the violation is passed on: more namesakes need better names.</summary>
    public const int MaxTries = 100;

    extension(StoreDb db)
    {
        /// <summary>
        /// Saves, with a numbered slug if the slug is taken or gets taken meanwhile. A violation of another unique index, and any other error, is
        /// rethrown.
        /// </summary>
        public async Task SaveWithFreeSlugAsync<T>(T entity, CancellationToken cancel) where T : class, IHasSlug
        {
            var wanted = entity.Slug;
            for (var n = 1; ; n++)
            {
                entity.Slug = Slug.Numbered(wanted, n);
                if (n < MaxTries && await db.IsTakenAsync(entity, cancel))
                    continue;
                try
                {
                    await db.SaveChangesAsync(cancel);
                    return;
                }
                catch (DbUpdateException e) when (n < MaxTries && DatabaseErrors.IsUniqueViolation(e))
                {
                    if (!await db.IsTakenAsync(entity, cancel))
                        throw;
                }
            }
        }

        private Task<bool> IsTakenAsync<T>(T entity, CancellationToken cancel) where T : class, IHasSlug
        {
            var (slug, id) = (entity.Slug, entity.Id);
            return db.Set<T>().AnyAsync(e => EF.Property<string>(e, nameof(IHasSlug.Slug)) == slug && EF.Property<int>(e, nameof(IHasSlug.Id)) != id, cancel);
        }
    }
}
