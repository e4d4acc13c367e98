using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BaiguStore.Core.Catalog;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>The fields of the index. Whoever changes one, or what is put into it, raises <see cref="Format"/>: every node then builds its index anew.</summary>
internal static class SearchFields
{
    public const int Format = 3;

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
    /// Columns. Each costs every product some time, so all <see cref="Search.Numbers"/> are one. Those of specs are name and first value, parted by
    /// <see cref="SpecSplit"/>; names serve the order by name.
    /// </summary>
    public const string Numbers = "numbers", Specs = "specs", Order = "order";

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

/// <summary>What is counted and sorted of a document, in one column.</summary>
/// <param name="Published">Seconds since 1970.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Numbers(DocumentKind Kind, int Id, int Version, int Published)
{
    public Numbers(DocumentKind kind, int id, int version, DateTime published)
        : this(kind, id, version, (int)new DateTimeOffset(published, TimeSpan.Zero).ToUnixTimeSeconds())
    {
    }

    public int CategoryId { get; init; }

    public int VendorId { get; init; }

    public long Price { get; init; }

    public StockState Stock { get; init; }

    /// <summary>Letters and digits of the part number, up to 255.</summary>
    public byte SkuLength { get; init; }

    public static Numbers Of(BytesRef column) => MemoryMarshal.Read<Numbers>(column.Bytes.AsSpan(column.Offset, column.Length));

    public byte[] ToBytes()
    {
        var bytes = new byte[Unsafe.SizeOf<Numbers>()];
        MemoryMarshal.Write(bytes, this);
        return bytes;
    }
}
