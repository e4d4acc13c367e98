using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using BaiguStore.Web.Compression;
using Microsoft.AspNetCore.Html;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// A piece of HTML that many pages show, ready to be sent: as UTF-8, and packed for <see cref="BrotliAtOnce"/>, which knows it by its
/// memory.
/// </summary>
public sealed class CachedHtml : PackedMemory, IHtmlContent
{
    private readonly byte[] _utf8;
    private readonly Lazy<byte[]> _packed;

    public CachedHtml(string html)
    {
        _utf8 = Encoding.UTF8.GetBytes(html);
        _packed = new(() => BrotliParts.Pack(_utf8)); // nobody asks for the pieces of pages that are kept whole
    }

    /// <summary>A part of a Brotli stream, see <see cref="BrotliParts"/>.</summary>
    public override ReadOnlyMemory<byte> Packed => _packed.Value;

    /// <summary>Bytes in memory at most, packed and not.</summary>
    public int Size => 2 * _utf8.Length;

    public override Memory<byte> Memory => CreateMemory(_utf8.Length);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (writer is PageWriter page)
            page.Write(this);
        else
            writer.Write(Encoding.UTF8.GetString(_utf8));
    }

    public override Span<byte> GetSpan() => _utf8;

    public override MemoryHandle Pin(int elementIndex = 0) => _utf8.AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
        // What Pin gives frees itself.
    }

    protected override void Dispose(bool disposing)
    {
        // Nothing is held that the collector does not free.
    }
}
