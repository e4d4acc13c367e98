using System.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>A term as Lucene keeps it: made once for all documents that have it.</summary>
internal sealed class IndexedTerm(string text)
{
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    /// <summary>The last documents that had it in a name, and anywhere: cheaper than a set for each document.</summary>
    public int InName, InAll;
}

/// <summary>Hands Lucene the terms of one field of a document, without places, because what counts is whether a term is there.</summary>
internal sealed class TermStream : TokenStream
{
    private readonly Present _present = new();
    private readonly List<IndexedTerm> _terms = [];
    private int _next;

    public TermStream() => AddAttributeImpl(_present);

    public IReadOnlyList<IndexedTerm> Terms => _terms;

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
