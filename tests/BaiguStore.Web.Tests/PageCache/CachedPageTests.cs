using System.Net;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Tests.Comments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.PageCache;

/// <summary>Cached pages, as visitors, browsers and proxies get them.</summary>
public sealed class CachedPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/c/h3c-switch")]
    [InlineData("/api/v1/categories")]
    [InlineData("/feed.xml")]
    public async Task A_browser_that_has_the_page_hears_that_nothing_has_changed(string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        using var first = await visitor.AnswerAsync(url);
        var tag = first.Headers.ETag!.ToString();

        foreach (var known in (string[])[tag, $"W/{tag}", $"\"other\", {tag}", "*"])
        {
            using var again = await visitor.AnswerAsync(url, ("If-None-Match", known));
            Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.TextAsync()));
            Assert.Equal(tag, again.Headers.ETag!.ToString());
            Assert.NotNull(again.Headers.CacheControl);
            Assert.Contains("Accept-Encoding", again.Headers.Vary);
        }
        using var different = await visitor.AnswerAsync(url, ("If-None-Match", "\"other\""));
        Assert.Equal((HttpStatusCode.OK, await first.TextAsync()), (different.StatusCode, await different.TextAsync()));
    }

    [Fact]
    public async Task Two_nodes_give_one_page_one_tag_and_another_text_has_another()
    {
        await using var one = await StoreApp.WithPageAsync();
        await using var two = await StoreApp.WithPageAsync();
        using var here = one.Visitor();
        using var there = two.Visitor();
        using var ours = await here.AnswerAsync("/about");
        using var theirs = await there.AnswerAsync("/about");
        using var english = await here.AnswerAsync("/about?lang=en");
        using var packed = await here.AnswerAsync("/about", ("Accept-Encoding", "br"));

        Assert.Equal(ours.Headers.ETag, theirs.Headers.ETag);
        Assert.Equal(3, new[] { ours.Headers.ETag, english.Headers.ETag, packed.Headers.ETag }.Distinct().Count());
    }

    [Fact]
    public async Task A_proxy_may_hold_a_page_briefly_and_for_one_language_only()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        for (var round = 0; round < 2; round++)
        {
            using var answer = await visitor.AnswerAsync("/about", ("Accept-Encoding", "gzip"));
            var control = answer.Headers.CacheControl!;
            Assert.True(control is { Public: true, MustRevalidate: true });
            Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(5)), (control.MaxAge, control.SharedMaxAge));
            Assert.Equal(["Accept-Encoding", "Cookie"], answer.Headers.Vary.Order());
            Assert.Equal(round == 1, answer.Headers.Age is not null);
        }
    }

    [Fact]
    public async Task Fifty_visitors_of_a_cold_page_cost_one_rendering()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-5130S");
        using var visitor = app.Visitor();
        await visitor.PageAsync("/about"); // warm-up: the first page also initializes the views

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => visitor.AnswerAsync("/p/ls-5130s")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Single(answers, a => a.Queries() > 0);
        Assert.Single((await Task.WhenAll(answers.Select(a => a.TextAsync()))).Distinct());
    }

    [Fact]
    public async Task Fifty_visitors_of_a_page_that_is_not_there_all_hear_so()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => visitor.AnswerAsync("/p/not-there")));

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.NotFound, null), (a.StatusCode, a.Headers.Age)));
    }

    [Fact]
    public async Task A_new_price_makes_its_own_pages_anew_and_leaves_the_others()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        await app.AddProductAsync("h3c-router", "MSR-1");
        using var visitor = app.Visitor();
        string[] urls = ["/", "/c/h3c-switch", "/p/ls-1", "/p/ls-1/look", "/api/v1/products?category=h3c-switch", "/api/v1/products", "/c/h3c-router", "/p/msr-1", "/articles/intel-vt"];
        foreach (var url in urls)
            (await visitor.AnswerAsync(url)).Dispose();

        await app.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Sku == "LS-1", Cancel)).ListPriceFen = 99_900);

        Assert.Equal(["/", "/c/h3c-router", "/p/msr-1", "/articles/intel-vt"], await KeptAsync(visitor, urls));
        Assert.Contains("¥999", (await visitor.PageAsync("/p/ls-1")).Text(".product__price"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_product_a_new_article_and_a_new_name_show_everywhere()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        string[] urls = ["/", "/c/h3c-router", "/articles/intel-vt"];
        Func<Task>[] changes =
        [
            () => app.AddProductAsync("h3c-switch", "LS-2"),
            () => app.AddArticleAsync("新文章", "new-one"),
            () => app.ChangeAsync(async db => (await db.Categories.SingleAsync(c => c.Slug == "h3c-switch", Cancel)).Name = "改名的产品线"),
        ];
        foreach (var change in changes)
        {
            foreach (var url in urls)
                (await visitor.AnswerAsync(url)).Dispose();
            Assert.Equal(urls, await KeptAsync(visitor, urls));
            await change();
            Assert.Equal([], await KeptAsync(visitor, urls));
        }
        Assert.Contains("改名的产品线", await visitor.GetStringAsync("/articles/intel-vt", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_makes_its_own_page_anew_and_no_other()
    {
        await using var app = await StoreApp.WithPageAsync(("Comments:PublishAtOnce", "true"), ("Comments:MinSeconds", "0"));
        using var visitor = app.Visitor();
        string[] urls = ["/", "/articles/raid-rebuild", Reader.Article];
        foreach (var url in urls)
            (await visitor.AnswerAsync(url)).Dispose();

        await visitor.PostAsync(app, Reader.Article, "马上能看到");

        Assert.Equal(["/", "/articles/raid-rebuild"], await KeptAsync(visitor, urls));
    }

    [Theory]
    [InlineData("/articles/intel-vt?sort=", "/articles/intel-vt")]
    [InlineData("/articles?comments=", "/articles")]
    [InlineData("/p/ls-1?page=", "/p/ls-1")]
    [InlineData("/c/h3c-switch?category=", "/c/h3c-switch")]
    [InlineData("/?size=", "/")]
    [InlineData("/api/v1/categories?page=", "/api/v1/categories")]
    public async Task Values_of_a_key_that_the_page_does_not_read_leave_nothing(string said, string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        using var visitor = app.Visitor();
        (await visitor.AnswerAsync(url)).Dispose();
        var pages = app.Services.GetRequiredService<PageCacheStore>();
        var kept = pages.Count;

        for (var n = 1; n <= 5; n++)
        {
            using var answer = await visitor.AnswerAsync(said + n);
            Assert.Equal((HttpStatusCode.OK, null), (answer.StatusCode, answer.Headers.Age));
        }

        Assert.Equal(kept, pages.Count);
    }

    [Theory]
    [InlineData("/articles?page=1")]
    [InlineData("/articles/intel-vt?comments=1")]
    [InlineData("/p/ls-1?comments=1")]
    [InlineData("/c/h3c-switch?page=1&size=48&sort=price")]
    [InlineData("/api/v1/products?category=h3c-switch&page=1&size=5")]
    [InlineData("/api/v1/articles?page=1&size=5")]
    public async Task A_page_is_kept_under_the_keys_that_it_reads(string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        await app.IndexAsync();
        using var visitor = app.Visitor();

        (await visitor.AnswerAsync(url)).Dispose();
        using var again = await visitor.AnswerAsync(url);

        Assert.Equal((HttpStatusCode.OK, 0), (again.StatusCode, again.Queries()));
        Assert.NotNull(again.Headers.Age);
    }

    [Fact]
    public async Task A_filtered_list_is_not_kept_however_its_address_is_written()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-1");
        await app.IndexAsync();
        using var visitor = app.Visitor();

        var filtered = await visitor.PageAsync("/c/h3c-switch?stock=OutOfStock");
        var whole = await visitor.PageAsync("/c/h3c-switch");

        Assert.Null(filtered.QuerySelector(".product-table tbody tr"));
        Assert.NotNull(whole.QuerySelector(".product-table tbody tr"));
    }

    [Theory]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("BR", "br")]
    [InlineData("deflate, gzip;q=0.5", "gzip")]
    [InlineData("br;q=0.0, gzip;q=0.000", null)]
    [InlineData("zstd", null)]
    [InlineData("x-brother", null)]
    [InlineData("*", "br")]
    [InlineData("gzip, *;q=0", "gzip")]
    [InlineData("*;q=0.5, br;q=0", "gzip")]
    [InlineData("br;q=0, gzip;q=0, *", null)]
    public async Task What_a_browser_does_not_take_it_does_not_get_of_any_page(string accepted, string? encoding)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        foreach (var url in (string[])["/about", "/about", "/about?x=y", "/search", "/api/v1/search?q=x"])
        {
            using var answer = await visitor.AnswerAsync(url, ("Accept-Encoding", accepted));
            Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        }
    }

    [Fact]
    public async Task Head_is_answered_from_what_is_kept()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var page = await visitor.GetByteArrayAsync("/about", Cancel);

        using var head = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/about"), Cancel);

        Assert.Equal((HttpStatusCode.OK, (long?)page.Length, 0), (head.StatusCode, head.Content.Headers.ContentLength, head.Queries()));
        Assert.NotNull(head.Headers.Age);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Without_room_nothing_is_kept_and_everything_is_answered()
    {
        await using var app = await StoreApp.WithPageAsync((PageCacheSettings.Key, "0"));
        using var visitor = app.Visitor();

        for (var round = 0; round < 2; round++)
        {
            using var answer = await visitor.AnswerAsync("/articles/intel-vt");
            Assert.Equal((HttpStatusCode.OK, null), (answer.StatusCode, answer.Headers.Age));
            Assert.True(answer.Queries() > 0);
        }
    }

    [Fact]
    public async Task A_megabyte_of_room_is_never_exceeded()
    {
        await using var app = await StoreApp.WithPageAsync((PageCacheSettings.Key, "1"));
        using var visitor = app.Visitor();
        var pages = app.Services.GetRequiredService<PageCacheStore>();

        var articles = await app.ReadAsync(db => db.Articles.Published().Select(a => a.Slug).ToListAsync(Cancel));
        string[] languages = ["zh-CN", "en"], encodings = ["identity", "gzip", "br"];

        foreach (var (slug, language, encoding) in articles.SelectMany(a => languages.SelectMany(l => encodings.Select(e => (a, l, e)))))
        {
            (await visitor.AnswerAsync($"/articles/{slug}?lang={language}", ("Accept-Encoding", encoding))).Dispose();
            Assert.InRange(pages.Bytes, 1, 1_024 * 1_024);
        }
        Assert.True(pages.Count < articles.Count * 6, "Nothing has gone: the room was never too small.");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("much")]
    [InlineData("1000000")]
    public void A_room_that_makes_no_sense_stops_the_start(string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(PageCacheSettings.Key, text)]).Build();

        Assert.Equal(PageCacheSettings.Key, Assert.Throws<BadSettingException>(() => PageCacheSettings.Read(configuration)).Key);
    }

    [Fact]
    public async Task A_store_that_listens_visits_its_own_pages_before_others_do()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = new HttpClient { BaseAddress = app.ListenOnPort() };
        var pages = app.Services.GetRequiredService<PageCacheStore>();
        var expected = app.Tree.All.Count() + 2;
        await Patience.UntilAsync(() => Task.FromResult(pages.Count >= expected));

        using var home = await visitor.AnswerAsync("/", ("Accept-Encoding", "br"));
        using var line = await visitor.AnswerAsync("/c/huawei-switch", ("Accept-Encoding", "br"));

        Assert.True(home.Headers.Age is not null && line.Headers.Age is not null);
    }

    private static async Task<List<string>> KeptAsync(HttpClient visitor, IEnumerable<string> urls)
    {
        List<string> kept = [];
        foreach (var url in urls)
        {
            using var answer = await visitor.AnswerAsync(url);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            if (answer.Headers.Age is not null)
                kept.Add(url);
        }
        return kept;
    }
}
