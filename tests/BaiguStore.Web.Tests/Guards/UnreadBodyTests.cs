using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>An unexpected request body is never read: reading it would need memory that no rate limit protects.</summary>
public sealed class UnreadBodyTests(StoreInProcess store) : IClassFixture<StoreInProcess>
{
    private const int Length = 3_000_000;

    [Theory]
    [InlineData("POST", "/nothing", 405)]
    [InlineData("POST", "/inquiry/nothing", 405)]
    [InlineData("POST", "/admin/nothing", 405)]
    [InlineData("POST", "/articles", 405)]
    [InlineData("POST", "/sitemap.xml", 405)]
    [InlineData("PUT", "/inquiry", 405)]
    [InlineData("PATCH", "/inquiry/lines", 405)]
    [InlineData("DELETE", "/articles/intel-vt/comments", 405)]
    [InlineData("GET", "/articles", 200)]
    [InlineData("GET", "/search", 200)]
    [InlineData("POST", "/healthz/live", 200)]
    [InlineData("POST", "/error/400", 404)]
    [InlineData("POST", "/articles/../inquiry\\", 404)]
    [InlineData("POST", "/admin/products/bulk", 302)]
    public async Task Where_no_form_is_taken_no_body_is_read(string method, string path, int status)
    {
        foreach (var type in (string[])[MediaTypeNames.Application.FormUrlEncoded, "multipart/form-data; boundary=x", MediaTypeNames.Application.Json])
        {
            using var body = new CountedBody(Length);
            var answer = await SendAsync(store.App, method, path, type, body);
            Assert.Equal((status, 0L), (answer.Response.StatusCode, body.Taken));
        }
    }

    [Theory]
    [InlineData("application/json", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", 415)]
    [InlineData("multipart/form-data; boundary=x; charset=\"utf-7\"", 415)]
    [InlineData("multipart/form-data; boundary=x; charset=gbk", 415)]
    [InlineData("application/x-www-form-urlencoded", 413)]
    public async Task What_cannot_be_a_form_is_refused_unread(string type, int status)
    {
        foreach (var path in (string[])["/articles/intel-vt/comments", "/inquiry", "/inquiry/lines", "/account/signin"])
        {
            using var body = new CountedBody(4_000_000);
            var answer = await SendAsync(store.App, "POST", path, type, body);
            Assert.Equal((status, 0L), (answer.Response.StatusCode, body.Taken));
        }
    }

    [Theory]
    [InlineData("/inquiry", 1)]
    [InlineData("/inquiry/lines", 5)]
    public async Task Who_sends_too_much_is_told_so_before_it_is_read(string path, int allowed)
    {
        await using var app = await StoreApp.WithPageAsync(("Comments:PerMinute", "1"));
        for (var n = 0; n < allowed; n++)
        {
            using var empty = new CountedBody(0);
            Assert.NotEqual(429, (await SendAsync(app, "POST", path, MediaTypeNames.Application.FormUrlEncoded, empty)).Response.StatusCode);
        }
        using var body = new CountedBody(Length);

        var answer = await SendAsync(app, "POST", path, MediaTypeNames.Application.FormUrlEncoded, body);

        Assert.Equal((429, 0L), (answer.Response.StatusCode, body.Taken));
        Assert.NotEmpty(answer.Response.Headers.RetryAfter.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7")]
    public async Task A_post_without_a_body_is_an_empty_form(string? type)
    {
        foreach (var path in (string[])["/articles/intel-vt/comments", "/inquiry", "/account/signin"])
        {
            using var body = new CountedBody(0);
            Assert.Equal(400, (await SendAsync(store.App, "POST", path, type, body)).Response.StatusCode);
        }
        using var list = new CountedBody(0);
        Assert.Equal(303, (await SendAsync(store.App, "POST", "/inquiry/lines", type, list)).Response.StatusCode);
    }

    [Fact]
    public async Task A_list_of_three_megabytes_is_read_whole_and_one_of_bytes_that_are_no_text_is_refused()
    {
        using var text = new CountedBody(Length);
        using var noise = new CountedBody(Length, Encoding.ASCII.GetBytes("%FF"));
        using var halves = new CountedBody(2_999_997, Encoding.ASCII.GetBytes("%E4%BA%A4%E6%8D%A2%E6%9C%BA")); // chunk boundaries fall inside escapes

        var read = await SendAsync(store.App, "POST", "/inquiry/lines", MediaTypeNames.Application.FormUrlEncoded, text);
        var refused = await SendAsync(store.App, "POST", "/inquiry/lines", MediaTypeNames.Application.FormUrlEncoded, noise);
        var han = await SendAsync(store.App, "POST", "/inquiry/lines", MediaTypeNames.Application.FormUrlEncoded, halves);

        Assert.Equal(((long)Length, 400), (text.Taken, refused.Response.StatusCode)); // it is a single key of three megabytes, refused because of its length
        Assert.Equal(2_999_997, halves.Taken);
        Assert.Equal(400, read.Response.StatusCode);
        Assert.Equal(400, han.Response.StatusCode);
    }

    private static Task<HttpContext> SendAsync(StoreApp app, string method, string path, string? type, CountedBody body) => app.Server.SendAsync(context =>
    {
        (context.Request.Method, context.Request.Path, context.Request.Host) = (method, path, new("localhost"));
        (context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = (type, body.Length, body);
    }, TestContext.Current.CancellationToken);

    /// <summary>Repeats the same bytes; counts how many were read.</summary>
    private sealed class CountedBody(int length, byte[]? pattern = null) : Stream
    {
        private readonly byte[] _pattern = pattern ?? "x"u8.ToArray();

        public long Taken { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var taken = (int)Math.Min(buffer.Length, length - Taken);
            for (var i = 0; i < taken; i++)
                buffer[i] = _pattern[(Taken + i) % _pattern.Length];
            Taken += taken;
            return taken;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A store without a port for the tests of a class.</summary>
public sealed class StoreInProcess : IAsyncLifetime
{
    public StoreApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await StoreApp.WithPageAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
