using System.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>A term in Lucene's encoding: created once for all documents that have it.</summary>
internal sealed class IndexedTerm(string text)
{
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    /// <summary>The last documents that had it in the name, and in any field: cheaper than a set per document.</summary>
    public int InName, InAll;
}

/// <summary>Passes the terms of one document's field to Lucene, without positions, because only the presence of a term counts.</summary>
internal sealed class TermStream : TokenStream
{
    private readonly Present _present = new();
    private readonly List<IndexedTerm> _terms = [];
    private int _next;

    public TermStream() => AddAttributeImpl(_present);

    public IReadOnlyList<IndexedTerm> Terms => _terms;

    /// <summary>A term that is added twice counts once.</summary>
    public void Add(IndexedTerm term) => _terms.Add(term);

    /// <summary>Called before the next document.</summary>
    public void Empty() => _terms.Clear();

    /// <summary>Called once per document.</summary>
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

    /// <summary>The current term as shared bytes: Lucene's own attribute copies it twice. Other attributes never change.</summary>
    private sealed class Present : Lucene.Net.Util.Attribute, ITermToBytesRefAttribute
    {
        public BytesRef BytesRef { get; } = new();

        public void FillBytesRef()
        {
            // IncrementToken fills it.
        }

        public override void Clear() => BytesRef.Length = 0;

        public override void CopyTo(IAttribute target) => ((Present)target).BytesRef.CopyBytes(BytesRef);
    }
}
