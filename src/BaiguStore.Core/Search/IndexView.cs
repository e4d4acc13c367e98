using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BaiguStore.Core.Catalog;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>The index as it stands at one change: what searches read, unchanged while they do. The last who lets go closes it.</summary>
internal sealed class IndexView
{
    private readonly DirectoryReader _reader;
    private readonly Lazy<Lexicon> _unpublishedLexicon;
    private readonly Lazy<int> _highestProduct;

    private IndexView(DirectoryReader reader, SpecNumbers numbers, IndexView? before)
    {
        _reader = reader;
        Searcher = new(reader) { Similarity = new TierSimilarity() };
        var segments = new (AtomicReader, Columns)[reader.Leaves.Count];
        Parallel.For(0, segments.Length, at => segments[at] = (reader.Leaves[at].AtomicReader, Columns.Of(reader.Leaves[at].AtomicReader, numbers)));
        Segments = segments;
        Specs = numbers.Snapshot();
        WordCounts = CountWords(TermFields.Published);
        Lexicon = before is not null && before.WordCounts.Count == WordCounts.Count && WordCounts.Keys.All(before.WordCounts.ContainsKey) ? before.Lexicon : new(WordCounts);
        _unpublishedLexicon = new(() => new(CountWords(TermFields.Unpublished)));
        _highestProduct = new(() => Segments.Select(segment => segment.Columns.HighestProduct).DefaultIfEmpty().Max());
        Sets = before?.Sets ?? new();
        Queries = new(Sets, TermFields.Published);
        Stamp = StampOf(reader.IndexCommit);
        Files = [.. reader.IndexCommit.FileNames.Select(name => (name, reader.Directory.FileLength(name)))];
    }

    public SegmentSearcher Searcher { get; }

    public IReadOnlyList<(AtomicReader Reader, Columns Columns)> Segments { get; }

    public SpecTable Specs { get; }

    public Lexicon Lexicon { get; }

    /// <summary>The words that only staff find, for those of their searches that are pinyin. Usually there are hardly any.</summary>
    public Lexicon UnpublishedLexicon => _unpublishedLexicon.Value;

    /// <summary>The same in all views of one index.</summary>
    public WordSets Sets { get; }

    public QueryBuilder Queries { get; }

    /// <summary>The newest change that is in it.</summary>
    public long Stamp { get; }

    /// <summary>What it rests on, by name and length.</summary>
    public IReadOnlyList<(string Name, long Length)> Files { get; }

    /// <summary>Facets of places where nothing was chosen, counted once for each tree.</summary>
    public ConditionalWeakTable<CategoryTree, ConcurrentDictionary<int, IReadOnlyList<SearchFacet>>> PlainFacets { get; } = [];

    /// <summary>The highest id of a product that is in it; later products have higher ones.</summary>
    public int HighestProduct => _highestProduct.Value;

    private Dictionary<string, int> WordCounts { get; }

    /// <summary>Opens the last commit. Throws IOException for what is damaged, or of another format.</summary>
    /// <param name="isOld">Whether every byte is read once and its checksum compared.</param>
    public static IndexView Open(Lucene.Net.Store.Directory directory, SpecNumbers numbers, bool isOld)
    {
        var reader = DirectoryReader.Open(directory);
        try
        {
            if (reader.IndexCommit.UserData.TryGetValue(FormatKey, out var format) is false || format != SearchFields.Format.ToString())
                throw new CorruptIndexException($"The index is of format '{format}', not {SearchFields.Format}.");
            foreach (var leaf in isOld ? reader.Leaves : [])
                leaf.AtomicReader.CheckIntegrity();
            return new(reader, numbers, null);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The view of the newest commit; this one where there is none.</summary>
    public IndexView Newer(SpecNumbers numbers) => DirectoryReader.OpenIfChanged(_reader) is { } newer ? new(newer, numbers, this) : this;

    /// <summary>Holds it open. False: it is closed already, take the one that came after it.</summary>
    public bool TryHold() => _reader.TryIncRef();

    public void Release() => _reader.DecRef();

    public static Dictionary<string, string> CommitData(long stamp) => new() { [FormatKey] = SearchFields.Format.ToString(), [StampKey] = stamp.ToString() };

    /// <summary>The part number and slug of a product in this view.</summary>
    public (string Sku, string Slug) Label(int segment, int doc)
    {
        var product = Segments[segment].Reader.Document(doc);
        return (product.Get(SearchFields.Label), product.Get(SearchFields.Slug));
    }

    /// <summary>Every article, or every product: its id, and the version in which it was taken in.</summary>
    public Dictionary<int, int> Versions(bool ofArticles)
    {
        Dictionary<int, int> versions = [];
        foreach (var (reader, _) in Segments)
            Columns.ReadNumbers(reader, (doc, numbers) =>
            {
                if ((numbers.Kind == DocumentKind.Article) == ofArticles && reader.LiveDocs?.Get(doc) != false)
                    versions[numbers.Id] = numbers.Version;
            });
        return versions;
    }

    /// <summary>Whether any part number, or a part of one, begins so.</summary>
    public bool BeginsAPart(TermFields fields, string text) =>
        BeginsATerm(fields.Parts, text.Length > Terms.PartLength ? text[..Terms.PartLength] : text);

    /// <summary>Whether any term of a field begins so.</summary>
    public bool BeginsATerm(string field, string text)
    {
        var start = new BytesRef(text);
        foreach (var (reader, _) in Segments)
            if (reader.GetTerms(field)?.GetEnumerator() is { } terms && terms.SeekCeil(start) != TermsEnum.SeekStatus.END
                && StringHelper.StartsWith(terms.Term, start))
                return true;
        return false;
    }

    private const string FormatKey = "format", StampKey = "stamp";

    private static long StampOf(IndexCommit commit) => long.Parse(commit.UserData[StampKey]);

    private Dictionary<string, int> CountWords(TermFields fields)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (var (reader, _) in Segments)
            if (reader.GetTerms(fields.Words) is { } terms)
                for (var each = terms.GetEnumerator(); each.MoveNext();)
                {
                    var word = each.Term.Utf8ToString();
                    counts[word] = counts.GetValueOrDefault(word) + each.DocFreq;
                }
        return counts;
    }
}
