using System.Net;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>HEAD requests of monitors and link checkers.</summary>
public sealed class HeadTests(SampleStore store)
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/c/huawei-products?page=2", 200)]
    [InlineData("/articles/intel-vt", 200)]
    [InlineData("/search?q=S5735", 200)]
    [InlineData("/inquiry?item=x", 200)]
    [InlineData("/compare?sku=x", 200)]
    [InlineData("/about", 200)]
    [InlineData("/api/v1/categories", 200)]
    [InlineData("/figures/intel-vt-rings.svg", 200)]
    [InlineData("/img/mark.svg", 200)]
    [InlineData("/healthz/live", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/api/v1/products?page=0", 400)]
    [InlineData("/c/huawei?size=7", 400)]
    public async Task What_answers_get_answers_head_with_the_same_status_and_kind(string url, int status)
    {
        using var visitor = store.App.Visitor();
        using var head = new HttpRequestMessage(HttpMethod.Head, url);

        using var whole = await visitor.AnswerAsync(url);
        using var answer = await visitor.SendAsync(head, TestContext.Current.CancellationToken);

        Assert.Equal((status, status), ((int)whole.StatusCode, (int)answer.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_head_does_not_stand_in_for_the_page()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        for (var n = 0; n < 2; n++)
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, "/about");
            using var answer = await visitor.SendAsync(head, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.NotEmpty((await visitor.PageAsync("/about")).Text("h1"));
    }

    [Theory]
    [InlineData("DELETE", "/c/huawei")]
    [InlineData("PUT", "/articles/intel-vt")]
    [InlineData("POST", "/")]
    [InlineData("TRACE", "/")]
    public async Task Other_methods_are_refused_on_a_page_of_the_store(string method, string url)
    {
        using var visitor = store.App.Visitor();
        using var request = new HttpRequestMessage(new HttpMethod(method), url);

        using var answer = await visitor.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("405", (await answer.DocumentAsync()).Text(".error-page__status"));
    }
}
