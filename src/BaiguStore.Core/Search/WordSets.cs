using System.Collections.Concurrent;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>
/// Which documents have a word of the list (交换机, 华为): found once for each segment and kept, because these are the words that
/// many products have and many buyers type. A change makes a small new segment, in which alone it is looked again.
/// </summary>
internal sealed class WordSets
{
    /// <summary>Sets kept, of which each takes a bit for each document at most.</summary>
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, Set> _sets = new(StringComparer.Ordinal);
    private long _now;

    /// <summary>Documents that any of these queries finds, each worth so much.</summary>
    public ConstantScoreQuery Of(IEnumerable<Query> queries, float worth)
    {
        var any = new BooleanQuery();
        foreach (var query in queries)
            any.Add(query, Occur.SHOULD);
        var set = _sets.GetOrAdd(any.ToString(), static (_, q) => new(new CachingWrapperFilter(new QueryWrapperFilter(q))), any);
        set.UsedAt = Interlocked.Increment(ref _now);
        if (_sets.Count > Most && _sets.MinBy(s => s.Value.UsedAt) is var oldest)
            _sets.TryRemove(oldest);
        return new(set.Filter) { Boost = worth };
    }

    private sealed class Set(Filter filter)
    {
        public Filter Filter => filter;

        public long UsedAt { get; set; }
    }
}
