using System.Runtime.ExceptionServices;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>Looks through an index for all that matches, in a large one on several processors at once: each takes a segment after the other.</summary>
internal sealed class SegmentSearcher(DirectoryReader reader) : IndexSearcher(reader)
{
    /// <summary>Processors that one visitor's question takes at most.</summary>
    private const int MostAtOnce = 4;

    /// <summary>The largest first, so that all are done at the same time.</summary>
    private readonly AtomicReaderContext[] _segments = [.. reader.Leaves.OrderByDescending(leaf => leaf.Reader.MaxDoc)];

    /// <param name="query">Null for everything there is.</param>
    /// <param name="largeFrom">Documents from which an index is large.</param>
    /// <param name="begin">Makes a collector, which no other thread uses until it is joined to the one that comes back.</param>
    public HitCollector Collect(Query? query, int largeFrom, Func<HitCollector> begin)
    {
        var weight = query is null ? null : CreateNormalizedWeight(query);
        var hits = new HitCollector[IndexReader.MaxDoc < largeFrom ? 1 : Math.Clamp(_segments.Length, 1, Math.Min(Environment.ProcessorCount, MostAtOnce))];
        var next = -1;
        if (hits.Length == 1)
            Work(0);
        else
            AtOnce(hits.Length, Work);
        foreach (var other in hits.Skip(1))
            hits[0].Join(other);
        return hits[0];

        void Work(int at)
        {
            hits[at] = begin();
            for (int n; (n = Interlocked.Increment(ref next)) < _segments.Length;)
                if (weight is null)
                    hits[at].CollectAll(_segments[n]);
                else
                    Search([_segments[n]], weight, hits[at]);
        }
    }

    private static void AtOnce(int workers, Action<int> work)
    {
        try
        {
            Parallel.For(0, workers, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); // what a damaged file throws is caught by its own type
        }
    }
}
