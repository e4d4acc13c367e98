using System.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>A term as Lucene keeps it: made once for all documents that have it.</summary>
internal sealed class IndexedTerm(string text)
{
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);
}

/// <summary>Hands Lucene the terms of a document, which were gathered before: each once, without places, because what counts is whether a term is there.</summary>
internal sealed class TermStream : TokenStream
{
    private readonly Present _present = new();
    private IEnumerator<IndexedTerm> _terms = Enumerable.Empty<IndexedTerm>().GetEnumerator();

    public TermStream() => AddAttributeImpl(_present);

    public TermStream Of(IEnumerable<IndexedTerm> terms)
    {
        _terms.Dispose();
        _terms = terms.GetEnumerator();
        return this;
    }

    /// <summary>Once for a document: between its terms nothing needs it.</summary>
    public override void Reset() => ClearAttributes();

    public override bool IncrementToken()
    {
        if (!_terms.MoveNext())
            return false;
        var utf8 = _terms.Current.Utf8;
        (_present.BytesRef.Bytes, _present.BytesRef.Length) = (utf8, utf8.Length);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _terms.Dispose();
        base.Dispose(disposing);
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
