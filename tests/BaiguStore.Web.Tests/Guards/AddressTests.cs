using System.Net;
using BaiguStore.Web.Tests.Comments;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Unusual URLs and host names. On a real port, because a client library would normalize them.</summary>
public sealed class AddressTests(StoreOnPort store) : IClassFixture<StoreOnPort>
{
    [Theory]
    [InlineData("/..%2f..%2fetc/passwd", 404)]
    [InlineData("/articles/..%2Fappsettings.json", 404)]
    [InlineData("/css/..%5c..%5cappsettings.json", 404)]
    [InlineData("/css/..\\..\\appsettings.json", 404)]
    [InlineData("/figures/..\\vendors.svg", 404)]
    [InlineData("/../../appsettings.json", 404)]
    [InlineData("/css/%2e%2e/%2e%2e/appsettings.json", 404)]
    [InlineData("/c/%5c%5cevil", 404)]
    [InlineData("/p/a%2fb", 404)]
    [InlineData("/p/%FF%FE", 400)]
    [InlineData("/p/%C0%AF", 400)]
    [InlineData("/p/%ED%A0%80", 400)]
    [InlineData("/search?q=%FF", 400)]
    [InlineData("/search?q=%00", 400)]
    [InlineData("/search?%C3%28=x", 400)]
    [InlineData("/search?q=%ED%BF%BF", 400)]
    [InlineData("/search?q=%EF%BF%BD", 400)]
    public async Task An_address_that_climbs_or_is_not_text_gets_an_error_page(string target, int status)
    {
        var (code, answer) = await Shop.RawAsync(store.Address, target);

        Assert.Equal(status, (int)code);
        Assert.Contains($"<p class=\"error-page__status\">{status}</p>", answer, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("site-header", answer, StringComparison.Ordinal);
        Assert.Contains($"{QueryCounter.Header}: 0", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("AllowedHosts", answer, StringComparison.Ordinal);
    }

    /// <summary>Kestrel itself refuses NUL, before our code runs.</summary>
    [Theory]
    [InlineData("/p/%00")]
    [InlineData("/articles/intel-vt%00.html")]
    public async Task A_path_with_nul_is_refused(string target) =>
        Assert.Contains((int)(await Shop.RawAsync(store.Address, target)).Status, (int[])[400, 404]);

    [Theory]
    [InlineData("/p/")]
    [InlineData("/c/")]
    [InlineData("/articles/")]
    [InlineData("/figures/")]
    [InlineData("/api/v1/products/")]
    public async Task A_very_long_slug_is_refused_without_a_query(string path)
    {
        var server = await Shop.RawAsync(store.Address, path + new string('a', 10_000)); // above the server's own limit
        var guard = await Shop.RawAsync(store.Address, path + new string('a', 5_000));
        var slug = await Shop.RawAsync(store.Address, path + new string('a', 3_000));

        Assert.Equal((HttpStatusCode.RequestUriTooLong, HttpStatusCode.RequestUriTooLong, HttpStatusCode.NotFound), (server.Status, guard.Status, slug.Status));
        Assert.Contains($"{QueryCounter.Header}: 0", guard.Answer, StringComparison.Ordinal);
        Assert.Contains($"{QueryCounter.Header}: 0", slug.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_encoded_twice_is_decoded_once() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Shop.RawAsync(store.Address, "/articles/%252e%252e%252fintel-vt")).Status);

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost@evil.example")]
    [InlineData("xn--localhost")]
    public async Task A_foreign_host_is_a_bad_request(string host)
    {
        var (status, answer) = await Shop.RawAsync(store.Address, "/", host: host);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.DoesNotContain("site-header", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_visitor_says_a_proxy_said_is_ignored()
    {
        const string Forwarded = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Prefix: /evil\r\nX-Original-URL: /error/500\r\nForwarded: host=evil.example;proto=https\r\n";

        var (status, answer) = await Shop.RawAsync(store.Address, "/language/en?returnUrl=%2Farticles", Forwarded);
        var page = await Shop.RawAsync(store.Address, "/articles?page=1", Forwarded);

        Assert.Equal(HttpStatusCode.Found, status);
        Assert.Contains("Location: /articles\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Set-Cookie: lang=en", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("evil", answer + page.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forwarded_host_does_not_make_a_foreign_post_ours()
    {
        var (status, _) = await Shop.RawAsync(
            store.Address, Reader.Article + "/comments", "Origin: https://evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nContent-Length: 0\r\n", "POST");

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Theory]
    [InlineData("/", "localhost:99999")]
    [InlineData("/sitemap.xml", "localhost:99999")]
    [InlineData("/feed.xml", "127.0.0.1:65536")]
    [InlineData("/robots.txt", "localhost:999999999999999999999")]
    public async Task A_port_that_cannot_be_is_a_bad_request(string target, string host) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Shop.RawAsync(store.Address, target + "?fresh=1", host: host)).Status);

    [Theory]
    [InlineData("/articles/preview/%09")]
    [InlineData("/articles/preview/%20%20")]
    [InlineData("/articles/preview/%0A")]
    [InlineData("/articles/preview/CfDJ8")]
    [InlineData("/articles/preview/%E5%8D%8E")]
    public async Task A_token_that_is_none_opens_nothing(string target) => Assert.Equal(HttpStatusCode.NotFound, (await Shop.RawAsync(store.Address, target)).Status);

    [Theory]
    [InlineData("%09")]
    [InlineData("%20")]
    [InlineData("%0D%0A")]
    [InlineData("%E5%8D%8E")]
    [InlineData("=")]
    public async Task A_receipt_that_is_none_shows_the_page_of_everybody(string receipt) =>
        Assert.Equal(HttpStatusCode.OK, (await Shop.RawAsync(store.Address, $"{Reader.Article}?mine={receipt}")).Status);

    [Theory]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/c/huawei?page=1", "/c/huawei?page=1")]
    [InlineData("/c/华为?q=交换机 𠮷", "/c/%E5%8D%8E%E4%B8%BA?q=%E4%BA%A4%E6%8D%A2%E6%9C%BA %F0%A0%AE%B7")]
    [InlineData("/c/x\r\nSet-Cookie: a=b", "/")]
    public async Task Choosing_a_language_leads_back_into_the_store_only(string returnUrl, string place)
    {
        var (status, answer) = await Shop.RawAsync(store.Address, "/language/en?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal(HttpStatusCode.Found, status);
        Assert.Contains($"Location: {place}\r\n", answer, StringComparison.Ordinal);
    }
}

/// <summary>A store on a real port for the tests of a class.</summary>
public sealed class StoreOnPort : IAsyncLifetime
{
    private StoreApp? _app;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await StoreApp.WithPageAsync();
        Address = _app.ListenOnPort();
    }

    public ValueTask DisposeAsync() => _app!.DisposeAsync();
}
