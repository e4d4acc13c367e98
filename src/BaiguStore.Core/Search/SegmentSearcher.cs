using System.Runtime.ExceptionServices;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>Searches a large index on several cores: each takes the next segment.</summary>
internal sealed class SegmentSearcher(DirectoryReader reader) : IndexSearcher(reader)
{
    /// <summary>Maximum cores per search.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Largest first, so that all cores finish at about the same time.</summary>
    private readonly AtomicReaderContext[] _segments = [.. reader.Leaves.OrderByDescending(leaf => leaf.Reader.MaxDoc)];

    /// <param name="query">Null for all documents.</param>
    /// <param name="largeFrom">Documents from which an index counts as large.</param>
    /// <param name="begin">Creates a collector, which only one thread uses until it is merged into the result.</param>
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
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); // callers catch errors of a damaged file by their own type
        }
    }
}
