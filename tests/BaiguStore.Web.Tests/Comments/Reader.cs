using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Comments;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Comments;

/// <summary>A visitor who comments, with a browser without script.</summary>
internal static class Reader
{
    public const string Article = "/articles/intel-vt", Product = "/p/m-1";

    /// <summary>A store with one product.</summary>
    public static async Task<StoreApp> StoreAsync(params (string Key, string Value)[] settings)
    {
        var app = await StoreApp.WithPageAsync(settings);
        await app.AddProductAsync("huawei-switch", "M-1");
        return app;
    }

    /// <summary>A store with one product, on a real port.</summary>
    public static async Task<StoreApp> StoreOnPortAsync()
    {
        var app = await StoreApp.WithPageAsync();
        app.ListenOnPort();
        return app;
    }

    /// <summary>A store with one product and a write timeout of one second instead of minutes.</summary>
    public static async Task<StoreApp> BusyStoreAsync()
    {
        var app = await StoreApp.WithPageAsync();
        return app.Set("ConnectionStrings:Store", $"Data Source={app.DatabaseFile};Foreign Keys=True;Default Timeout=1");
    }

    /// <summary>Opens the page, waits as long as a person needs for the form, and returns its fields.</summary>
    public static async Task<Dictionary<string, string>> FillInAsync(
        this HttpClient visitor, StoreApp app, string url, string body = "写得清楚。", string title = "", string author = "")
    {
        var page = await visitor.PageAsync(url);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        return page.CommentFields(body, title, author);
    }

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient visitor, StoreApp app, string url, string body = "写得清楚。", string title = "", string author = "") =>
        await visitor.PostFormAsync(url + "/comments", await visitor.FillInAsync(app, url, body, title, author));

    /// <summary>Posts, and returns the URL that the author is redirected to.</summary>
    public static async Task<string> PostAsync(this HttpClient visitor, StoreApp app, string url, string body = "写得清楚。", string title = "", string author = "")
    {
        using var answer = await visitor.SendAsync(app, url, body, title, author);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    public static Task<List<Comment>> CommentsAsync(this StoreApp app) =>
        app.ReadAsync(db => db.Comments.AsNoTracking().OrderBy(c => c.Id).ToListAsync(TestContext.Current.CancellationToken));

    public static Task ApproveAllAsync(this StoreApp app) => app.ChangeAsync(async db =>
    {
        foreach (var comment in await db.Comments.ToListAsync(TestContext.Current.CancellationToken))
            comment.Approve(app.Clock.GetUtcNow().UtcDateTime);
    });

    /// <summary>Values of a page's form: title, body, author.</summary>
    public static (string Title, string Body, string Author) Typed(this IHtmlDocument page) => (
        page.QuerySelector<IHtmlInputElement>("form.comment-form [name=Title]")!.Value,
        page.QuerySelector<IHtmlTextAreaElement>("form.comment-form [name=Body]")!.Value,
        page.QuerySelector<IHtmlInputElement>("form.comment-form [name=Author]")!.Value);
}
