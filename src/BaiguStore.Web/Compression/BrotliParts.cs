using System.Buffers;
using System.IO.Compression;

namespace BaiguStore.Web.Compression;

/// <summary>
/// Brotli in parts that are packed on their own and put together afterwards, in any order: a piece that many pages show is packed once.
/// A stream is the <see cref="Header"/>, its parts, and the <see cref="End"/>.
/// </summary>
/// <remarks>
/// Works for the two quickest levels alone: what they write names no word of Brotli's dictionary, no distance of an earlier match and no
/// byte that stands before, and so means the same behind anything. A flush ends it at a whole byte (RFC 7932, sections 4, 9 and 10).
/// </remarks>
public static class BrotliParts
{
    /// <summary>Brotli's quickest level. From 1 on the encoder's tables are so large that the system maps and clears them anew for every page, which costs more than compressing.</summary>
    public const int Quickly = 0;

    public const int Window = 22;

    /// <summary>What a block costs besides its text: its codes; the end of each of its flushes.</summary>
    private const int Margin = 1_024;

    /// <summary>Bytes up to which a part is stored as it is: packing it would save less than its codes take.</summary>
    private const int Stored = 128;

    /// <summary>The size of the window, then an empty block that fills the byte up.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = MakeHeader();

    /// <summary>The last block, an empty one: both of its bits set.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[] { 0b11 };

    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        var room = ArrayPool<byte>.Shared.Rent(RoomFor(text.Length));
        try
        {
            return room.AsSpan(0, Pack(text, room)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Bytes that a packed text of so many takes at most.</summary>
    public static int RoomFor(int length) => BrotliEncoder.GetMaxCompressedLength(length) + Margin;

    /// <param name="packed">At least <see cref="RoomFor"/> bytes.</param>
    /// <returns>How many of them were written.</returns>
    public static int Pack(ReadOnlySpan<byte> text, Span<byte> packed)
    {
        if (text.Length <= Stored)
            return Store(text, packed);
        using var encoder = new BrotliEncoder(Quickly, Window);
        Ensure(encoder.Flush(packed, out _)); // a header that the stream has already: written over
        Ensure(encoder.Compress(text, packed, out var read, out var length, isFinalBlock: false));
        Ensure(encoder.Flush(packed[length..], out var rest));
        return read == text.Length ? length + rest : throw Failed();
    }

    /// <summary>A block that is not compressed: not the last (1 bit), a length of four half bytes (2 bits), the length less one (16), not compressed (1); then whole bytes (RFC 7932, section 9.2).</summary>
    private static int Store(ReadOnlySpan<byte> text, Span<byte> packed)
    {
        if (text.IsEmpty)
            return 0;
        var head = ((text.Length - 1) << 3) | (1 << 19);
        (packed[0], packed[1], packed[2]) = ((byte)head, (byte)(head >> 8), (byte)(head >> 16));
        text.CopyTo(packed[3..]);
        return text.Length + 3;
    }

    private static byte[] MakeHeader()
    {
        using var encoder = new BrotliEncoder(Quickly, Window);
        var header = new byte[16];
        Ensure(encoder.Flush(header, out var length));
        return header[..length];
    }

    private static void Ensure(OperationStatus status)
    {
        if (status != OperationStatus.Done)
            throw Failed();
    }

    private static InvalidOperationException Failed() => new("Brotli has written more than it says it ever does.");
}
