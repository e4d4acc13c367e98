using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Pictures;

/// <summary>Stores uploaded pictures, each in a save of its own: it exists before a form refers to it, whatever happens to that form.</summary>
public sealed class PictureStore(IDbContextFactory<StoreDb> databases, PictureMaker maker, TimeProvider clock)
{
    /// <summary>The picture, or the existing one with the same content. Throws <see cref="PictureRefusedException"/>.</summary>
    public async Task<Picture> AddAsync(Stream file, CancellationToken cancel)
    {
        var made = await maker.MakeAsync(file, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await FindAsync(db, made.Key, cancel) is { } known)
            return known;
        var picture = new Picture
        {
            Key = made.Key,
            Width = made.Width,
            Height = made.Height,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            Files = [.. made.Files.Select(f => new PictureFile { Width = f.Width, Bytes = f.Bytes })],
        };
        db.Pictures.Add(picture);
        try
        {
            await db.SaveChangesAsync(cancel);
            return picture;
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e)) // another node stored the same picture at the same moment
        {
            db.ChangeTracker.Clear();
            return await FindAsync(db, made.Key, cancel) ?? throw new InvalidOperationException($"The picture {made.Key} is there and is not.", e);
        }
    }

    private static Task<Picture?> FindAsync(StoreDb db, string key, CancellationToken cancel) =>
        db.Pictures.AsNoTracking().FirstOrDefaultAsync(p => p.Key == key, cancel);
}

public static class PictureQueries
{
    /// <summary>Keys per query. Each is a parameter (SQL Server allows 2,100), because JSON lacks the column's collation on SQL Server.</summary>
    private const int Portion = 1_000;

    extension(StoreDb db)
    {
        /// <summary>One file by a lookup of two keys; null if that name and width does not exist.</summary>
        public Task<byte[]?> PictureBytesAsync(PictureAddress address, CancellationToken cancel) => db.Pictures.AsNoTracking()
            .Where(p => p.Key == address.Key).SelectMany(p => p.Files).Where(f => f.Width == address.Width).Select(f => f.Bytes).FirstOrDefaultAsync(cancel);

        /// <summary>Sizes of these pictures; missing ones are omitted.</summary>
        public async Task<IReadOnlyDictionary<string, (int Width, int Height)>> PictureSizesAsync(
            IReadOnlyCollection<string> keys, CancellationToken cancel)
        {
            Dictionary<string, (int, int)> sizes = [];
            foreach (var portion in keys.Distinct().Chunk(Portion))
            {
                var found = db.Pictures.AsNoTracking().Where(p => portion.Contains(p.Key)).Select(p => new { p.Key, p.Width, p.Height });
                await foreach (var p in found.AsAsyncEnumerable().WithCancellation(cancel))
                    sizes[p.Key] = (p.Width, p.Height);
            }
            return sizes;
        }

        /// <summary>For rendering an article: the sizes of the pictures that it refers to, uploaded ones and the seeds' figures.</summary>
        public async Task<PictureSizes> PictureSizesInAsync(string markdown, CancellationToken cancel)
        {
            var ours = await db.PictureSizesAsync(markdown.Length > RichText.MaxLength ? [] : PictureAddress.KeysIn(markdown), cancel); // a longer text is refused later
            return path => PictureAddress.Parse(path) is { } picture
                ? ours.TryGetValue(picture.Key, out var size) ? size : null
                : Figures.SizeOf(path);
        }
    }
}
