using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace BaiguStore.Web.Tests.PageCache;

/// <summary>The page cache on its own: what it holds, evicts and refuses.</summary>
public sealed class PageCacheStoreTests
{
    private const int Kilobyte = 1_024;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void It_never_holds_more_bytes_than_it_may_and_what_was_asked_for_last_stays()
    {
        var pages = Store(100 * Kilobyte);
        for (var n = 0; n < 1_000; n++)
        {
            Keep(pages, $"/{n}", 3 * Kilobyte, lastUsed: n);
            Assert.InRange(pages.Bytes, 1, 100 * Kilobyte);
        }

        Assert.InRange(pages.Count, 15, 20);
        Assert.NotNull(pages.Find(Key("/999")));
        Assert.Null(pages.Find(Key("/0")));
    }

    [Fact]
    public void A_page_that_people_ask_for_outlives_newer_ones()
    {
        var pages = Store(100 * Kilobyte);
        var loved = Keep(pages, "/loved", 3 * Kilobyte, lastUsed: 0);
        for (var n = 1; n < 200; n++)
        {
            loved.LastUsed = n;
            Keep(pages, $"/{n}", 3 * Kilobyte, lastUsed: n);
        }

        Assert.Same(loved, pages.Find(Key("/loved")));
    }

    [Fact]
    public void A_page_larger_than_the_whole_store_is_not_kept()
    {
        var pages = Store(10 * Kilobyte);
        Keep(pages, "/small", Kilobyte);
        Keep(pages, "/huge", 20 * Kilobyte);

        Assert.NotNull(pages.Find(Key("/small")));
        Assert.Null(pages.Find(Key("/huge")));
    }

    [Fact]
    public void Only_the_pages_that_show_what_changed_go()
    {
        var pages = Store(1_000 * Kilobyte);
        Keep(pages, "/p/1", Kilobyte, tags: [PageTag.Product(1), PageTag.Category(7)]);
        Keep(pages, "/p/2", Kilobyte, tags: [PageTag.Product(2), PageTag.Category(7)]);
        Keep(pages, "/c/7", Kilobyte, tags: [PageTag.Category(7)]);
        Keep(pages, "/about", Kilobyte);

        pages.Evict([PageTag.Product(1)]);
        Assert.Equal([false, true, true, true], Kept(pages, "/p/1", "/p/2", "/c/7", "/about"));
        pages.Evict([PageTag.Category(7)]);
        Assert.Equal([false, false, false, true], Kept(pages, "/p/1", "/p/2", "/c/7", "/about"));
        pages.EvictAll();
        Assert.Equal((0, 0L), (pages.Count, pages.Bytes));
    }

    [Fact]
    public async Task A_page_begun_before_a_change_of_what_it_shows_is_sent_but_never_kept()
    {
        var pages = Store(1_000 * Kilobyte);
        var (touched, untouched) = (pages.Begin(Key("/p/1"), out _), pages.Begin(Key("/p/2"), out _));
        pages.Evict([PageTag.Product(1)]);
        pages.End(touched, Page(Kilobyte, [PageTag.Product(1)]));
        pages.End(untouched, Page(Kilobyte, [PageTag.Product(2)]));
        var last = pages.Begin(Key("/p/3"), out _);
        pages.EvictAll();
        pages.End(last, Page(Kilobyte, []));

        Assert.Equal([false, false, false], Kept(pages, "/p/1", "/p/2", "/p/3")); // the last change evicts every page
        Assert.NotNull(await touched.Outcome.Task);
        Keep(pages, "/p/1", Kilobyte, tags: [PageTag.Product(1)]);
        Assert.NotNull(pages.Find(Key("/p/1")));
    }

    [Fact]
    public async Task While_one_makes_a_page_the_others_wait_for_it()
    {
        var pages = Store(1_000 * Kilobyte);
        var making = pages.Begin(Key("/"), out var first);
        var same = pages.Begin(Key("/"), out var second);
        var page = Page(Kilobyte, []);
        pages.End(making, page);
        pages.Begin(Key("/"), out var third);

        Assert.Equal((true, false, true), (first, second, third));
        Assert.Same(page, await same.Outcome.Task);
    }

    [Fact]
    public void A_page_lasts_an_hour()
    {
        var pages = Store(1_000 * Kilobyte);
        Keep(pages, "/", Kilobyte);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(pages.Find(Key("/")));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(pages.Find(Key("/")));
    }

    private PageCacheStore Store(long bytes) => new(new(bytes), _clock);

    private CachedPage Keep(PageCacheStore pages, string path, int bytes, long lastUsed = 0, PageTag[]? tags = null)
    {
        var page = Page(bytes, tags ?? []);
        page.LastUsed = lastUsed;
        pages.End(pages.Begin(Key(path), out _), page);
        return page;
    }

    private CachedPage Page(int bytes, PageTag[] tags) => CachedPage.From(new DefaultHttpContext().Response, new byte[bytes], tags, null, _clock.GetUtcNow());

    private static PageKey Key(string path) => new(path, "", "", "zh-CN", "br");

    private static bool[] Kept(PageCacheStore pages, params string[] paths) => Array.ConvertAll(paths, p => pages.Find(Key(p)) is not null);
}
