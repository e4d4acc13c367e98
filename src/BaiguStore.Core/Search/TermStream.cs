using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;

namespace BaiguStore.Core.Search;

/// <summary>Hands Lucene the terms of a document, which were gathered before: each once, without places, because what counts is whether a term is there.</summary>
internal sealed class TermStream : TokenStream
{
    private readonly ICharTermAttribute _term;
    private IEnumerator<string> _terms = Enumerable.Empty<string>().GetEnumerator();

    public TermStream() => _term = AddAttribute<ICharTermAttribute>();

    public TermStream Of(IEnumerable<string> terms)
    {
        _terms.Dispose();
        _terms = terms.GetEnumerator();
        return this;
    }

    public override bool IncrementToken()
    {
        ClearAttributes();
        if (!_terms.MoveNext())
            return false;
        _term.Append(_terms.Current);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _terms.Dispose();
        base.Dispose(disposing);
    }
}
