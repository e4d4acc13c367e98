using Lucene.Net.Index;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>
/// Takes what matches, in one pass: counts, sorts products out by the filters, keeps the best of them up to the asked page, and the best articles.
/// </summary>
/// <param name="places">By the id of a category, whether its products are wanted.</param>
/// <param name="reach">How many of the best are kept.</param>
/// <param name="facets">Null where nobody looks at them.</param>
/// <param name="enough">So many matches are looked at: for whoever wants some good ones, not their number.</param>
internal sealed class HitCollector(IndexView view, bool[] places, FilterSet filters, SearchOrder order, int reach, FacetCounts? facets, int enough = int.MaxValue) : ICollector
{
    private const int MostArticles = 10;

    private static readonly Comparer<(long, long)> WorstFirst = Comparer<(long, long)>.Create((a, b) => b.CompareTo(a));

    private readonly PriorityQueue<(int Segment, int Doc, float Score), (long, long)> _best = new(WorstFirst);
    private readonly List<(int Id, float Score, int Published)> _articles = [];

    /// <summary>By name only: the best of each segment, whose order within the segment says nothing of the others.</summary>
    private readonly List<(string Name, int Id, float Score)> _named = [];

    private Scorer? _scorer;
    private Columns _columns = null!;
    private int _segment;

    public FacetCounts? Facets => facets;

    /// <summary>Products that match, whatever was chosen.</summary>
    public int Matched { get; private set; }

    public int Total { get; private set; }

    /// <summary>In order: out of order Lucene makes 2,048 buckets for each segment first.</summary>
    public bool AcceptsDocsOutOfOrder => false;

    public IEnumerable<int> Articles => _articles.OrderByDescending(a => a.Score).ThenByDescending(a => a.Published).ThenBy(a => a.Id).Take(MostArticles).Select(a => a.Id);

    public void SetScorer(Scorer scorer) => _scorer = scorer;

    public void SetNextReader(AtomicReaderContext context) => Begin(context.Ord);

    public void Collect(int doc)
    {
        if (Matched >= enough)
            throw new CollectionTerminatedException(); // Lucene's way to end a segment
        Take(doc, _scorer!.GetScore());
    }

    /// <summary>Everything there is, for a list without a text.</summary>
    public void CollectAll(AtomicReaderContext context)
    {
        Begin(context.Ord);
        var live = context.AtomicReader.LiveDocs;
        for (var doc = 0; doc < _columns.Kinds.Length; doc++)
            if (_columns.Kinds[doc] == DocumentKind.Product && (live is null || live.Get(doc)))
                Take(doc, 0);
    }

    /// <summary>Takes over what another found in other segments.</summary>
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

    /// <summary>The products of a page, from the best on.</summary>
    public IReadOnlyList<SearchHit> Page(int skipped, int size)
    {
        if (order == SearchOrder.Name)
        {
            EndNames();
            return [.. _named.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id).Skip(skipped).Take(size).Select(n => new SearchHit(n.Id, n.Score))];
        }
        return [.. Best().Skip(skipped).Take(size).Select(hit => new SearchHit(view.Segments[hit.Segment].Columns.Ids[hit.Doc], hit.Score))];
    }

    /// <summary>The best by relevance, the best first; they are given once.</summary>
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
        if (category >= places.Length || !places[category])
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

    /// <summary>What is smaller comes first; the id settles every tie.</summary>
    private (long, long) Key(int doc, float score)
    {
        var id = _columns.Ids[doc];
        return order switch
        {
            SearchOrder.Name => (_columns.Orders[doc], id),
            SearchOrder.Price => (_columns.Prices[doc], id),
            SearchOrder.Newest => (-_columns.Published[doc], -(long)id),
            // Of equal matches what can be had, then the plain model before its bundles.
            _ => (-(long)(score * 16), ((long)_columns.Stocks[doc] << 40) | ((long)_columns.SkuLengths[doc] << 32) | (uint)id),
        };
    }
}
