using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// Articles' texts, ready to be sent: rendered when they are saved, packed when they are first asked for. The longest have a hundred
/// kilobytes; those that were asked for last stay, <see cref="Most"/> bytes of them.
/// </summary>
public sealed class ArticleTexts : IDisposable
{
    private const int Most = 16 * 1024 * 1024;

    private static readonly CompiledQuery<int, Text> ById = new((db, id) => db.Articles.AsNoTracking().Where(a => a.Id == id).Select(a => new Text(a.Version, a.BodyHtml)));

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Null where there is no such article any more.</summary>
    /// <param name="version">Of the article that the page shows: an older text is not shown with it.</param>
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
