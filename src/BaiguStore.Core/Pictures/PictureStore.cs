using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Pictures;

/// <summary>Takes pictures in, each in a save of its own: by the time somebody names one, it is there, whatever becomes of their form.</summary>
public sealed class PictureStore(IDbContextFactory<StoreDb> databases, PictureMaker maker, TimeProvider clock)
{
    /// <summary>The picture, or the one that was there already. Throws <see cref="PictureRefusedException"/>.</summary>
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
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e)) // another node, in the same moment
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
    /// <summary>Keys of one query. Each is a parameter, as JSON lacks the column's collation on SQL Server, which takes 2,100 of them.</summary>
    private const int Portion = 1_000;

    extension(StoreDb db)
    {
        /// <summary>One file by two keys; null where there is none of that name and width.</summary>
        public Task<byte[]?> PictureBytesAsync(PictureAddress address, CancellationToken cancel) => db.Pictures.AsNoTracking()
            .Where(p => p.Key == address.Key).SelectMany(p => p.Files).Where(f => f.Width == address.Width).Select(f => f.Bytes).FirstOrDefaultAsync(cancel);

        /// <summary>How large these pictures are; those that are not there are not among them.</summary>
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

        /// <summary>For rendering an article: the sizes of the pictures that it names, ours and the seeds' figures.</summary>
        public async Task<PictureSizes> PictureSizesInAsync(string markdown, CancellationToken cancel)
        {
            var ours = await db.PictureSizesAsync(markdown.Length > RichText.MaxLength ? [] : PictureAddress.KeysIn(markdown), cancel); // a longer text is refused
            return path => PictureAddress.Parse(path) is { } picture
                ? ours.TryGetValue(picture.Key, out var size) ? size : null
                : SeedFiles.FigureSize(path);
        }
    }
}
