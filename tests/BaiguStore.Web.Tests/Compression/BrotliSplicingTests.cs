using System.IO.Compression;
using System.Net;
using BaiguStore.Web.Compression;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaiguStore.Web.Tests.Compression;

/// <summary>Parts are put together only where the runtime's encoder lets them be.</summary>
public sealed class BrotliSplicingTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public void The_encoder_of_this_runtime_makes_parts_that_can_be_put_together()
    {
        var log = new Warnings();

        Assert.True(new BrotliSplicing(log).Holds);
        Assert.Empty(log.Lines);
    }

    /// <summary>A level that names words of the dictionary, earlier distances and earlier bytes; garbage; one that leaves something out; one that fails.</summary>
    [Fact]
    public void An_encoder_that_looks_beyond_its_part_is_found_out_and_said_once()
    {
        BrotliSplicing.PartEncoder[] encoders =
        [
            (text, packed) => LooksBack(2, text, packed), LooksBack, (text, packed) => LooksBack(9, text, packed),
            (_, packed) => { packed.Fill(0xA5); return packed.Length; }, (_, _) => 0, (_, _) => throw new InvalidOperationException("full"),
        ];
        foreach (var encoder in encoders)
        {
            var log = new Warnings();

            Assert.False(new BrotliSplicing(encoder, log).Holds);
            Assert.Single(log.Lines);
        }
    }

    [Fact]
    public async Task Pages_are_compressed_as_a_whole_where_parts_cannot_be_put_together()
    {
        var html = string.Concat(Enumerable.Repeat("<p>the information was available in their different languages, as a matter of course</p>", 100));
        using var piece = new BadPiece(html);
        byte[] around = [.. BrotliAtOnceTests.Page(700)];
        using var sent = new MemoryStream();

        await using (var packing = new BrotliAtOnce(new BrotliSplicing(LooksBack, NullLogger<BrotliSplicing>.Instance)).CreateStream(sent))
            for (var n = 0; n < 2; n++)
            {
                await packing.WriteAsync(around, Cancel);
                await packing.WriteAsync(piece.Memory, Cancel);
            }

        Assert.Equal([.. around, .. piece.Memory.Span, .. around, .. piece.Memory.Span], BrotliAtOnceTests.Unpacked(sent));
        Assert.False(piece.WasAsked);
    }

    [Fact]
    public async Task The_store_says_it_when_it_starts_and_its_pages_are_right()
    {
        await using var app = await StoreApp.WithPageAsync();
        var log = new Warnings();
        await using var broken = app.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.AddSingleton(new BrotliSplicing(LooksBack, log))));
        using var visitor = broken.CreateClient();
        visitor.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");

        using var answer = await visitor.GetAsync("/?not-cached=1", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        using var body = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.EndsWith("</html>", System.Text.Encoding.UTF8.GetString(BrotliAtOnceTests.Unpacked(body)).TrimEnd(), StringComparison.Ordinal);
        Assert.Single(log.Lines);
    }

    private static int LooksBack(ReadOnlySpan<byte> text, Span<byte> packed) => LooksBack(5, text, packed);

    /// <summary>The part as <see cref="BrotliParts"/> makes it, but by a level that does not keep to it.</summary>
    private static int LooksBack(int quality, ReadOnlySpan<byte> text, Span<byte> packed)
    {
        using var encoder = new BrotliEncoder(quality, BrotliParts.Window);
        encoder.Flush(packed, out _);
        encoder.Compress(text, packed, out _, out var length, isFinalBlock: false);
        encoder.Flush(packed[length..], out var rest);
        return length + rest;
    }

    /// <summary>A piece whose part means something else wherever it is put.</summary>
    private sealed class BadPiece(string html) : PackedMemory
    {
        private readonly byte[] _text = System.Text.Encoding.UTF8.GetBytes(html);

        public bool WasAsked { get; private set; }

        public override ReadOnlyMemory<byte> Packed
        {
            get
            {
                WasAsked = true;
                var packed = new byte[BrotliParts.RoomFor(_text.Length)];
                return packed.AsMemory(0, LooksBack(_text, packed));
            }
        }

        public override Span<byte> GetSpan() => _text;

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => _text.AsMemory(elementIndex).Pin();

        public override void Unpin()
        {
            // What Pin gives frees itself.
        }

        protected override void Dispose(bool disposing)
        {
            // Nothing is held.
        }
    }

    private sealed class Warnings : ILogger<BrotliSplicing>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Equal(LogLevel.Warning, logLevel);
            Lines.Add(formatter(state, exception));
        }
    }
}
