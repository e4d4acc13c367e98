using System.Buffers;

namespace BaiguStore.Web.Compression;

/// <summary>Bytes that many pages hold, compressed once for all of them. <see cref="BrotliAtOnce"/> knows them by their memory.</summary>
public abstract class PackedMemory : MemoryManager<byte>
{
    /// <summary>The bytes as a part of a Brotli stream, see <see cref="BrotliParts"/>.</summary>
    public abstract ReadOnlyMemory<byte> Packed { get; }
}
