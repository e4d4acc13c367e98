using Lucene.Net.Documents;
using Lucene.Net.Index;

namespace BaiguStore.Core.Search;

/// <summary>The fields of the index. Whoever changes one, or what is put into it, raises <see cref="Format"/>: every node then builds its index anew.</summary>
internal static class SearchFields
{
    public const int Format = 1;

    /// <summary>Kind and id in one ("p17"), by which a document is replaced and deleted.</summary>
    public const string Key = "key";

    /// <summary>The part number in letters and digits, whole.</summary>
    public const string Sku = "sku";

    /// <summary>Part numbers from each of their parts on.</summary>
    public const string Parts = "parts";
    public const string Name = "name";

    /// <summary>Name and specs; of an article everything.</summary>
    public const string All = "all";

    /// <summary>What a product is said to be good for. Looked into only for what no name or spec has: a text on servers names switches, too.</summary>
    public const string Text = "text";

    /// <summary>Han words of names, for the lexicon.</summary>
    public const string Words = "words";

    /// <summary>Columns. Those of specs are name and first value, parted by <see cref="SpecSplit"/>; names serve the order by name.</summary>
    public const string Kind = "kind", Id = "id", Version = "version", Category = "category", Vendor = "vendor", Price = "price", Stock = "stock",
        SkuLength = "skulength", Published = "published", Specs = "specs", Order = "order";

    /// <summary>Kept to be shown by suggestions: the part number, and the product's address.</summary>
    public const string Label = "label", Slug = "slug";

    public const char SpecSplit = '\u001F';

    /// <summary>Makers are looked up as a term and sorted as a column.</summary>
    public const string VendorTerm = "maker";

    /// <summary>A term is there or not: neither how often nor where, and no length of the field.</summary>
    public static readonly FieldType Term = Frozen(new FieldType { IsIndexed = true, IsTokenized = true, OmitNorms = true, IndexOptions = IndexOptions.DOCS_ONLY });

    public static string KeyOf(DocumentKind kind, int id) => $"{(kind == DocumentKind.Product ? 'p' : 'a')}{id}";

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}
