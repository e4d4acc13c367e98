using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>
/// Finds products for the text filter of staff, published or not: same matching as for buyers, but every word is required, and the result is exact at
/// this moment. Products changed since the index's position in the feed are read from the database and matched in the same way.
/// </summary>
public sealed class ProductFinder(SearchIndex index)
{
    /// <summary>Limit of new products read beside the index; with more the caller waits for the index.</summary>
    private const int MostNew = 2_000;

    /// <summary>Maximum units of a text; no product has as many.</summary>
    private const int MostUnits = 100;

    /// <summary>Ids, ascending; null while no index can answer.</summary>
    public async Task<int[]?> FindAsync(StoreDb db, string text, CancellationToken cancel)
    {
        if (index.Words is not { } words || index.Hold() is not { } view)
            return null;
        try
        {
            // The index lags so far behind that the feed no longer lists the changes: it could find products by former names.
            if (await db.ChangesAfterAsync(view.Stamp, cancel) is not { } changes)
                return null;
            if (changes.Any(c => c.Kind == ChangeKind.Tree))
                words = await Words.LoadAsync(db, cancel);
            if (await RecentAsync(db, view, changes, cancel) is not { } recent)
                return null;
            var (units, _) = new Correction(view, words, isForStaff: true).Understand(new QueryReader(words, takesAll: true).Read(text));
            if (units.Count is 0 or > MostUnits)
                return [];
            using var directory = Index(recent.Products);
            return Find(view, units, recent, directory, inText: false) is { Length: > 0 } named ? named
                : Find(view, units, recent, directory, inText: true);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            index.ReportDamage();
            return null;
        }
        finally
        {
            view.Release();
        }
    }

    /// <summary>
    /// Products that the index has in another state: changed ones in the feed, and new ones. Bulk changes are not listed, but they affect price,
    /// category or publication, never a name. Null if there are too many new ones.
    /// </summary>
    private static async Task<Recent?> RecentAsync(StoreDb db, IndexView view, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        if (changes.Count == 0)
            return Recent.None;
        int[] named = [.. changes.Where(c => c.Kind == ChangeKind.Product).Select(c => c.EntityId).Distinct()];
        List<IndexedProduct> products = named.Length == 0 ? []
            : await db.Products.Where(p => EF.Parameter(named).Contains(p.Id)).ForIndex().ToListAsync(cancel);
        HashSet<int> ids = [.. named];
        if (changes.Any(c => c.Kind == ChangeKind.Catalogue))
        {
            var newest = view.HighestProduct;
            var added = await db.Products.Where(p => p.Id > newest).ForIndex().Take(MostNew + 1).ToListAsync(cancel);
            products.AddRange(added.Where(p => ids.Add(p.Id)));
        }
        return products.Count > MostNew ? null : new(ids, products);
    }

    private static int[] Find(IndexView view, List<QueryUnit> units, Recent recent, RAMDirectory? directory, bool inText)
    {
        var query = new BooleanQuery
        {
            { new QueryBuilder(view.Sets, TermFields.Published, isStrict: true).Build(units, units.Count, inText), Occur.SHOULD },
            { new QueryBuilder(view.Sets, TermFields.Unpublished, isStrict: true).Build(units, units.Count, inText), Occur.SHOULD },
        };
        var found = new IdCollector(recent.Ids);
        view.Searcher.Search(query, found);
        if (directory is not null)
        {
            using var reader = DirectoryReader.Open(directory);
            found.Excluded = [];
            new IndexSearcher(reader).Search(query, found);
        }
        found.Ids.Sort();
        return [.. found.Ids];
    }

    /// <summary>A small index in memory; null if it would be empty.</summary>
    private static RAMDirectory? Index(IReadOnlyList<IndexedProduct> products)
    {
        if (products.Count == 0)
            return null;
        var directory = new RAMDirectory();
        using var maker = new DocumentMaker();
        using var writer = new IndexWriter(directory, new(LuceneVersion.LUCENE_48, null));
        foreach (var product in products)
            writer.AddDocument(maker.Make(product));
        return directory;
    }

    /// <param name="Ids">Products whose index entries are outdated; some may be deleted.</param>
    /// <param name="Products">Their present state.</param>
    private sealed record Recent(HashSet<int> Ids, IReadOnlyList<IndexedProduct> Products)
    {
        public static Recent None { get; } = new([], []);
    }

    private sealed class IdCollector(HashSet<int> excluded) : ICollector
    {
        private int[] _ids = [];
        private DocumentKind[] _kinds = [];

        public List<int> Ids { get; } = [];

        public HashSet<int> Excluded { get; set; } = excluded;

        public bool AcceptsDocsOutOfOrder => true;

        public void SetScorer(Scorer scorer)
        {
            // All matches have the same score.
        }

        public void SetNextReader(AtomicReaderContext context) => (_ids, _kinds) = Columns.IdsOf(context.AtomicReader);

        public void Collect(int doc)
        {
            if (_kinds[doc] != DocumentKind.Article && !Excluded.Contains(_ids[doc]))
                Ids.Add(_ids[doc]);
        }
    }
}
