using System.Collections.Concurrent;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>
/// Cached document sets of known words (交换机, 华为) per segment, because many products have these words and many buyers type them. A change creates a
/// small new segment, and only that is evaluated.
/// </summary>
internal sealed class WordSets
{
    /// <summary>Bytes of all sets. One takes at most a bit per document, most take far less.</summary>
    private const long Most = 32 << 20;

    private readonly ConcurrentDictionary<string, Set> _sets = new(StringComparer.Ordinal);
    private long _now;

    /// <summary>
    /// Documents by the best group of queries that matches them, with the group's score. The sets are disjoint: finding the best of five sets per
    /// document would take longer than everything else.
    /// </summary>
    public IEnumerable<Query> BestOf(IEnumerable<(float Worth, IReadOnlyList<Query> Queries)> groups)
    {
        List<Query> better = [];
        foreach (var (worth, queries) in groups.OrderByDescending(g => g.Worth))
        {
            var only = new BooleanQuery();
            foreach (var query in queries)
                only.Add(query, Occur.SHOULD);
            foreach (var query in better)
                only.Add(query, Occur.MUST_NOT);
            better.AddRange(queries);
            yield return new ConstantScoreQuery(FilterOf(only)) { Boost = worth };
        }
    }

    private CachingWrapperFilter FilterOf(BooleanQuery query)
    {
        var key = query.ToString();
        if (!_sets.TryGetValue(key, out var set))
        {
            set = _sets.GetOrAdd(key, static (_, q) => new(new(new QueryWrapperFilter(q))), query);
            Forget();
        }
        set.UsedAt = Interlocked.Increment(ref _now);
        return set.Filter;
    }

    /// <summary>Evicts the least recently used sets when the limit is exceeded. The newest is not filled yet and counts next time.</summary>
    private void Forget()
    {
        var bytes = _sets.Values.Sum(set => set.Filter.GetSizeInBytes());
        foreach (var (key, set) in bytes > Most ? _sets.OrderBy(s => s.Value.UsedAt).ToList() : [])
        {
            if (bytes <= Most / 2)
                break;
            bytes -= set.Filter.GetSizeInBytes();
            _sets.TryRemove(key, out _);
        }
    }

    private sealed class Set(CachingWrapperFilter filter)
    {
        public CachingWrapperFilter Filter => filter;

        public long UsedAt { get; set; }
    }
}
