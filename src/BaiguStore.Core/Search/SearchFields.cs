using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BaiguStore.Core.Catalog;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>
/// The fields of the index. Any change to them or their content must raise <see cref="Format"/>: then every node rebuilds its index.
/// </summary>
internal static class SearchFields
{
    public const int Format = 4;

    /// <summary>Kind and id ("p17"), used to replace and delete a document.</summary>
    public const string Key = "key";

    /// <summary>
    /// The whole part number in letters and digits. If it has distinguishing punctuation (`X1+`, `A/B`), also with that after <see
    /// cref="SignedMark"/>, and the mark alone.
    /// </summary>
    public const string Sku = "sku";

    /// <summary>Suffixes of part numbers that start at each of their parts.</summary>
    public const string Parts = "parts";
    public const string Name = "name";

    /// <summary>Name and specs; for an article everything.</summary>
    public const string All = "all";

    /// <summary>
    /// Words of the description that are not in <see cref="All"/>, since texts repeat much of it. Searched only for words that no name or spec has: a
    /// text about servers mentions switches, too.
    /// </summary>
    public const string Text = "text";

    /// <summary>Han words of names, for the lexicon.</summary>
    public const string Words = "words";

    /// <summary>
    /// Columns. Each costs time per product, so all <see cref="Search.Numbers"/> share one. Specs are name and first value, separated by <see
    /// cref="SpecSplit"/>; names are for sorting by name.
    /// </summary>
    public const string Numbers = "numbers", Specs = "specs", Order = "order";

    /// <summary>Stored for suggestions: the part number, and the product's slug.</summary>
    public const string Label = "label", Slug = "slug";

    public const char SpecSplit = '\u001F';

    /// <summary>Vendors are looked up as a term and sorted as a column.</summary>
    public const string VendorTerm = "maker";

    /// <summary>Terms without frequencies, positions and norms.</summary>
    public static readonly FieldType Term = Frozen(new FieldType { IsIndexed = true, IsTokenized = true, OmitNorms = true, IndexOptions = IndexOptions.DOCS_ONLY });

    public const string SignedMark = "=";

    /// <summary>A product has one key, published or not, so that it replaces itself when that changes.</summary>
    public static string KeyOf(DocumentKind kind, int id) => $"{(kind == DocumentKind.Article ? 'a' : 'p')}{id}";

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}

/// <summary>
/// The fields of a document's terms. Those of unpublished products have other names, so that queries, corrections and suggestions of visitors cannot
/// reach them.
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

/// <summary>Numbers of a document for counting and sorting, in one column.</summary>
/// <param name="Published">Unix time in seconds; 0 if unpublished.</param>
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

    /// <summary>Number of letters and digits of the part number, at most 255.</summary>
    public byte SkuLength { get; init; }

    public static Numbers Of(BytesRef column) => MemoryMarshal.Read<Numbers>(column.Bytes.AsSpan(column.Offset, column.Length));

    public byte[] ToBytes()
    {
        var bytes = new byte[Unsafe.SizeOf<Numbers>()];
        MemoryMarshal.Write(bytes, this);
        return bytes;
    }
}
