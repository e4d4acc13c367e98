using System.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>A term as Lucene keeps it: made once for all documents that have it. Equal to others by its bytes.</summary>
internal sealed class IndexedTerm : IEquatable<IndexedTerm>
{
    private readonly int _hash;

    public IndexedTerm(string text)
    {
        Utf8 = Encoding.UTF8.GetBytes(text);
        var hash = default(HashCode);
        hash.AddBytes(Utf8);
        _hash = hash.ToHashCode();
    }

    public byte[] Utf8 { get; }

    /// <summary>The last documents that had it in a name, and anywhere: cheaper than a set for each document.</summary>
    public int InName, InAll;

    /// <summary>Its number in the two fields of a <see cref="MemorySegment"/> that asked last: cheaper than to look it up.</summary>
    public (int Field, int Number) Latest, Before;

    public bool Equals(IndexedTerm? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Utf8.AsSpan().SequenceEqual(other.Utf8));

    public override bool Equals(object? obj) => Equals(obj as IndexedTerm);

    public override int GetHashCode() => _hash;
}

/// <summary>Hands Lucene the terms of one field of a document, without places, because what counts is whether a term is there.</summary>
internal sealed class TermStream : TokenStream
{
    private readonly Present _present = new();
    private readonly List<IndexedTerm> _terms = [];
    private int _next;

    public TermStream() => AddAttributeImpl(_present);

    public List<IndexedTerm> Terms => _terms;

    /// <summary>A term that is given twice counts once.</summary>
    public void Add(IndexedTerm term) => _terms.Add(term);

    /// <summary>Before the next document.</summary>
    public void Empty() => _terms.Clear();

    /// <summary>Once for a document: between its terms nothing needs it.</summary>
    public override void Reset()
    {
        ClearAttributes();
        _next = 0;
    }

    public override bool IncrementToken()
    {
        if (_next == _terms.Count)
            return false;
        var utf8 = _terms[_next++].Utf8;
        (_present.BytesRef.Bytes, _present.BytesRef.Length) = (utf8, utf8.Length);
        return true;
    }

    /// <summary>The present term, in the bytes that all documents share: Lucene's own attribute copies it twice. Nothing else of a token ever changes.</summary>
    private sealed class Present : Lucene.Net.Util.Attribute, ITermToBytesRefAttribute
    {
        public BytesRef BytesRef { get; } = new();

        public void FillBytesRef()
        {
            // IncrementToken has.
        }

        public override void Clear() => BytesRef.Length = 0;

        public override void CopyTo(IAttribute target) => ((Present)target).BytesRef.CopyBytes(BytesRef);
    }
}
