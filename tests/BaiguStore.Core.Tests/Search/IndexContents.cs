using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace BaiguStore.Core.Tests.Search;

/// <summary>Content of an index by document key, independent of segments and order.</summary>
internal sealed class IndexContents
{
    /// <summary>Documents by field and term.</summary>
    public SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> Terms { get; } = new(StringComparer.Ordinal);

    /// <summary>Columns and stored fields by document.</summary>
    public SortedDictionary<string, SortedSet<string>> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>All of it, one line per term and document.</summary>
    public IEnumerable<string> Lines =>
        Terms.SelectMany(of => of.Value.Select(term => $"{of.Key} {term.Key}: {string.Join(' ', term.Value)}")).Concat(Documents.Select(d => $"{d.Key}: {string.Join("; ", d.Value)}"));

    public static IndexContents Of(string folder)
    {
        var contents = new IndexContents();
        using var directory = new NIOFSDirectory(folder);
        using var reader = DirectoryReader.Open(directory);
        foreach (var segment in reader.Leaves.Select(l => l.AtomicReader))
            contents.Take(segment);
        return contents;
    }

    private void Take(AtomicReader segment)
    {
        var keys = new string[segment.MaxDoc];
        foreach (var (term, documents) in TermsOf(segment, "key"))
            foreach (var document in documents)
                keys[document] = term;
        foreach (var field in segment.Fields)
            foreach (var (term, documents) in TermsOf(segment, field))
                At(At(Terms, field), term).UnionWith(documents.Select(d => keys[d]));
        for (var document = 0; document < segment.MaxDoc; document++)
            if (segment.LiveDocs?.Get(document) != false)
                At(Documents, keys[document]).UnionWith(Says(segment, document));
    }

    private static IEnumerable<(string Term, IEnumerable<int> Documents)> TermsOf(AtomicReader segment, string field)
    {
        var terms = segment.GetTerms(field)?.GetEnumerator() ?? TermsEnum.EMPTY;
        while (terms.MoveNext())
        {
            var (documents, found) = (terms.Docs(segment.LiveDocs, null), new List<int>());
            while (documents.NextDoc() != DocsEnum.NO_MORE_DOCS)
                found.Add(documents.DocID);
            if (found.Count > 0)
                yield return (terms.Term.Utf8ToString(), found);
        }
    }

    private static IEnumerable<string> Says(AtomicReader segment, int document)
    {
        var value = new BytesRef();
        foreach (var column in segment.FieldInfos.Where(f => f.HasDocValues && segment.GetDocsWithField(f.Name).Get(document)))
            switch (column.DocValuesType)
            {
                case DocValuesType.BINARY:
                    segment.GetBinaryDocValues(column.Name).Get(document, value);
                    yield return $"{column.Name} {Convert.ToHexString(value.Bytes, value.Offset, value.Length)}";
                    break;
                case DocValuesType.SORTED:
                    segment.GetSortedDocValues(column.Name).Get(document, value);
                    yield return $"{column.Name} {value.Utf8ToString()}";
                    break;
                case DocValuesType.SORTED_SET:
                    var values = segment.GetSortedSetDocValues(column.Name);
                    values.SetDocument(document);
                    for (var ord = values.NextOrd(); ord != SortedSetDocValues.NO_MORE_ORDS; ord = values.NextOrd())
                    {
                        values.LookupOrd(ord, value);
                        yield return $"{column.Name} {value.Utf8ToString()}";
                    }
                    break;
                default:
                    Assert.Fail($"{column.Name} is a column of another kind.");
                    break;
            }
        foreach (var kept in segment.Document(document))
            yield return $"{kept.Name} {kept.GetStringValue()}";
    }

    private static T At<T>(SortedDictionary<string, T> all, string key) where T : new() => all.TryGetValue(key, out var one) ? one : all[key] = new();
}
