using System.IO.Compression;
using System.Net;
using System.Reflection;
using BaiguStore.Web.Areas.Admin.Controllers;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Controllers.Account;
using BaiguStore.Web.Controllers.Api;
using BaiguStore.Web.Design;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Tests.Comments;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.Extensions.DependencyInjection;
using InquiriesController = BaiguStore.Web.Controllers.InquiriesController;

namespace BaiguStore.Web.Tests.Guards;

public sealed class CacheTests
{
    /// <summary>GET actions that are not cached, each with its reason.</summary>
    private static readonly Dictionary<string, string> NotKept = new()
    {
        [$"{nameof(SearchApiController)}.{nameof(SearchApiController.Show)}"] = "the same for programs",
        [$"{nameof(SearchApiController)}.{nameof(SearchApiController.Suggest)}"] = "answered from memory, and as endless",
        [$"{nameof(SearchController)}.{nameof(SearchController.Show)}"] = "what people type is endless; an entry for each would push the pages out",
        [$"{nameof(InquiriesController)}.{nameof(InquiriesController.Show)}"] = "a list is its visitor's own, and there are as many as part numbers and quantities",
        [$"{nameof(ComparisonsController)}.{nameof(ComparisonsController.Show)}"] = "there are as many as sets of products",
        [$"{nameof(ComparisonsController)}.{nameof(ComparisonsController.Download)}"] = "the same as a file",
        [$"{nameof(SentInquiriesController)}.{nameof(SentInquiriesController.Show)}"] = "for who has its address",
        [$"{nameof(SentInquiriesController)}.{nameof(SentInquiriesController.Table)}"] = "for who has its address",
        [$"{nameof(ArticlePreviewsController)}.{nameof(ArticlePreviewsController.Show)}"] = "a draft, for who was given the link",
        [$"{nameof(ProductPreviewsController)}.{nameof(ProductPreviewsController.Show)}"] = "the same of a product",
        [$"{nameof(PictureFilesController)}.{nameof(PictureFilesController.Show)}"] = "browsers keep pictures for good; in here they would push the pages out",
        [$"{nameof(LanguagesController)}.{nameof(LanguagesController.Choose)}"] = "sets the visitor's cookie",
        [$"{nameof(DesignController)}.{nameof(DesignController.Show)}"] = "for developers; an edited stylesheet shows at once",
        [$"{nameof(ErrorsController)}.{nameof(ErrorsController.Show)}"] = "may hold what somebody typed",
    };

    [Theory]
    [InlineData("/")]
    [InlineData("/articles/intel-vt")]
    [InlineData("/c/huawei")]
    [InlineData("/api/v1/categories")]
    [InlineData("/feed.xml")]
    public async Task Made_up_query_keys_leave_no_entry_and_those_of_campaigns_share_one(string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await app.IndexAsync();
        using var first = await visitor.AnswerAsync(url);
        var body = await first.TextAsync();
        var pages = app.Services.GetRequiredService<PageCacheStore>();
        var kept = pages.Count;
        var random = new Random(1);

        for (var n = 0; n < 100; n++)
        {
            using var madeUp = await visitor.AnswerAsync($"{url}?k{random.NextInt64():x}={random.NextInt64():x}");
            Assert.Equal((HttpStatusCode.OK, null), (madeUp.StatusCode, madeUp.Headers.Age));
            using var campaign = await visitor.AnswerAsync($"{url}?utm_{random.NextInt64():x}={random.NextInt64():x}&from=singlemessage&isappinstalled=0");
            Assert.Equal((HttpStatusCode.OK, 0, body), (campaign.StatusCode, campaign.Queries(), await campaign.TextAsync()));
            Assert.NotNull(campaign.Headers.Age);
        }
        Assert.Equal(kept, pages.Count);
    }

