using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Lucene.Net.Documents;
using Lucene.Net.Util;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>Indexed data of a product.</summary>
internal sealed record IndexedProduct(
    int Id, int Version, string Sku, string SkuKey, string Slug, string Name, string Summary, string Description, List<Spec> Specs, int CategoryId, int VendorId,
    long PriceOrder, StockState Stock, DateTime? PublishedAt)
{
    public TermFields Fields => PublishedAt is null ? TermFields.Unpublished : TermFields.Published;
}

/// <summary>Indexed data of an article.</summary>
internal sealed record IndexedArticle(int Id, int Version, string Title, string Summary, string Body, List<string> Tags, DateTime PublishedAt);

internal static class SearchReads
{
    extension(IQueryable<Product> products)
    {
        /// <summary>All products: hidden ones are needed for the filter of staff.</summary>
        public IQueryable<IndexedProduct> ForIndex() => products.AsNoTracking().OrderBy(p => p.Id).Select(p => new IndexedProduct(
            p.Id, p.Version, p.Sku, p.SkuKey, p.Slug, p.Name, p.Summary, p.Description, p.Specs, p.CategoryId, p.VendorId, p.PriceOrder, p.Stock, p.PublishedAt));
    }

    extension(IQueryable<Article> articles)
    {
        public IQueryable<IndexedArticle> ForIndex() => articles.AsNoTracking().Published().OrderBy(a => a.Id).Select(a =>
            new IndexedArticle(a.Id, a.Version, a.Title, a.Summary, a.Body, a.Tags, a.PublishedAt!.Value));
    }
}

/// <summary>Makes Lucene documents from reused objects: one instance per writing thread. A document is valid until the next one is made.</summary>
internal sealed class DocumentMaker : IDisposable
{
    /// <summary>Longer values are prose and no facet values.</summary>
    private const int MaxSpecValue = 40;

    /// <summary>Cache sizes for texts and for terms; a full cache is cleared.</summary>
    private const int MaxKnown = 10_000, MaxTerms = 200_000;

    private readonly TermStream _names = new(), _all = new(), _texts = new(), _parts = new(), _words = new(), _key = new(), _sku = new(), _vendor = new();
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Many products share specs and descriptions: each is analyzed once.</summary>
    private readonly Dictionary<Spec, KnownSpec> _specs = [];
    private readonly Dictionary<string, IndexedTerm[]> _knownTexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexedTerm> _terms = new(StringComparer.Ordinal);

    /// <summary>Sequence number of the current document.</summary>
    private int _document;

    public Document Make(IndexedProduct product)
    {
        Clear();
        TakeName(product.Name);
        TakeName(product.Sku);
        List<BytesRef> facets = [];
        foreach (var spec in product.Specs)
        {
            var known = Known(_specs, spec, TakeApart);
            AddTo(_all, known.Terms);
            if (known.Facet is { } facet)
                facets.Add(facet);
        }
        // only terms that are in no other field; repetitions within a text count once, too
        AddTo(_texts, Known(_knownTexts, product.Description, OfProse));
        AddTo(_texts, Known(_knownTexts, product.Summary, OfProse));

        var fields = product.Fields;
        var document = Begin(fields, new(product.PublishedAt is null ? DocumentKind.Unpublished : DocumentKind.Product, product.Id, product.Version, product.PublishedAt)
        {
            CategoryId = product.CategoryId,
            VendorId = product.VendorId,
            Price = product.PriceOrder,
            Stock = product.Stock,
            SkuLength = (byte)Math.Min(product.SkuKey.Length, byte.MaxValue),
        });
        Terms.OfParts(product.Sku, _found);
        Terms.OfParts(product.Name, _found);
        foreach (var part in _found)
            _parts.Add(new(part)); // hardly shared with another document
        var key = product.SkuKey.ToLowerInvariant();
        _sku.Add(new(key));
        if (Terms.SignedOf(product.Sku) is var signed && signed != key)
        {
            _sku.Add(Shared(SearchFields.SignedMark));
            _sku.Add(new(SearchFields.SignedMark + signed));
        }
        _vendor.Add(Shared(product.VendorId.ToString()));
        document.Add(new Field(fields.Parts, _parts, SearchFields.Term));
        document.Add(new Field(fields.Text, _texts, SearchFields.Term));
        document.Add(new Field(fields.Sku, _sku, SearchFields.Term));
        document.Add(new Field(fields.Vendor, _vendor, SearchFields.Term));
        AddWords(document, fields, product.Specs.Where(s => s.Name == "产品类型").Select(s => s.Value).Append(product.Name));
        if (product.PublishedAt is null)
            return document; // unpublished products are not listed, counted or suggested
        document.Add(new StoredField(SearchFields.Label, product.Sku));
        document.Add(new StoredField(SearchFields.Slug, product.Slug));
        document.Add(new SortedDocValuesField(SearchFields.Order, new BytesRef(product.Name)));
        foreach (var facet in facets)
            document.Add(new SortedSetDocValuesField(SearchFields.Specs, facet));
        return document;
    }

