using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace BaiguStore.Web.PageCache;

/// <summary>
/// Brotli over a whole page at once: well what is to be kept, since it is made once and sent often, and quickly all else. Compressed
/// piece by piece, as it is written, a page takes twice the time and a quarter more bytes. What is longer than
/// <see cref="Longest"/> is compressed as it comes.
/// </summary>
/// <remarks>A flush sends nothing before the end; an answer that is to be read while it is written must not be compressed.</remarks>
public sealed class BrotliAtOnce : ICompressionProvider
{
    private const int Usual = 128 * 1024, Longest = 1024 * 1024;

    /// <summary>Brotli's levels. From 1 on the encoder's tables are so large that the system maps and clears them anew for every page, which costs more than compressing.</summary>
    private const int Quickly = 0, Well = 4;

    private const int UsualWindow = 22;

    public string EncodingName => "br";

    public bool SupportsFlush => false;

    public Stream CreateStream(Stream outputStream) => new Body(outputStream, outputStream is HeldBody ? Well : Quickly);

    /// <summary>Gathers in a rented buffer; ended by its disposal, once.</summary>
    private sealed class Body(Stream output, int quality) : Stream
    {
        private byte[] _gathered = ArrayPool<byte>.Shared.Rent(Usual);
        private int _length;
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
            if (_flow is null && TryGather(buffer.Span))
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

        /// <summary>All of it, in a rented buffer that takes the gathered one's place.</summary>
        private ReadOnlyMemory<byte> Pack()
        {
            var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(_length));
            if (!BrotliEncoder.TryCompress(_gathered.AsSpan(0, _length), packed, out var length, quality, UsualWindow))
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
        }

        private BrotliStream Overflow() => _flow = new(output, CompressionLevel.Fastest, leaveOpen: true);

        private bool TryGather(ReadOnlySpan<byte> more)
        {
            var length = _length + more.Length;
            if (length > Longest)
                return false;
            if (length > _gathered.Length)
                Widen(length);
            more.CopyTo(_gathered.AsSpan(_length));
            _length = length;
            return true;
        }

        private void Widen(int length)
        {
            var wider = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * _gathered.Length));
            _gathered.AsSpan(0, _length).CopyTo(wider);
            ArrayPool<byte>.Shared.Return(_gathered);
            _gathered = wider;
        }
    }
}
