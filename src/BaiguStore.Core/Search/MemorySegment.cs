using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>
/// Documents in memory, turned over into terms and columns, which Lucene's writer then copies into a segment as it merges any other. Takes what
/// <see cref="DocumentMaker"/> makes; a whole index comes in this way in half the time, because a term that many documents have is
/// recognized by its object and not looked up by its bytes in each. Filled by one thread, then read; once read, nothing more is added.
/// </summary>
internal sealed class MemorySegment : AtomicReader
{
    private readonly Dictionary<string, FieldInfo> _infos = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryTerms> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryColumn> _columns = new(StringComparer.Ordinal);
    private readonly List<List<(FieldInfo Field, string Value)>> _stored = [];

    public override int MaxDoc => _stored.Count;

    public override int NumDocs => _stored.Count;

    public override IBits? LiveDocs => null;

    public override FieldInfos FieldInfos => new([.. _infos.Values]);

    public override Fields Fields => new MemoryFields(_terms);

    public void Add(Document document)
    {
        var number = _stored.Count;
        List<(FieldInfo, string)> stored = [];
        foreach (var field in document.Fields)
        {
            var type = field.IndexableFieldType;
            if (type.IsIndexed)
                Of(_terms, field).Add(number, ((TermStream)field.GetTokenStream(null)).Terms);
            if (type.DocValueType != DocValuesType.NONE)
                Of(_columns, field).Add(number, field.GetBinaryValue());
            if (type.IsStored)
                stored.Add((InfoOf(field), field.GetStringValue()));
        }
        _stored.Add(stored);
    }

    public override void Document(int docID, StoredFieldVisitor visitor)
    {
        foreach (var (field, value) in _stored[docID])
            if (visitor.NeedsField(field) == StoredFieldVisitor.Status.YES)
                visitor.StringField(field, value);
    }

    public override BinaryDocValues? GetBinaryDocValues(string field) => _columns.GetValueOrDefault(field)?.AsBinary();

    public override SortedDocValues? GetSortedDocValues(string field) => _columns.GetValueOrDefault(field)?.AsSorted();

    public override SortedSetDocValues? GetSortedSetDocValues(string field) => _columns.GetValueOrDefault(field)?.AsSortedSet();

    public override IBits? GetDocsWithField(string field) => _columns.GetValueOrDefault(field)?.Filled(MaxDoc);

    public override NumericDocValues? GetNumericDocValues(string field) => null;

    public override NumericDocValues? GetNormValues(string field) => null;

    public override Fields? GetTermVectors(int docID) => null;

    public override void CheckIntegrity()
    {
        // It has no files.
    }

    protected override void DoClose()
    {
        // The same.
    }

    private T Of<T>(Dictionary<string, T> parts, IIndexableField field) where T : new()
    {
        if (parts.TryGetValue(field.Name, out var part))
            return part;
        InfoOf(field);
        return parts[field.Name] = new();
    }

    private FieldInfo InfoOf(IIndexableField field)
    {
        if (_infos.TryGetValue(field.Name, out var info))
            return info;
        var type = field.IndexableFieldType;
        return _infos[field.Name] = new(
            field.Name, type.IsIndexed, _infos.Count, storeTermVector: false, type.OmitNorms, storePayloads: false,
            type.IsIndexed ? type.IndexOptions : IndexOptions.NONE, type.DocValueType, DocValuesType.NONE, attributes: null);
    }
}
