using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using BaiguStore.Web.Compression;
using Microsoft.AspNetCore.Html;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// An HTML fragment shared by many pages: as UTF-8, and compressed for <see cref="BrotliAtOnce"/>, which recognizes it by its memory.
/// </summary>
public sealed class CachedHtml : PackedMemory, IHtmlContent
{
    private readonly byte[] _utf8;
    private readonly Lazy<byte[]> _packed;

    public CachedHtml(string html)
    {
        _utf8 = Encoding.UTF8.GetBytes(html);
        _packed = new(() => BrotliParts.Pack(_utf8)); // lazy, because fragments of cached pages are never needed compressed
    }

    /// <summary>A part of a Brotli stream, see <see cref="BrotliParts"/>.</summary>
    public override ReadOnlyMemory<byte> Packed => _packed.Value;

    /// <summary>Maximum bytes in memory, uncompressed and compressed.</summary>
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
        // The handle of Pin frees itself.
    }

    protected override void Dispose(bool disposing)
    {
        // Managed memory only.
    }
}
