using System.Collections.Concurrent;
using BaiguStore.Core.Data;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// The page cache of this node: limited in bytes with LRU eviction, and evicted by tag when the content changes. A page whose rendering began before
/// such a change is sent to the waiting requests, but not cached.
/// </summary>
public sealed class PageCacheStore(PageCacheSettings settings, TimeProvider clock)
{
    /// <summary>Maximum age of a page: shorter than the lifetime of the form stamps on it.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>Fill level after eviction, so that not every new page evicts again.</summary>
    private const double RoomLeft = 0.9;

    private readonly ConcurrentDictionary<PageKey, CachedPage> _pages = new();
    private readonly ConcurrentDictionary<PageKey, Making> _makings = new();
    private readonly Dictionary<PageTag, HashSet<PageKey>> _byTag = [];
    private readonly Lock _changing = new();

    public bool IsOn => settings.Bytes > 0;

    /// <summary>Bytes of all cached pages.</summary>
    public long Bytes { get; private set; }

    public int Count => _pages.Count;

    public CachedPage? Find(in PageKey key) => _pages.TryGetValue(key, out var page) && (clock.GetUtcNow() - page.MadeAt).IsWithin(Lasts) ? page : null;

    /// <summary>
    /// Begins to render a page, or joins a rendering in progress: then <paramref name="first"/> is false, and the result is the page, or null if it
    /// is not cacheable.
    /// </summary>
    public Making Begin(in PageKey key, out bool first)
    {
        var mine = new Making(key);
        var making = _makings.GetOrAdd(key, mine);
        first = making == mine;
        return making;
    }

    /// <summary>Ends a rendering, with a page to cache or null.</summary>
    public void End(Making making, CachedPage? page)
    {
        lock (_changing)
        {
            if (page is not null && page.Size <= settings.Bytes && !making.IsOutdated(page.Tags))
                Add(making.Key, page);
            _makings.TryRemove(making.Key, out _);
        }
        making.Outcome.SetResult(page);
    }

    /// <summary>Evicts the pages with one of these tags, cached or in progress.</summary>
    public void Evict(IReadOnlyCollection<PageTag> tags)
    {
        lock (_changing)
        {
            foreach (var making in _makings.Values)
                making.Outdate(tags);
            foreach (var tag in tags)
                if (_byTag.TryGetValue(tag, out var keys))
                    foreach (var key in keys.ToList())
                        Remove(key);
        }
    }

    public void EvictAll()
    {
        lock (_changing)
        {
            foreach (var making in _makings.Values)
                making.OutdateWhatever();
            _pages.Clear();
            _byTag.Clear();
            Bytes = 0;
        }
    }

    private void Add(PageKey key, CachedPage page)
    {
        Remove(key);
        _pages[key] = page;
        Bytes += page.Size;
        foreach (var tag in page.Tags)
            (_byTag.TryGetValue(tag, out var keys) ? keys : _byTag[tag] = []).Add(key);
        if (Bytes > settings.Bytes)
            MakeRoom();
    }

    private void MakeRoom()
    {
        foreach (var (key, _) in _pages.OrderBy(p => p.Value.LastUsed).ToList())
        {
            if (Bytes <= settings.Bytes * RoomLeft)
                return;
            Remove(key);
        }
    }

    private void Remove(PageKey key)
    {
        if (!_pages.TryRemove(key, out var page))
            return;
        Bytes -= page.Size;
        foreach (var tag in page.Tags)
            if (_byTag.TryGetValue(tag, out var keys) && keys.Remove(key) && keys.Count == 0)
                _byTag.Remove(tag);
    }

    /// <summary>A page being rendered, shared by all concurrent requests for it.</summary>
    public sealed class Making(PageKey key)
    {
        private readonly HashSet<PageTag> _changed = [];
        private bool _allChanged;

        public PageKey Key => key;

        public TaskCompletionSource<CachedPage?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Outdate(IEnumerable<PageTag> tags) => _changed.UnionWith(tags);

        public void OutdateWhatever() => _allChanged = true;

        public bool IsOutdated(IEnumerable<PageTag> tags) => _allChanged || _changed.Overlaps(tags);
    }
}
