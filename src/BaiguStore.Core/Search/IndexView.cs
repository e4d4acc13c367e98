using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BaiguStore.Core.Catalog;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>An immutable view of the index as of one change; reference-counted, the last holder closes it.</summary>
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

    /// <summary>Words that only unpublished products have, for pinyin in staff searches. Usually nearly empty.</summary>
    public Lexicon UnpublishedLexicon => _unpublishedLexicon.Value;

    /// <summary>Shared by all views of one index.</summary>
    public WordSets Sets { get; }

    public QueryBuilder Queries { get; }

    /// <summary>Position of the change feed that it includes.</summary>
    public long Stamp { get; }

    /// <summary>Its files, by name and length.</summary>
    public IReadOnlyList<(string Name, long Length)> Files { get; }

    /// <summary>Facets of categories without filters, cached per tree.</summary>
    public ConditionalWeakTable<CategoryTree, ConcurrentDictionary<int, IReadOnlyList<SearchFacet>>> PlainFacets { get; } = [];

    /// <summary>The highest product id in it; later products have higher ids.</summary>
    public int HighestProduct => _highestProduct.Value;

    private Dictionary<string, int> WordCounts { get; }

    /// <summary>Opens the last commit. Throws IOException for damaged files, or another format.</summary>
    /// <param name="isOld">Whether to verify the checksums of all files.</param>
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

    /// <summary>The view of the newest commit; this one if there is no newer.</summary>
    public IndexView Newer(SpecNumbers numbers) => DirectoryReader.OpenIfChanged(_reader) is { } newer ? new(newer, numbers, this) : this;

    /// <summary>Takes a reference. False if it is closed already: take the next view.</summary>
    public bool TryHold() => _reader.TryIncRef();

    public void Release() => _reader.DecRef();

    public static Dictionary<string, string> CommitData(long stamp) => new() { [FormatKey] = SearchFields.Format.ToString(), [StampKey] = stamp.ToString() };

    /// <summary>Part number and slug of a product in this view.</summary>
    public (string Sku, string Slug) Label(int segment, int doc)
    {
        var product = Segments[segment].Reader.Document(doc);
        return (product.Get(SearchFields.Label), product.Get(SearchFields.Slug));
    }

    /// <summary>All articles, or all products: id and indexed version.</summary>
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

    /// <summary>Whether a part number, or a part of one, has this prefix.</summary>
    public bool BeginsAPart(TermFields fields, string text) =>
        BeginsATerm(fields.Parts, text.Length > Terms.PartLength ? text[..Terms.PartLength] : text);

    /// <summary>Whether a term of the field has this prefix.</summary>
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
