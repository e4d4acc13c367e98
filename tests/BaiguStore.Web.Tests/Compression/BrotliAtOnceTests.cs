using System.IO.Compression;
using System.Text;
using BaiguStore.Web.Compression;
using BaiguStore.Web.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaiguStore.Web.Tests.Compression;

public sealed class BrotliAtOnceTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static readonly BrotliSplicing Splicing = new(NullLogger<BrotliSplicing>.Instance);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 * 1024)]
    [InlineData(128 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(3_000_000)]
    public async Task What_is_written_in_pieces_of_any_size_comes_out_whole(int length)
    {
        var page = Page(length);
        using MemoryStream written = new(), writtenLater = new();

        using (var packing = new BrotliAtOnce(Splicing).CreateStream(written))
            foreach (var piece in Pieces(page))
                packing.Write(piece.Span);
        await using (var packing = new BrotliAtOnce(Splicing).CreateStream(writtenLater))
            foreach (var piece in Pieces(page))
            {
                await packing.WriteAsync(piece, Cancel);
                await packing.FlushAsync(Cancel);
            }

        Assert.Equal(page, Unpacked(written));
        Assert.Equal(page, Unpacked(writtenLater));
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_end_unless_it_is_very_long()
    {
        using var line = new MemoryStream();
        await using var packing = new BrotliAtOnce(Splicing).CreateStream(line);

        await packing.WriteAsync(Page(1024 * 1024), Cancel);
        await packing.FlushAsync(Cancel);
        var before = line.Length;
        await packing.WriteAsync(Page(1024 * 1024), Cancel);

        Assert.Equal(0, before);
        Assert.NotEqual(0, line.Length);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    [InlineData(60_000)]
    [InlineData(1_500_000)]
    public async Task Kept_pieces_stand_between_what_is_written_around_them(int length)
    {
        var piece = new CachedHtml(Encoding.ASCII.GetString(Page(length).Select(b => b < 128 ? b : (byte)'-').ToArray()));
        var around = Page(700);
        using var sent = new MemoryStream();
        using var kept = new BufferedBody();

        foreach (var body in new[] { sent, kept })
            await using (var packing = new BrotliAtOnce(Splicing).CreateStream(body))
                for (var n = 0; n < 3; n++)
                {
                    await packing.WriteAsync(around, Cancel);
                    await packing.WriteAsync(piece.Memory, Cancel);
                    await packing.WriteAsync(piece.Memory, Cancel);
                }

        byte[] expected = [.. Enumerable.Repeat<byte[]>([.. around, .. piece.Memory.Span, .. piece.Memory.Span], 3).SelectMany(p => p)];
        Assert.Equal(expected, Unpacked(sent));
        Assert.Equal(expected, Unpacked(kept));
    }

    [Fact]
    public async Task Of_a_page_with_kept_pieces_nothing_is_too_long()
    {
        var piece = new CachedHtml(new string('x', 10_000));
        var rest = Page(2_500_000);
        using var sent = new MemoryStream();

        await using (var packing = new BrotliAtOnce(Splicing).CreateStream(sent))
        {
            await packing.WriteAsync(piece.Memory, Cancel);
            foreach (var part in Pieces(rest))
                await packing.WriteAsync(part, Cancel);
        }

        Assert.Equal([.. piece.Memory.Span, .. rest], Unpacked(sent));
    }

    [Fact]
    public async Task What_is_kept_is_packed_better()
    {
        var page = Page(100_000);
        using var sent = new MemoryStream();
        using var kept = new BufferedBody();

        foreach (var body in new[] { sent, kept })
            await using (var packing = new BrotliAtOnce(Splicing).CreateStream(body))
                await packing.WriteAsync(page, Cancel);

        Assert.Equal(page, Unpacked(kept));
        Assert.True(kept.Length < sent.Length, $"{kept.Length} and {sent.Length}");
    }

    /// <summary>Text as repetitive as a page.</summary>
    internal static byte[] Page(int length)
    {
        var random = new Random(20_261_123);
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<tr><td data-label=\"\u4ef7\u683c\">{random.Next(100_000)}</td><th><a href=\"/p/{random.Next(1_000)}\">\u4ea4\u6362\u673a {random.Next(50)}</a></th></tr>");
        return Encoding.UTF8.GetBytes(text.ToString())[..length];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] page)
    {
        var random = new Random(7);
        for (var at = 0; at < page.Length;)
        {
            var length = Math.Min(random.Next(1, 60_000), page.Length - at);
            yield return page.AsMemory(at, length);
            at += length;
        }
    }

    internal static byte[] Unpacked(MemoryStream packed)
    {
        using var from = new MemoryStream(packed.ToArray());
        using var unpacking = new BrotliStream(from, CompressionMode.Decompress);
        using var page = new MemoryStream();
        unpacking.CopyTo(page);
        return page.ToArray();
    }
}
