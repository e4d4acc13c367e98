using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// Output of a page: the view's text is encoded to UTF-8 at once, in rented memory, and cached fragments are referenced without a copy. Nothing is
/// sent before the end, so that a failing view can still become an error page.
/// </summary>
/// <param name="line">Target of <see cref="FlushAsync()"/>; null for a part of another page, which is passed to <see cref="Append"/>.</param>
public sealed class PageWriter(Stream? line) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Bytes rented at a time: most pages take three to eight of them.</summary>
    private const int Room = 16 * 1024;

    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    private readonly List<byte[]> _rented = [];
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private byte[] _room = [];
    private int _start, _end;
    private char _half;

    public override Encoding Encoding => Utf8WithoutMark;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (_half != 0 && !buffer.IsEmpty)
            buffer = WriteWhole(buffer);
        while (!buffer.IsEmpty)
        {
            var status = Utf8.FromUtf16(buffer, _room.AsSpan(_end), out var read, out var written, replaceInvalidSequences: true, isFinalBlock: false);
            _end += written;
            buffer = buffer[read..];
            if (status == OperationStatus.DestinationTooSmall)
                Rent();
            else if (status == OperationStatus.NeedMoreData)
            {
                _half = buffer[0];
                return;
            }
        }
    }

    /// <summary>Adds a cached fragment without copying it.</summary>
    public void Write(CachedHtml text)
    {
        Cut();
        _parts.Add(text.Memory);
    }

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    /// <summary>Moves the content of a part to this page; the part is empty afterwards.</summary>
    public void Append(PageWriter part)
    {
        Cut();
        part.Cut();
        _parts.AddRange(part._parts);
        _rented.AddRange(part._rented);
        part._parts.Clear();
        part._rented.Clear();
        (part._room, part._start, part._end) = ([], 0, 0);
    }

    public override void Flush()
    {
        Cut();
        if (line is null)
            return;
        foreach (var part in _parts)
            line.Write(part.Span);
        _parts.Clear();
    }

    public override async Task FlushAsync()
    {
        Cut();
        if (line is null)
            return;
        foreach (var part in _parts)
            await line.WriteAsync(part);
        _parts.Clear();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => FlushAsync();

    protected override void Dispose(bool disposing)
    {
        foreach (var room in _rented)
            ArrayPool<byte>.Shared.Return(room);
        _rented.Clear();
        _parts.Clear();
        (_room, _start, _end) = ([], 0, 0);
        base.Dispose(disposing);
    }

    /// <summary>Completes a surrogate pair that an earlier call began; returns the rest.</summary>
    private ReadOnlySpan<char> WriteWhole(ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> whole = [_half, rest[0]];
        _half = '\0';
        if (!char.IsLowSurrogate(rest[0]))
            whole = [(char)Rune.ReplacementChar.Value, rest[0]];
        Write(whole);
        return rest[1..];
    }

    private void Rent()
    {
        Cut();
        _room = ArrayPool<byte>.Shared.Rent(Room);
        _rented.Add(_room);
        _start = _end = 0;
    }

    private void Cut()
    {
        if (_end > _start)
            _parts.Add(_room.AsMemory(_start, _end - _start));
        _start = _end;
    }
}
