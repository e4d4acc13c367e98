using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Lucene.Net.Documents;
using Lucene.Net.Util;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>What the index takes in of a product.</summary>
internal sealed record IndexedProduct(
    int Id, int Version, string Sku, string SkuKey, string Slug, string Name, string Summary, string Description, List<Spec> Specs, int CategoryId, int VendorId,
    long PriceOrder, StockState Stock, DateTime PublishedAt);

/// <summary>What the index takes in of an article.</summary>
internal sealed record IndexedArticle(int Id, int Version, string Title, string Summary, string Body, List<string> Tags, DateTime PublishedAt);

internal static class SearchReads
{
    extension(IQueryable<Product> products)
    {
        public IQueryable<IndexedProduct> ForIndex() => products.AsNoTracking().Published().OrderBy(p => p.Id).Select(p => new IndexedProduct(
            p.Id, p.Version, p.Sku, p.SkuKey, p.Slug, p.Name, p.Summary, p.Description, p.Specs, p.CategoryId, p.VendorId, p.PriceOrder, p.Stock, p.PublishedAt!.Value));
    }

    extension(IQueryable<Article> articles)
    {
        public IQueryable<IndexedArticle> ForIndex() => articles.AsNoTracking().Published().OrderBy(a => a.Id).Select(a =>
            new IndexedArticle(a.Id, a.Version, a.Title, a.Summary, a.Body, a.Tags, a.PublishedAt!.Value));
    }
}

/// <summary>
/// Makes documents, over and over with the same objects: one of these for each thread that writes. What comes out is valid until the
/// next one is asked for.
/// </summary>
internal sealed class DocumentMaker : IDisposable
{
    /// <summary>Longer values are prose, which nobody ticks in a list.</summary>
    private const int MaxSpecValue = 40;

    /// <summary>Texts whose terms are kept at hand, and terms: when there are more, all of them go.</summary>
    private const int MaxKnown = 10_000, MaxTerms = 200_000;

    private readonly TermStream _names = new(), _all = new(), _texts = new(), _parts = new(), _words = new(), _key = new(), _sku = new(), _vendor = new();
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<IndexedTerm> _nameTerms = [], _allTerms = [];

    /// <summary>Specs and descriptions are shared by many products: each is taken apart once.</summary>
    private readonly Dictionary<Spec, IndexedTerm[]> _specTerms = [];
    private readonly Dictionary<string, IndexedTerm[]> _textTerms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexedTerm> _terms = new(StringComparer.Ordinal);

