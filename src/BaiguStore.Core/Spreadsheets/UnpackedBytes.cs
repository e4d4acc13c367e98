namespace BaiguStore.Core.Spreadsheets;

/// <summary>What may be unpacked from one file: asked of what its table of contents says, and counted while it is read, for that table may lie.</summary>
internal sealed class UnpackedBytes(long most)
{
    private long _told, _read;

    public void Expect(long bytes) => TableFaultException.ThrowIf((_told += bytes) > most, TableFault.TooLarge);

    public Stream Count(Stream stream) => new Counted(stream, this);

    private void Read(int bytes) => TableFaultException.ThrowIf((_read += bytes) > most, TableFault.TooLarge);

    private sealed class Counted(Stream stream, UnpackedBytes unpacked) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = stream.Read(buffer);
            unpacked.Read(count);
            return count;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