    public Document Make(IndexedArticle article)
    {
        Clear();
        TakeName(article.Title);
        foreach (var tag in article.Tags)
            TakeName(tag);
        Terms.OfText(article.Summary, _found);
        Terms.OfText(article.Body, _found);
        AddTo(_all, _found.Select(Shared));
        var document = Begin(TermFields.Published, new(DocumentKind.Article, article.Id, article.Version, article.PublishedAt));
        AddWords(document, TermFields.Published, article.Tags.Append(article.Title));
        return document;
    }

    public void Dispose()
    {
        _names.Dispose();
        _all.Dispose();
        _texts.Dispose();
        _parts.Dispose();
        _words.Dispose();
        _key.Dispose();
        _sku.Dispose();
        _vendor.Dispose();
    }

    /// <summary>The term of a facet value; null for prose.</summary>
    public static string? FacetTerm(Spec spec)
    {
        var value = SpecValue.Shortened(spec);
        if (value.Length is 0 or > MaxSpecValue || spec.Name.Length == 0 || spec.Name.Contains(SearchFields.SpecSplit, StringComparison.Ordinal))
            return null;
        return spec.Name + SearchFields.SpecSplit + value;
    }

    /// <summary>A spec with a negative value: a search for PoE should not find products without it.</summary>
    private static bool IsDenied(Spec spec) => spec.Value is "无" or "没有" or "不适用" || spec.Value.StartsWith("不支持", StringComparison.Ordinal);

    private void Clear()
    {
        _document++;
        _found.Clear();
        foreach (var field in (ReadOnlySpan<TermStream>)[_names, _all, _texts, _parts, _words, _key, _sku, _vendor])
            field.Empty();
    }

    private void TakeName(string name)
    {
        Terms.OfText(name, _found);
        foreach (var text in _found)
        {
            var term = Shared(text);
            if (term.InName != _document)
                _names.Add(term);
            term.InName = _document;
        }
        AddTo(_all, _names.Terms);
        _found.Clear();
    }

    /// <summary>Adds terms that this document has nowhere else, except in its name.</summary>
    private void AddTo(TermStream field, IEnumerable<IndexedTerm> terms)
    {
        foreach (var term in terms)
        {
            if (term.InAll != _document)
                field.Add(term);
            term.InAll = _document;
        }
    }

    private KnownSpec TakeApart(Spec spec)
    {
        HashSet<string> terms = new(StringComparer.Ordinal);
        if (!IsDenied(spec))
        {
            Terms.OfText(spec.Name, terms);
            Terms.OfText(spec.Value + spec.Unit, terms);
            Terms.OfPorts(spec.Name, spec.Value, terms);
        }
        return new([.. terms.Select(Shared)], FacetTerm(spec) is { } facet ? new(facet) : null);
    }

    private IndexedTerm[] OfProse(string text)
    {
        HashSet<string> terms = new(StringComparer.Ordinal);
        Terms.OfProse(text, terms);
        return [.. terms.Select(Shared)];
    }

    private static TParts Known<T, TParts>(Dictionary<T, TParts> known, T text, Func<T, TParts> takeApart) where T : notnull
    {
        if (known.TryGetValue(text, out var parts))
            return parts;
        if (known.Count == MaxKnown)
            known.Clear();
        parts = takeApart(text);
        return known[text] = parts;
    }

    /// <summary>
    /// The shared object for a term, used for detection of duplicates. After the cache was cleared a document may get a term twice.
    /// </summary>
    private IndexedTerm Shared(string term)
    {
        if (_terms.TryGetValue(term, out var shared))
            return shared;
        if (_terms.Count == MaxTerms)
        {
            _terms.Clear();
            _specs.Clear();
            _knownTexts.Clear();
        }
        return _terms[term] = new(term);
    }

    private Document Begin(TermFields fields, Numbers numbers)
    {
        _key.Add(new(SearchFields.KeyOf(numbers.Kind, numbers.Id)));
        return
        [
            new Field(SearchFields.Key, _key, SearchFields.Term),
            new Field(fields.Name, _names, SearchFields.Term),
            new Field(fields.All, _all, SearchFields.Term),
            new BinaryDocValuesField(SearchFields.Numbers, new BytesRef(numbers.ToBytes())),
        ];
    }

    private void AddWords(Document document, TermFields fields, IEnumerable<string> names)
    {
        foreach (var word in names.SelectMany(Terms.HanWords))
            _words.Add(Shared(word));
        document.Add(new Field(fields.Words, _words, SearchFields.Term));
    }

    /// <summary>The terms of a spec, and its facet value.</summary>
    private sealed record KnownSpec(IndexedTerm[] Terms, BytesRef? Facet);
}
