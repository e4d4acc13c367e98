using System.Buffers;
using System.IO.Compression;

namespace BaiguStore.Web.Compression;

/// <summary>
/// Brotli in independently compressed parts that can be concatenated in any order: a fragment on many pages is compressed once. A stream is the <see
/// cref="Header"/>, its parts, and the <see cref="End"/>.
/// </summary>
/// <remarks>Works for the two fastest levels only: their output uses no static dictionary, no cached distances and no context of preceding bytes, so
/// it is valid after any other part. A flush aligns it to a byte boundary (RFC 7932, sections 4, 9 and 10).</remarks>
public static class BrotliParts
{
    /// <summary>
    /// Brotli's fastest level. From level 1 on the encoder's tables are so large that the operating system maps and clears them for every page, which
    /// costs more than the compression itself.
    /// </summary>
    public const int Quickly = 0;

    public const int Window = 22;

    /// <summary>Overhead of a block beside its text: prefix codes and the end of each flush.</summary>
    private const int Margin = 1_024;

    /// <summary>Up to so many bytes a part is stored uncompressed: its prefix codes would take more than compression saves.</summary>
    private const int Stored = 128;

    /// <summary>The window size, followed by an empty block as padding to a full byte.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = MakeHeader();

    /// <summary>An empty last block: both of its bits set.</summary>
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

    /// <summary>Maximum size of a compressed part.</summary>
    public static int RoomFor(int length) => BrotliEncoder.GetMaxCompressedLength(length) + Margin;

    /// <param name="packed">At least <see cref="RoomFor"/> bytes.</param>
    /// <returns>Number of bytes written.</returns>
    public static int Pack(ReadOnlySpan<byte> text, Span<byte> packed)
    {
        if (text.Length <= Stored)
            return Store(text, packed);
        using var encoder = new BrotliEncoder(Quickly, Window);
        Ensure(encoder.Flush(packed, out _)); // a header, which the stream has already: overwritten
        Ensure(encoder.Compress(text, packed, out var read, out var length, isFinalBlock: false));
        Ensure(encoder.Flush(packed[length..], out var rest));
        return read == text.Length ? length + rest : throw Failed();
    }

    /// <summary>
    /// An uncompressed block: not the last (1 bit), length in four nibbles (2 bits), length minus one (16), uncompressed (1); then whole bytes (RFC
    /// 7932, section 9.2).
    /// </summary>
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
