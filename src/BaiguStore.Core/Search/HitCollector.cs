using Lucene.Net.Index;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>Collects matches in one pass: counts them, filters products, keeps the best up to the requested page, and the best articles.</summary>
/// <param name="wanted">By category id, whether its products are wanted.</param>
/// <param name="reach">Number of best hits to keep.</param>
/// <param name="facets">Null if facets are not needed.</param>
/// <param name="enough">Stops after so many matches: for callers that need good hits, not their number.</param>
internal sealed class HitCollector(IndexView view, bool[] wanted, FilterSet filters, SearchOrder order, int reach, FacetCounts? facets, int enough = int.MaxValue) : ICollector
{
    private const int MostArticles = 10;

    private static readonly Comparer<(long, long)> WorstFirst = Comparer<(long, long)>.Create((a, b) => b.CompareTo(a));

    private readonly PriorityQueue<(int Segment, int Doc, float Score), (long, long)> _best = new(WorstFirst);
    private readonly List<(int Id, float Score, int Published)> _articles = [];

    /// <summary>Only for sorting by name: the best of each segment, because ranks are local to a segment.</summary>
    private readonly List<(string Name, int Id, float Score)> _named = [];

    private Scorer? _scorer;
    private Columns _columns = null!;
    private int _segment;

    public FacetCounts? Facets => facets;

    /// <summary>Products that match the query, before filters.</summary>
    public int Matched { get; private set; }

    public int Total { get; private set; }

    /// <summary>In order: out-of-order collection makes Lucene allocate 2,048 buckets per segment.</summary>
    public bool AcceptsDocsOutOfOrder => false;

    public IEnumerable<int> Articles => _articles.OrderByDescending(a => a.Score).ThenByDescending(a => a.Published).ThenBy(a => a.Id).Take(MostArticles).Select(a => a.Id);

    public void SetScorer(Scorer scorer) => _scorer = scorer;

    public void SetNextReader(AtomicReaderContext context) => Begin(context.Ord);

    public void Collect(int doc)
    {
        if (Matched >= enough)
            throw new CollectionTerminatedException(); // Lucene's way to skip the rest of a segment
        Take(doc, _scorer!.GetScore());
    }

    /// <summary>Collects all documents, for a list without a search text.</summary>
    public void CollectAll(AtomicReaderContext context)
    {
        Begin(context.Ord);
        var live = context.AtomicReader.LiveDocs;
        for (var doc = 0; doc < _columns.Kinds.Length; doc++)
            if (_columns.Kinds[doc] == DocumentKind.Product && (live is null || live.Get(doc)))
                Take(doc, 0);
    }

    /// <summary>Merges the hits of another collector for other segments.</summary>
    public void Join(HitCollector other)
    {
        (Matched, Total) = (Matched + other.Matched, Total + other.Total);
        _articles.AddRange(other._articles);
        if (order == SearchOrder.Name)
        {
            other.EndNames();
            _named.AddRange(other._named);
        }
        while (other._best.TryDequeue(out var hit, out var key))
            Keep(hit, key);
        if (other.Facets is { } counts)
            Facets!.Join(counts);
    }

    /// <summary>The products of a page, best first.</summary>
    public IReadOnlyList<SearchHit> Page(int skipped, int size)
    {
        if (order == SearchOrder.Name)
        {
            EndNames();
            return [.. _named.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id).Skip(skipped).Take(size).Select(n => new SearchHit(n.Id, n.Score))];
        }
        return [.. Best().Skip(skipped).Take(size).Select(hit => new SearchHit(view.Segments[hit.Segment].Columns.Ids[hit.Doc], hit.Score))];
    }

    /// <summary>The best hits by relevance, best first; can be called once only.</summary>
    public (int Segment, int Doc, float Score)[] Best()
    {
        var best = new (int, int, float)[_best.Count];
        for (var i = best.Length - 1; i >= 0; i--)
            best[i] = _best.Dequeue();
        return best;
    }

    private void Begin(int segment)
    {
        if (order == SearchOrder.Name)
            EndNames();
        (_segment, _columns) = (segment, view.Segments[segment].Columns);
    }

    private void EndNames()
    {
        var names = _best.Count == 0 ? null : view.Segments[_segment].Reader.GetSortedDocValues(SearchFields.Order);
        var term = new Lucene.Net.Util.BytesRef();
        while (_best.TryDequeue(out var hit, out _))
        {
            names!.Get(hit.Doc, term);
            _named.Add((term.Utf8ToString(), _columns.Ids[hit.Doc], hit.Score));
        }
    }

    private void Take(int doc, float score)
    {
        if (_columns.Kinds[doc] == DocumentKind.Article)
        {
            _articles.Add((_columns.Ids[doc], score, _columns.Published[doc]));
            return;
        }
        var category = _columns.Categories[doc];
        if (category >= wanted.Length || !wanted[category])
            return;
        Matched++;
        var test = filters.Test(_columns, doc);
        if (test == FilterSet.Failed)
            return;
        facets?.Add(_columns, doc, test);
        if (test != FilterSet.Passed)
            return;
        Total++;
        Keep((_segment, doc, score), Key(doc, score));
    }

    private void Keep((int Segment, int Doc, float Score) hit, (long, long) key)
    {
        if (_best.Count < reach)
            _best.Enqueue(hit, key);
        else if (reach > 0 && _best.TryPeek(out _, out var worst) && key.CompareTo(worst) < 0)
            _best.EnqueueDequeue(hit, key);
    }

    /// <summary>Smaller sorts first; the id breaks every tie.</summary>
    private (long, long) Key(int doc, float score)
    {
        var id = _columns.Ids[doc];
        return order switch
        {
            SearchOrder.Name => (_columns.Orders[doc], id),
            SearchOrder.Price => (_columns.Prices[doc], id),
            SearchOrder.Newest => (-_columns.Published[doc], -(long)id),
            // Among equal matches products in stock first, then the plain model before its bundles.
            _ => (-(long)(score * 16), ((long)_columns.Stocks[doc] << 40) | ((long)_columns.SkuLengths[doc] << 32) | (uint)id),
        };
    }
}