    [Theory]
    [InlineData("/articles?page=1", "/articles?page=2")]
    [InlineData("/", "/?lang=en")]
    [InlineData("/c/huawei-switch?sort=name", "/c/huawei-switch?sort=price")]
    [InlineData("/c/huawei-switch?size=24", "/c/huawei-switch?size=48")]
    [InlineData("/api/v1/products?category=huawei-switch", "/api/v1/products?category=huawei-router")]
    public async Task Query_keys_that_change_a_page_have_an_entry_each(string one, string other)
    {
        await using var app = await Reader.StoreAsync();
        for (var n = 0; n < 12; n++)
            await app.AddArticleAsync($"第 {n} 篇", $"a-{n}");
        using var visitor = app.Visitor();

        var (first, second) = (await visitor.GetStringAsync(one, TestContext.Current.CancellationToken), await visitor.GetStringAsync(other, TestContext.Current.CancellationToken));

        Assert.NotEqual(first, second);
        Assert.Equal(first, await visitor.GetStringAsync(one, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_with_a_receipt_is_never_kept()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var place = (await visitor.PostAsync(app, Reader.Article, "只给自己看的话")).Split('#')[0];
        string[] urls = [place, place + "&lang=en", Reader.Article + "?mine=x"];

        foreach (var url in urls)
        {
            using var first = await visitor.AnswerAsync(url);
            using var second = await visitor.AnswerAsync(url);
            Assert.Equal((HttpStatusCode.OK, null), (second.StatusCode, second.Headers.Age));
            Assert.True(second.Queries() > 0);
        }
        using var plain = await visitor.AnswerAsync(Reader.Article);
        Assert.DoesNotContain("只给自己看的话", await plain.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_encoding_has_its_own_entry_and_they_say_the_same()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var plain = await visitor.GetStringAsync("/articles/intel-vt", TestContext.Current.CancellationToken);

        foreach (var encoding in (string[])["br", "gzip"])
        {
            for (var round = 0; round < 2; round++)
            {
                using var answer = await visitor.AnswerAsync("/articles/intel-vt", ("Accept-Encoding", encoding));
                Assert.Equal(encoding, Assert.Single(answer.Content.Headers.ContentEncoding));
                Assert.Contains("Accept-Encoding", answer.Headers.Vary);
                Assert.Equal(round == 1, answer.Headers.Age is not null);
                await using var packed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
                await using Stream opened = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
                using var reader = new StreamReader(opened);
                Assert.Equal(plain.Length, (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Length);
            }
        }
        using var again = await visitor.AnswerAsync("/articles/intel-vt");
        Assert.Empty(again.Content.Headers.ContentEncoding);
        Assert.Equal(plain, await again.TextAsync());
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/p/nothing")]
    [InlineData("/c/huawei?page=2")]
    [InlineData("/articles?page=x")]
    public async Task Errors_are_not_kept(string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        using var first = await visitor.AnswerAsync(url);
        using var second = await visitor.AnswerAsync(url);

        Assert.InRange((int)second.StatusCode, 400, 499);
        Assert.Null(second.Headers.Age);
    }

    [Fact]
    public void Every_action_that_answers_get_is_kept_or_on_the_list_of_those_that_are_not()
    {
        var actions = typeof(Program).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ControllerBase)))
            .SelectMany(c => c.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => (Controller: c, Action: m)))
            .Where(a => a.Action.GetCustomAttributes<RouteAttribute>().Any()
                || a.Action.GetCustomAttributes<HttpMethodAttribute>().Any(m => m.HttpMethods.Contains("GET")))
            .Select(a => (Name: $"{a.Controller.Name}.{a.Action.Name}", IsKept: a.Action.IsDefined(typeof(CachedPageAttribute)) || a.Controller.IsDefined(typeof(CachedPageAttribute)),
                IsForStaff: a.Controller.IsSubclassOf(typeof(AdminController)) || a.Controller.IsSubclassOf(typeof(AccountController))))
            .ToList();

        Assert.True(actions.Count >= 20);
        Assert.Equal(NotKept.Keys.Order(), actions.Where(a => !a.IsKept && !a.IsForStaff).Select(a => a.Name).Order());
        Assert.DoesNotContain(actions, a => a.IsKept && a.IsForStaff);
    }
}
