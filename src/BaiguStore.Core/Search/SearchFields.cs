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
    public const int Format = 4;

    /// <summary>Kind and id in one ("p17"), by which a document is replaced and deleted.</summary>
    public const string Key = "key";

    /// <summary>
    /// The part number in letters and digits, whole. Where it has signs that tell models apart (`X1+`, `A/B`) also with them behind
    /// <see cref="SignedMark"/>, and the mark alone.
    /// </summary>
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

    public const string SignedMark = "=";

    /// <summary>Published or not, a product has one key: so that it takes its own place when it changes from one to the other.</summary>
    public static string KeyOf(DocumentKind kind, int id) => $"{(kind == DocumentKind.Article ? 'a' : 'p')}{id}";

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}

/// <summary>
/// The fields in which a document's terms lie. Those of unpublished products have other names, so no query of a visitor, no correction and no
/// suggestion comes across them.
/// </summary>
internal sealed class TermFields
{
    private TermFields(string prefix) => (Sku, Parts, Name, All, Text, Vendor, Words) = (prefix + SearchFields.Sku, prefix + SearchFields.Parts,
        prefix + SearchFields.Name, prefix + SearchFields.All, prefix + SearchFields.Text, prefix + SearchFields.VendorTerm, prefix + SearchFields.Words);

    public static TermFields Published { get; } = new("");

    public static TermFields Unpublished { get; } = new("unpublished-");

    public string Sku { get; }
    public string Parts { get; }
    public string Name { get; }
    public string All { get; }
    public string Text { get; }
    public string Vendor { get; }
    public string Words { get; }
}

/// <summary>What is counted and sorted of a document, in one column.</summary>
/// <param name="Published">Seconds since 1970; 0 for what is not.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Numbers(DocumentKind Kind, int Id, int Version, int Published)
{
    public Numbers(DocumentKind kind, int id, int version, DateTime? published)
        : this(kind, id, version, published is { } at ? (int)new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds() : 0)
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
