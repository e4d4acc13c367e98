using System.Runtime.CompilerServices;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Text;
using Lucene.Net.Search;

namespace BaiguStore.Core.Search;

/// <summary>Answers visitors' searches from the index and the tree in memory, without a database query.</summary>
public sealed class StoreSearch(SearchIndex index, CategoryTree tree, PublishedArticles articles)
{
    private const int MostLines = 8;

    /// <summary>Matches examined for a suggestion: a word that hundreds of thousands of products have needs no exact ranking.</summary>
    private const int EnoughToSuggest = 10_000;

    private static readonly ConditionalWeakTable<CategoryTree, bool[]> Shown = [];
    private static readonly ConditionalWeakTable<CategoryTree, LineName[]> LineNames = [];
    private static readonly ConditionalWeakTable<string, LineName.Spelling> Spellings = [];

    /// <summary>Documents from which several cores work on one search. A smaller index usually has one segment, and each search is short.</summary>
    public int LargeFrom { get; init; } = 200_000;

    /// <summary>Throws ArgumentOutOfRangeException for an invalid page or size.</summary>
    public SearchAnswer Search(SearchRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Size, SearchRequest.MaxSize);
        return Read((view, words) => Answer(view, words, request)) ?? SearchAnswer.NotReady;
    }

    /// <summary>
    /// Facets of a category and its descendants without filters, cached until the index or the tree changes. Null while there is no index.
    /// </summary>
    public IReadOnlyList<SearchFacet>? FacetsOf(CategoryNode category) => Read((view, words) =>
        view.PlainFacets.GetOrCreateValue(tree).GetOrAdd(category.Id, id => Answer(view, words, new(CategoryId: id, Size: 1)).Facets));

    /// <summary>Completions of a text up to the limit: categories, then part numbers, then articles. Empty while there is no index.</summary>
    public IReadOnlyList<Suggestion> Suggest(string typed, int most) => Read((view, words) => Suggest(view, words, typed, most)) ?? [];

    private T? Read<T>(Func<IndexView, Words, T> read) where T : class
    {
        if (index.Words is not { } words || index.Hold() is not { } view)
            return null;
        try
        {
            return read(view, words);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            index.ReportDamage(); // a file is truncated or missing: search is unavailable until the index is rebuilt
            return null;
        }
        finally
        {
            view.Release();
        }
    }

    private SearchAnswer Answer(IndexView view, Words words, SearchRequest request)
    {
        var within = request.CategoryId is { } id ? tree.Find(id) : null;
        var wanted = request.CategoryId is null ? Everywhere(tree) : Below(within, Everywhere(tree).Length);
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            var list = Collect(view, null, words, request, tree, wanted);
            return new(Page(list, request), list.Total, list.Facets!.ToFacets(tree, words.Vendors, within), [], [], null, false, Highlights.None);
        }

        var typed = new QueryReader(words).Read(request.Text);
        var (units, mistakes) = new Correction(view, words).Understand(typed);
        if (units.Count == 0)
            return new([], 0, [], [], [], null, false, Highlights.None);
        var hits = new TextAnswer(view, words, query => Collect(view, query, words, request, tree, wanted), query => IsAnywhere(view, query, tree, wanted))
            .Find(typed, units);
        return new(Page(hits.Found, request), hits.Found.Total, hits.Found.Facets!.ToFacets(tree, words.Vendors, within), Lines(tree, units),
            hits.Articles,
            ReadAs(request.Text, mistakes.FindAll(m => hits.Absent.All(a => a.Start != m.Typed.Start))), hits.IsNearest, new Highlights(hits.Marks))
        {
            Absent = [.. hits.Absent.Select(unit => request.Text.Substring(unit.Start, unit.Length))],
        };
    }

    /// <summary>Stops at the first product.</summary>
    private static bool IsAnywhere(IndexView view, Query query, CategoryTree tree, bool[] wanted)
    {
        var first = new HitCollector(view, wanted, new(null, view.Specs, tree, []), SearchOrder.Relevance, reach: 0, facets: null, enough: 1);
        view.Searcher.Search(query, first);
        return first.Matched > 0;
    }

    /// <param name="query">Null for all documents.</param>
    private HitCollector Collect(IndexView view, Query? query, Words words, SearchRequest request, CategoryTree tree, bool[] wanted)
    {
        var filters = new FilterSet(request.Filters, view.Specs, tree, words.Vendors);
        var vendors = words.Vendors.Count == 0 ? 0 : words.Vendors.Max(v => v.Id);
        var reach = (long)request.Page * request.Size <= SearchRequest.MaxReach ? request.Page * request.Size : 0;
        return view.Searcher.Collect(query, LargeFrom, () => new(view, wanted, filters, request.Order, reach, new(view.Specs, filters, wanted.Length, vendors)));
    }

    private static IReadOnlyList<SearchHit> Page(HitCollector hits, SearchRequest request) =>
        (long)request.Page * request.Size > SearchRequest.MaxReach ? [] : hits.Page((request.Page - 1) * request.Size, request.Size);

    /// <summary>By category id, whether visitors see it.</summary>
    private static bool[] Everywhere(CategoryTree tree) => Shown.GetValue(tree, static t => Marked(t.All.Select(c => c.Id), t.All.Select(c => c.Id).DefaultIfEmpty().Max() + 1));

    private static bool[] Below(CategoryNode? node, int length) => Marked(node is null ? [] : FilterSet.Below(node), length);

    private static bool[] Marked(IEnumerable<int> ids, int length)
    {
        var marked = new bool[length];
        foreach (var id in ids)
            marked[id] = true;
        return marked;
    }

    /// <summary>The typed text with corrections inserted.</summary>
    private static string? ReadAs(string text, List<(QueryUnit Typed, string Meant)> mistakes)
    {
        if (mistakes.Count == 0)
            return null;
        foreach (var (typed, meant) in mistakes.OrderByDescending(m => m.Typed.Start))
            text = string.Concat(text.AsSpan(0, typed.Start), meant, text.AsSpan(Math.Min(text.Length, typed.Start + typed.Length)));
        return text.Length > SearchRequest.MaxText ? PlainText.Truncate(text, SearchRequest.MaxText) : text;
    }

    /// <summary>Categories whose names contain every unit, or that belong to the vendor.</summary>
    private static IReadOnlyList<CategoryNode> Lines(CategoryTree tree, IReadOnlyList<QueryUnit> units)
    {
        var asked = Asked(units);
        return [.. NamesOf(tree).Where(name => name.HasAll(asked)).Take(MostLines).Select(name => name.Line)];
    }

    private static (int? VendorId, string[] Forms)[] Asked(IReadOnlyList<QueryUnit> units) => [.. units.Select(u => (u.Vendor?.Id, u.Forms.ToArray()))];

    /// <summary>Largest first, so that a search for a frequent word ends early.</summary>
    private static LineName[] NamesOf(CategoryTree tree) => LineNames.GetValue(tree, static t =>
        [.. t.All.OrderByDescending(line => line.Total).ThenBy(line => line.Id).Select(line => new LineName(line, Spellings.GetValue(line.Name, LineName.Spelling.Of)))]);

    private IReadOnlyList<Suggestion> Suggest(IndexView view, Words words, string typed, int most)
    {
        var text = SearchText.Fold(PlainText.Line(typed.Length > SearchRequest.MaxText ? typed[..SearchRequest.MaxText] : typed));
        var units = new QueryReader(words).Read(text);
        if (text.Length == 0 || units.Count == 0 || most < 1)
            return [];
        var letters = string.Concat(text.Where(c => c != ' '));
        var asked = Asked(units);
        var lines = NamesOf(tree).Where(name => name.HasAll(asked) || name.IsRead(letters))
            .Take(Math.Max(1, most / 3)).Select(name => new Suggestion(SuggestionKind.Line, name.Line.Name, name.Line.Slug)).ToList();
        var titles = articles.Newest.Where(a => SearchText.Fold(a.Title).Contains(text, StringComparison.Ordinal))
            .Take(Math.Max(1, most / 4)).Select(a => new Suggestion(SuggestionKind.Article, a.Title, a.Slug)).ToList();
        return [.. lines, .. Models(view, words, units, tree, most - lines.Count - titles.Count), .. titles];
    }

    /// <summary>The best matches by part number and name; a single letter is ignored, because it would match nearly all.</summary>
    private static IEnumerable<Suggestion> Models(IndexView view, Words words, IReadOnlyList<QueryUnit> typed, CategoryTree tree, int most)
    {
        if (most < 1 || typed is [{ Length: 1 }])
            return [];
        // A part number is completed by prefix; other matches are added only if there are too few.
        var begun = typed.Any(u => u.IsHan || u.Vendor is not null) ? [] : Best(view.Queries.Beginning(typed));
        var found = begun.Length >= most ? begun : Best(Understood());
        return found.Select(hit => view.Label(hit.Segment, hit.Doc)).Select(label => new Suggestion(SuggestionKind.Product, label.Sku, label.Slug));

        Query Understood()
        {
            var (units, _) = new Correction(view, words).Understand(typed);
            return view.Queries.Build(units, units.Count, inText: false);
        }

        (int Segment, int Doc, float Score)[] Best(Query query)
        {
            var hits = new HitCollector(view, Everywhere(tree), new(null, view.Specs, tree, []), SearchOrder.Relevance, most, null, EnoughToSuggest);
            view.Searcher.Search(query, hits);
            return hits.Best();
        }
    }

    /// <summary>A category, and its name as it may be typed.</summary>
    private sealed record LineName(CategoryNode Line, LineName.Spelling Name)
    {
        public bool HasAll((int? VendorId, string[] Forms)[] asked)
        {
            foreach (var (vendorId, forms) in asked)
                if ((vendorId is null || vendorId != Line.VendorId) && !HasAny(forms))
                    return false;
            return true;
        }

        public bool IsRead(string letters) => letters.Length > 1 && (Name.Pinyin.Contains(letters, StringComparison.Ordinal) || Name.Initials.Contains(letters, StringComparison.Ordinal));

        private bool HasAny(string[] forms)
        {
            foreach (var form in forms)
                if (Name.Folded.Contains(form, StringComparison.Ordinal))
                    return true;
            return false;
        }

        /// <summary>Cached as long as the name is in the tree.</summary>
        public sealed record Spelling(string Folded, string Pinyin, string Initials)
        {
            public static Spelling Of(string name)
            {
                var folded = SearchText.Fold(name);
                var readings = folded.Select(c => Han.Pinyin(c) ?? (char.IsAsciiLetterOrDigit(c) ? c.ToString() : "")).Where(r => r.Length > 0).ToList();
                return new(folded, string.Concat(readings), string.Concat(readings.Select(r => r[0])));
            }
        }
    }
}