    public Document Make(IndexedProduct product)
    {
        Clear();
        TakeName(product.Name);
        TakeName(product.Sku);
        foreach (var spec in product.Specs)
            _allTerms.UnionWith(Known(_specTerms, spec, AddSpec));

        var document = Begin(new(DocumentKind.Product, product.Id, product.Version, product.PublishedAt)
        {
            CategoryId = product.CategoryId,
            VendorId = product.VendorId,
            Price = product.PriceOrder,
            Stock = product.Stock,
            SkuLength = (byte)Math.Min(product.SkuKey.Length, byte.MaxValue),
        });
        Terms.OfParts(product.Sku, _found);
        Terms.OfParts(product.Name, _found);
        document.Add(new Field(SearchFields.Parts, _parts.Of(Once(_found)), SearchFields.Term));
        // What both texts have is given twice, which costs less than to find it out.
        document.Add(new Field(SearchFields.Text, _texts.Of(Known(_textTerms, product.Description, Terms.OfProse).Concat(Known(_textTerms, product.Summary, Terms.OfProse))
            .Where(term => !_allTerms.Contains(term))), SearchFields.Term));
        document.Add(new Field(SearchFields.Sku, _sku.Of([new(product.SkuKey.ToLowerInvariant())]), SearchFields.Term));
        document.Add(new Field(SearchFields.VendorTerm, _vendor.Of([Shared(product.VendorId.ToString())]), SearchFields.Term));
        document.Add(new StoredField(SearchFields.Label, product.Sku));
        document.Add(new StoredField(SearchFields.Slug, product.Slug));
        document.Add(new SortedDocValuesField(SearchFields.Order, new BytesRef(product.Name)));
        foreach (var term in product.Specs.Select(FacetTerm).OfType<string>().Distinct())
            document.Add(new SortedSetDocValuesField(SearchFields.Specs, new BytesRef(term)));
        AddWords(document, product.Specs.Where(s => s.Name == "产品类型").Select(s => s.Value).Append(product.Name));
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
        _allTerms.UnionWith(_found.Select(Shared));
        var document = Begin(new(DocumentKind.Article, article.Id, article.Version, article.PublishedAt));
        AddWords(document, article.Tags.Append(article.Title));
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

    /// <summary>The part of a value that many products have in common, up to its first bracket or comma ("128GB（4×32GB）" is "128GB"); null for prose.</summary>
    public static string? FacetTerm(Spec spec)
    {
        var end = spec.Value.AsSpan().IndexOfAny("（(，,、");
        var value = end > 0 ? spec.Value[..end].TrimEnd() : spec.Value;
        if (value.Length is 0 or > MaxSpecValue || spec.Name.Length == 0 || spec.Name.Contains(SearchFields.SpecSplit, StringComparison.Ordinal))
            return null;
        return spec.Name + SearchFields.SpecSplit + (end > 0 ? value : new Spec("", value, spec.Unit).ToString());
    }

    /// <summary>A spec that says no: who looks for PoE does not want what has none.</summary>
    private static bool IsDenied(Spec spec) => spec.Value is "无" or "没有" or "不适用" || spec.Value.StartsWith("不支持", StringComparison.Ordinal);

    private void Clear()
    {
        _found.Clear();
        _nameTerms.Clear();
        _allTerms.Clear();
    }

    private void TakeName(string name)
    {
        Terms.OfText(name, _found);
        _nameTerms.UnionWith(_found.Select(Shared));
        _found.Clear();
    }

    private static void AddSpec(Spec spec, ISet<string> terms)
    {
        if (IsDenied(spec))
            return;
        Terms.OfText(spec.Name, terms);
        Terms.OfText(spec.Value + spec.Unit, terms);
        Terms.OfPorts(spec.Name, spec.Value, terms);
    }

    private IndexedTerm[] Known<T>(Dictionary<T, IndexedTerm[]> known, T text, Action<T, ISet<string>> takeApart) where T : notnull
    {
        if (known.TryGetValue(text, out var terms))
            return terms;
        HashSet<string> apart = new(StringComparer.Ordinal);
        takeApart(text, apart);
        if (known.Count == MaxKnown)
            known.Clear();
        return known[text] = [.. apart.Select(Shared)];
    }

    /// <summary>The one object for a term, by which sets know it. When all of them go, a document may be given a term twice, which Lucene takes as once.</summary>
    private IndexedTerm Shared(string term)
    {
        if (_terms.TryGetValue(term, out var shared))
            return shared;
        if (_terms.Count == MaxTerms)
        {
            _terms.Clear();
            _specTerms.Clear();
            _textTerms.Clear();
        }
        return _terms[term] = new(term);
    }

    /// <summary>Terms that hardly another document has.</summary>
    private static IEnumerable<IndexedTerm> Once(IEnumerable<string> terms) => terms.Select(term => new IndexedTerm(term));

    private Document Begin(Numbers numbers)
    {
        _allTerms.UnionWith(_nameTerms);
        return
        [
            new Field(SearchFields.Key, _key.Of([new(SearchFields.KeyOf(numbers.Kind, numbers.Id))]), SearchFields.Term),
            new Field(SearchFields.Name, _names.Of(_nameTerms), SearchFields.Term),
            new Field(SearchFields.All, _all.Of(_allTerms), SearchFields.Term),
            new BinaryDocValuesField(SearchFields.Numbers, new BytesRef(numbers.ToBytes())),
        ];
    }

    private void AddWords(Document document, IEnumerable<string> names) =>
        document.Add(new Field(SearchFields.Words, _words.Of(names.SelectMany(Terms.HanWords).Select(Shared)), SearchFields.Term));
}
