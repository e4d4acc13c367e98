using System.Runtime.InteropServices;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>The fields with terms of a <see cref="MemorySegment"/>, by their names.</summary>
internal sealed class MemoryFields(IReadOnlyDictionary<string, MemoryTerms> terms) : Fields
{
    public override int Count => terms.Count;

    public override IEnumerator<string> GetEnumerator() => terms.Keys.Order(StringComparer.Ordinal).GetEnumerator();

    public override Lucene.Net.Index.Terms? GetTerms(string field) => terms.GetValueOrDefault(field);
}

/// <summary>The terms of one field, each with the documents that have it, for a merge: it walks through them once, and neither seeks nor asks for sums.</summary>
internal sealed class MemoryTerms : Lucene.Net.Index.Terms
{
    private static int s_last;

    private readonly int _field = Interlocked.Increment(ref s_last);
    private readonly Dictionary<IndexedTerm, int> _numbers = [];
    private Postings[] _postings = new Postings[64];

    public override IComparer<BytesRef> Comparer => BytesRef.UTF8SortedAsUnicodeComparer;

    public override long Count => _numbers.Count;

    public override long SumTotalTermFreq => -1;

    public override long SumDocFreq => -1;

    public override int DocCount => -1;

    public override bool HasFreqs => false;

    public override bool HasOffsets => false;

    public override bool HasPositions => false;

    public override bool HasPayloads => false;

    /// <summary>Documents come in the order of their numbers. A term that is given twice counts once.</summary>
    public void Add(int document, List<IndexedTerm> terms)
    {
        foreach (var term in terms)
        {
            var number = NumberOf(term); // may make room
            _postings[number].Add(document);
        }
    }

    public override TermsEnum GetEnumerator()
    {
        var sorted = _numbers.ToArray();
        Array.Sort(sorted, (a, b) => a.Key.Utf8.AsSpan().SequenceCompareTo(b.Key.Utf8));
        return new Walk(sorted, _postings);
    }

    private int NumberOf(IndexedTerm term)
    {
        if (term.Latest.Field == _field)
            return term.Latest.Number;
        if (term.Before.Field == _field)
            return term.Before.Number;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, term, out var isKnown);
        if (!isKnown)
            number = _numbers.Count - 1;
        if (number == _postings.Length)
            Array.Resize(ref _postings, number * 2);
        (term.Before, term.Latest) = (term.Latest, (_field, number));
        return number;
    }

    private sealed class Walk(KeyValuePair<IndexedTerm, int>[] sorted, Postings[] postings) : TermsEnum
    {
        private readonly BytesRef _term = new();
        private int _at = -1;

        public override IComparer<BytesRef> Comparer => BytesRef.UTF8SortedAsUnicodeComparer;

        public override BytesRef Term => _term;

        public override long Ord => _at;

        public override int DocFreq => postings[sorted[_at].Value].Count;

        public override long TotalTermFreq => -1;

        [Obsolete("Lucene's older form of MoveNext.")]
        public override BytesRef? Next() => MoveNext() ? _term : null;

        public override bool MoveNext()
        {
            if (_at + 1 == sorted.Length)
                return false;
            var utf8 = sorted[++_at].Key.Utf8;
            (_term.Bytes, _term.Length) = (utf8, utf8.Length);
            return true;
        }

        public override DocsEnum Docs(IBits liveDocs, DocsEnum? reuse, DocsFlags flags)
        {
            var documents = reuse as Documents ?? new();
            documents.Start(postings[sorted[_at].Value]);
            return documents;
        }

        public override DocsAndPositionsEnum? DocsAndPositions(IBits liveDocs, DocsAndPositionsEnum reuse, DocsAndPositionsFlags flags) => null;

        public override SeekStatus SeekCeil(BytesRef text) => throw new NotSupportedException();

        public override void SeekExact(long ord) => throw new NotSupportedException();
    }

    /// <summary>Numbers of documents, as distances of seven bits to a byte: most are one byte.</summary>
    private struct Postings
    {
        private byte[] _bytes;
        private int _length, _next;

        public int Count { get; private set; }

        public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public void Add(int document)
        {
            var distance = document + 1 - _next;
            if (distance == 0)
                return;
            (_next, Count) = (document + 1, Count + 1);
            for (; distance > 0x7F; distance >>= 7)
                Put((byte)(distance | 0x80));
            Put((byte)distance);
        }

        private void Put(byte value)
        {
            if (_bytes is null)
                _bytes = new byte[4];
            else if (_length == _bytes.Length)
                Array.Resize(ref _bytes, _length * 2);
            _bytes[_length++] = value;
        }
    }

    private sealed class Documents : DocsEnum
    {
        private Postings _postings;
        private int _at, _document;

        public override int Freq => 1;

        public override int DocID => _document;

        public void Start(Postings postings) => (_postings, _at, _document) = (postings, 0, -1);

        public override int NextDoc()
        {
            var bytes = _postings.Bytes;
            if (_at == bytes.Length)
                return _document = NO_MORE_DOCS;
            var distance = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = bytes[_at++];
                distance |= (part & 0x7F) << shift;
                if (part <= 0x7F)
                    return _document += distance;
            }
        }

        public override int Advance(int target) => SlowAdvance(target);

        public override long GetCost() => _postings.Count;
    }
}
