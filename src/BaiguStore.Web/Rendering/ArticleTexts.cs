using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// LRU cache of articles' HTML: rendered at save, compressed at first use. The longest have a hundred kilobytes; the cache is limited to <see
/// cref="Most"/> bytes.
/// </summary>
public sealed class ArticleTexts : IDisposable
{
    private const int Most = 16 * 1024 * 1024;

    private static readonly CompiledQuery<int, Text> ById = new((db, id) => db.Articles.AsNoTracking().Where(a => a.Id == id).Select(a => new Text(a.Version, a.BodyHtml)));

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Null if the article no longer exists.</summary>
    /// <param name="version">Of the article on the page: an older text must not be shown with it.</param>
    public async Task<CachedHtml?> OfAsync(StoreDb db, int id, int version, CancellationToken cancel)
    {
        if (_kept.TryGetValue((id, version), out CachedHtml? kept))
            return kept;
        if (await ById.FirstOrDefaultAsync(db, id, cancel) is not { } read)
            return null;
        var text = new CachedHtml(read.Html);
        return _kept.Set((id, read.Version), text, new MemoryCacheEntryOptions { Size = text.Size });
    }

    public void Dispose() => _kept.Dispose();

    private sealed record Text(int Version, string Html);
}
