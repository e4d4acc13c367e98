using System.Collections.Concurrent;
using BaiguStore.Core.Data;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// The kept pages of this node: bounded in bytes, those that were not asked for the longest go first; found by tag when what they
/// show has changed. A page whose making began before such a change is sent to who waits for it, and never kept.
/// </summary>
public sealed class PageCacheStore(PageCacheSettings settings, TimeProvider clock)
{
    /// <summary>How long a page lasts at most: shorter than the forms on it, whose stamps run out.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>What is left after making room, so that not every new page has to make it again.</summary>
    private const double RoomLeft = 0.9;

    private readonly ConcurrentDictionary<PageKey, CachedPage> _pages = new();
    private readonly ConcurrentDictionary<PageKey, Making> _makings = new();
    private readonly Dictionary<PageTag, HashSet<PageKey>> _byTag = [];
    private readonly Lock _changing = new();

    public bool IsOn => settings.Bytes > 0;

    /// <summary>Bytes of all kept pages.</summary>
    public long Bytes { get; private set; }

    public int Count => _pages.Count;

    public CachedPage? Find(in PageKey key) => _pages.TryGetValue(key, out var page) && (clock.GetUtcNow() - page.MadeAt).IsWithin(Lasts) ? page : null;

    /// <summary>
    /// Begins to make a page, or finds who makes it already: then <paramref name="first"/> is false, and the making's page comes, or
    /// null if it was not to be kept.
    /// </summary>
    public Making Begin(in PageKey key, out bool first)
    {
        var mine = new Making(key);
        var making = _makings.GetOrAdd(key, mine);
        first = making == mine;
        return making;
    }

    /// <summary>Ends a making, whether or not there is a page to keep.</summary>
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

    /// <summary>Drops the pages that show one of these, kept or in the making.</summary>
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

    /// <summary>A page that is being made, once for all who ask for it meanwhile.</summary>
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
