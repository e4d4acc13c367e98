using Lucene.Net.Index;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>The values of one field of a <see cref="MemorySegment"/>, none, one or several for each document, in the forms in which a merge asks for them.</summary>
internal sealed class MemoryColumn
{
    private readonly List<BytesRef> _values = [];

    /// <summary>Where the values of each document begin, as far as there are any.</summary>
    private readonly List<int> _starts = [];

    /// <summary>Documents come in the order of their numbers.</summary>
    public void Add(int document, BytesRef value)
    {
        while (_starts.Count <= document)
            _starts.Add(_values.Count);
        _values.Add(value);
    }

    public BinaryDocValues AsBinary() => new Binary(this);

    public SortedDocValues AsSorted() => new Sorted(this);

    public SortedSetDocValues AsSortedSet() => new SortedSet(this);

    /// <summary>Which documents have a value.</summary>
    public IBits Filled(int documents)
    {
        var filled = new FixedBitSet(documents);
        for (var document = 0; document < documents; document++)
            if (Start(document) < Start(document + 1))
                filled.Set(document);
        return filled;
    }

    private int Start(int document) => document < _starts.Count ? _starts[document] : _values.Count;

    /// <summary>All different values in their order, and the number of each that was given.</summary>
    private (BytesRef[] Sorted, int[] Ords) Numbered()
    {
        var sorted = _values.Distinct().ToArray();
        Array.Sort(sorted);
        var numbers = new Dictionary<BytesRef, int>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
            numbers[sorted[i]] = i;
        return (sorted, [.. _values.Select(v => numbers[v])]);
    }

    private static void Copy(BytesRef value, BytesRef result) => (result.Bytes, result.Offset, result.Length) = (value.Bytes, value.Offset, value.Length);

    private sealed class Binary(MemoryColumn column) : BinaryDocValues
    {
        public override void Get(int docID, BytesRef result)
        {
            var start = column.Start(docID);
            Copy(start < column.Start(docID + 1) ? column._values[start] : new(), result);
        }
    }

    private sealed class Sorted : SortedDocValues
    {
        private readonly MemoryColumn _column;
        private readonly BytesRef[] _sorted;
        private readonly int[] _ords;

        public Sorted(MemoryColumn column) => (_column, (_sorted, _ords)) = (column, column.Numbered());

        public override int ValueCount => _sorted.Length;

        public override int GetOrd(int docID) => _column.Start(docID) is var start && start < _column.Start(docID + 1) ? _ords[start] : -1;

        public override void LookupOrd(int ord, BytesRef result) => Copy(_sorted[ord], result);
    }

    private sealed class SortedSet : SortedSetDocValues
    {
        private readonly MemoryColumn _column;
        private readonly BytesRef[] _sorted;
        private readonly int[] _ords;
        private int _at, _end;

        public SortedSet(MemoryColumn column) => (_column, (_sorted, _ords)) = (column, column.Numbered());

        public override long ValueCount => _sorted.Length;

        public override void SetDocument(int docID)
        {
            (_at, _end) = (_column.Start(docID), _column.Start(docID + 1));
            Array.Sort(_ords, _at, _end - _at);
        }

        /// <summary>From the lowest to the highest; a value that a document was given twice counts once.</summary>
        public override long NextOrd()
        {
            if (_at == _end)
                return NO_MORE_ORDS;
            var ord = _ords[_at++];
            while (_at < _end && _ords[_at] == ord)
                _at++;
            return ord;
        }

        public override void LookupOrd(long ord, BytesRef result) => Copy(_sorted[ord], result);
    }
}
