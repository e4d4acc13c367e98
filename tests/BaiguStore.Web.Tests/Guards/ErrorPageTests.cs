using System.Net;
using System.Text.Json;
using BaiguStore.Core.Text;
using BaiguStore.Web.Tests.Comments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;

namespace BaiguStore.Web.Tests.Guards;

public sealed class ErrorPageTests
{
    [Theory]
    [InlineData("/fails", 500, "出错了")]
    [InlineData("/fails-busy", 503, "暂时繁忙")]
    [InlineData("/fails-markdown", 400, "无法理解这个请求")]
    [InlineData("/nothing", 404, "没有这个页面")]
    [InlineData("/c/huawei?page=x", 400, "无法理解这个请求")]
    public async Task What_goes_wrong_ends_on_a_page_of_the_store(string url, int status, string title)
    {
        await using var app = await StoreApp.WithPageAsync(new FailingEndpoints());
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync(url);

        var text = await answer.TextAsync();
        var page = await answer.DocumentAsync();
        Assert.Equal((status, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal((status.ToString(System.Globalization.CultureInfo.InvariantCulture), title), (page.Text(".error-page__status"), page.Text("h1")));
        Assert.NotNull(page.QuerySelector(".site-header"));
        Assert.NotNull(page.QuerySelector("main form.search-box"));
        Assert.Equal(status >= 500, page.QuerySelector(".error-page code") is not null);
        Assert.Equal(status == 503, answer.Headers.RetryAfter is not null);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_on_the_page_stands_in_the_log()
    {
        await using var app = await StoreApp.EmptyAsync(new FailingEndpoints());
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync("/fails");

        var number = (await answer.DocumentAsync()).Text(".error-page code");
        Assert.NotEqual("", number);
        await Patience.UntilAsync(async () => (await app.LogAsync()).Split('\n').Any(line => line.Contains("GET /fails 500", StringComparison.Ordinal) && line.TrimEnd().EndsWith(number, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/api/v1/fails", 500)]
    [InlineData("/api/v1/nothing", 404)]
    public async Task Below_the_api_it_ends_in_problem_details(string url, int status)
    {
        await using var app = await StoreApp.EmptyAsync(new FailingEndpoints());
        using var visitor = app.Visitor();

        using var answer = await visitor.AnswerAsync(url);

        var text = await answer.TextAsync();
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(status, JsonDocument.Parse(text).RootElement.GetProperty("status").GetInt32());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_fails_gives_the_words_back()
    {
        await using var app = await StoreApp.WithPageAsync(new FailingEndpoints());
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article, "正文", "标题", "老赵");

        using var answer = await visitor.PostFormAsync("/fails", fields);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(("标题", "正文", "老赵"), (await answer.DocumentAsync()).Typed());
    }

    [Theory]
    [InlineData("/error/200")]
    [InlineData("/error/404")]
    [InlineData("/error/500")]
    [InlineData("/error/503")]
    [InlineData("/error/999")]
    [InlineData("/error/x")]
    public async Task There_is_no_error_page_for_what_is_no_error(string url)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await visitor.PageAsync(url, HttpStatusCode.NotFound);
    }

    /// <summary>Endpoints that fail in various ways.</summary>
    private sealed class FailingEndpoints : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapMethods("/fails", ["GET", "POST"], void () => throw new InvalidOperationException("secret"));
                endpoints.Map("/api/v1/fails", void () => throw new InvalidOperationException("secret"));
                endpoints.Map("/fails-busy", void () => throw new SqliteException("secret", 5));
                endpoints.Map("/fails-markdown", void () => throw new MarkdownRefusedException("secret"));
            });
        };
    }
}
