using Lucene.Net.Documents;
using Lucene.Net.Index;

namespace BaiguStore.Core.Search;

/// <summary>The fields of the index. Whoever changes one, or what is put into it, raises <see cref="Format"/>: every node then builds its index anew.</summary>
internal static class SearchFields
{
    public const int Format = 2;

    /// <summary>Kind and id in one ("p17"), by which a document is replaced and deleted.</summary>
    public const string Key = "key";

    /// <summary>The part number in letters and digits, whole.</summary>
    public const string Sku = "sku";

    /// <summary>Part numbers from each of their parts on.</summary>
    public const string Parts = "parts";
    public const string Name = "name";

    /// <summary>Name and specs; of an article everything.</summary>
    public const string All = "all";

    /// <summary>
    /// What a product is said to be good for, as far as it is not in <see cref="All"/>: a text repeats much of it. Looked into only for what no name or
    /// spec has: a text on servers names switches, too.
    /// </summary>
    public const string Text = "text";

    /// <summary>Han words of names, for the lexicon.</summary>
    public const string Words = "words";

    /// <summary>
    /// Columns. Each costs every product some time and memory, so small numbers share one: id and version, category and maker, and what <see cref="Facts"/>
    /// holds. Those of specs are name and first value, parted by <see cref="SpecSplit"/>; names serve the order by name.
    /// </summary>
    public const string Identity = "identity", Place = "place", FactsColumn = "facts", Price = "price", Specs = "specs", Order = "order";

    /// <summary>Kept to be shown by suggestions: the part number, and the product's address.</summary>
    public const string Label = "label", Slug = "slug";

    public const char SpecSplit = '\u001F';

    /// <summary>Makers are looked up as a term and sorted as a column.</summary>
    public const string VendorTerm = "maker";

    /// <summary>A term is there or not: neither how often nor where, and no length of the field.</summary>
    public static readonly FieldType Term = Frozen(new FieldType { IsIndexed = true, IsTokenized = true, OmitNorms = true, IndexOptions = IndexOptions.DOCS_ONLY });

    public static string KeyOf(DocumentKind kind, int id) => $"{(kind == DocumentKind.Product ? 'p' : 'a')}{id}";

    public static long Pair(int high, int low) => ((long)high << 32) | (uint)low;

    public static (int High, int Low) Split(long pair) => ((int)(pair >> 32), (int)pair);

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}

/// <summary>Small numbers of a document in one column.</summary>
/// <param name="SkuLength">Up to 255.</param>
/// <param name="Published">Seconds since 1970.</param>
internal readonly record struct Facts(DocumentKind Kind, byte Stock, byte SkuLength, int Published)
{
    public long ToColumn() => SearchFields.Pair(((int)Kind << 16) | (Stock << 8) | SkuLength, Published);

    public static Facts Of(long column)
    {
        var (small, published) = SearchFields.Split(column);
        return new((DocumentKind)(small >> 16), (byte)(small >> 8), (byte)small, published);
    }
}
