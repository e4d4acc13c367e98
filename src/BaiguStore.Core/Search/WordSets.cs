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

    /// <summary>
    /// Documents by the best group of queries that finds them, each worth what its group is. No document is in two of the sets: to see which of five
    /// sets is the best takes longer than everything else that is done with a document.
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

    private Filter FilterOf(BooleanQuery query)
    {
        var set = _sets.GetOrAdd(query.ToString(), static (_, q) => new(new CachingWrapperFilter(new QueryWrapperFilter(q))), query);
        set.UsedAt = Interlocked.Increment(ref _now);
        if (_sets.Count > Most && _sets.MinBy(s => s.Value.UsedAt) is var oldest)
            _sets.TryRemove(oldest);
        return set.Filter;
    }

    private sealed class Set(Filter filter)
    {
        public Filter Filter => filter;

        public long UsedAt { get; set; }
    }
}
