using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.ResponseCompression;

namespace BaiguStore.Web.Compression;

/// <summary>
/// Brotli compression of a whole page at once: high quality for cached pages, because they are compressed once and sent often, and fast for all
/// others. Compressing in chunks as they are written would take twice the time and a quarter more bytes. In fast mode only the parts between cached
/// fragments are compressed, if <see cref="BrotliSplicing"/> holds: see <see cref="BrotliParts"/>. A page longer than <see cref="Longest"/> is
/// compressed as a stream.
/// </summary>
/// <remarks>Flush sends nothing before the end; a response that is read while being written must not be compressed.</remarks>
public sealed class BrotliAtOnce(BrotliSplicing splicing) : ICompressionProvider
{
    private const int Usual = 128 * 1024, Longest = 1024 * 1024;

    /// <summary>Bytes from which a cached fragment is worth a part of its own.</summary>
    private const int Part = 4 * 1024;

    private const int Well = 4;

    public string EncodingName => "br";

    public bool SupportsFlush => false;

    public Stream CreateStream(Stream outputStream) => outputStream is BufferedBody ? new Body(outputStream, Well, splices: false)
        : new Body(outputStream, BrotliParts.Quickly, splicing.Holds);

    /// <summary>Collects the page in a rented buffer; compresses and sends it when disposed.</summary>
    private sealed class Body(Stream output, int quality, bool splices) : Stream
    {
        private byte[] _gathered = ArrayPool<byte>.Shared.Rent(Usual);
        private int _length;
        private byte[]? _parts;
        private int _partsLength;
        private BrotliStream? _flow;
        private bool _isEnded;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => !_isEnded;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_flow is null && !TryGather(buffer))
                Overflow().Write(_gathered, 0, _length);
            _flow?.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_flow is null && (TryTake(buffer) || TryGather(buffer.Span)))
                return;
            if (_flow is null)
                await Overflow().WriteAsync(_gathered.AsMemory(0, _length), cancellationToken);
            await _flow!.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            if (_flow is not null)
                await _flow.DisposeAsync();
            else if (!_isEnded)
                await output.WriteAsync(Pack());
            End();
            await base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _flow?.Dispose();
                if (_flow is null && !_isEnded)
                    output.Write(Pack().Span);
                End();
            }
            base.Dispose(disposing);
        }

        /// <summary>Uses the compressed form of a cached fragment.</summary>
        private bool TryTake(ReadOnlyMemory<byte> buffer)
        {
            if (!splices || buffer.Length < Part || !MemoryMarshal.TryGetMemoryManager<byte, PackedMemory>(buffer, out var kept))
                return false;
            PackPart();
            Add(kept.Packed.Span);
            return true;
        }

        /// <summary>Compresses what was written since the last part.</summary>
        private void PackPart()
        {
            if (_parts is null)
            {
                _parts = ArrayPool<byte>.Shared.Rent(Usual / 2);
                Add(BrotliParts.Header.Span);
            }
            if (_length > 0)
                _partsLength += BrotliParts.Pack(_gathered.AsSpan(0, _length), RoomForPart(BrotliParts.RoomFor(_length)));
            _length = 0;
        }

        private void Add(ReadOnlySpan<byte> packed)
        {
            packed.CopyTo(RoomForPart(packed.Length));
            _partsLength += packed.Length;
        }

        private Span<byte> RoomForPart(int length)
        {
            if (_partsLength + length > _parts!.Length)
                _parts = Widened(_parts, _partsLength, _partsLength + length);
            return _parts.AsSpan(_partsLength);
        }

        private ReadOnlyMemory<byte> Pack()
        {
            if (_parts is null)
                return PackWhole();
            PackPart();
            Add(BrotliParts.End.Span);
            return _parts.AsMemory(0, _partsLength);
        }

        /// <summary>The compressed page, in a rented buffer that replaces the collected one.</summary>
        private ReadOnlyMemory<byte> PackWhole()
        {
            var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(_length));
            if (!BrotliEncoder.TryCompress(_gathered.AsSpan(0, _length), packed, out var length, quality, BrotliParts.Window))
                throw new InvalidOperationException("Brotli has written more than it says it ever does.");
            ArrayPool<byte>.Shared.Return(_gathered);
            _gathered = packed;
            return packed.AsMemory(0, length);
        }

        private void End()
        {
            if (_isEnded)
                return;
            _isEnded = true;
            ArrayPool<byte>.Shared.Return(_gathered);
            if (_parts is not null)
                ArrayPool<byte>.Shared.Return(_parts);
        }

        private BrotliStream Overflow() => _flow = new(output, CompressionLevel.Fastest, leaveOpen: true);

        private bool TryGather(ReadOnlySpan<byte> more)
        {
            var length = _length + more.Length;
            if (length > Longest && _parts is null)
                return false;
            if (length > Longest)
            {
                PackPart();
                length = more.Length;
            }
            if (length > _gathered.Length)
                _gathered = Widened(_gathered, _length, length);
            more.CopyTo(_gathered.AsSpan(_length));
            _length = length;
            return true;
        }

        private static byte[] Widened(byte[] buffer, int used, int length)
        {
            var wider = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * buffer.Length));
            buffer.AsSpan(0, used).CopyTo(wider);
            ArrayPool<byte>.Shared.Return(buffer);
            return wider;
        }
    }
}
