using System.Collections.Concurrent;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>
/// Which documents have a word of the list (交换机, 华为): found once for each segment and kept, because these are the words that
/// many products have and many buyers type. A change makes a small new segment, in which alone it is looked again.
/// </summary>
internal sealed class WordSets
{
    /// <summary>Bytes of all sets. One takes a bit for each document at most, and most take far less.</summary>
    private const long Most = 32 << 20;

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

    /// <summary>Those that were used longest ago, when all take too much. The newest is not filled yet and counts the next time.</summary>
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
