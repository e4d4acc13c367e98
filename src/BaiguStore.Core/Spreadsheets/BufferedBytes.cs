namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// Takes what a zip archive writes, which is written while it waits, and hands it on without anybody waiting: an answer's stream refuses the first.
/// </summary>
internal sealed class BufferedBytes : Stream
{
    private const int Enough = 65_536;

    private readonly MemoryStream _held = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <param name="all">Otherwise only where it is worth the way.</param>
    public async Task MoveToAsync(Stream stream, CancellationToken cancel, bool all = false)
    {
        if (!all && _held.Length < Enough)
            return;
        await stream.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancel);
        _held.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);
    public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _held.Dispose();
        base.Dispose(disposing);
    }
}
