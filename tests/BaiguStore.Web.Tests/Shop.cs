using System.Net;
using System.Net.Sockets;
using System.Text;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests;

/// <summary>Test data, written directly to the database, as another process would.</summary>
internal static class Shop
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Changes the database directly and waits until the store has followed.</summary>
    public static async Task ChangeAsync(this StoreApp app, Func<StoreDb, Task> change)
    {
        await using (var db = app.OpenDb())
        {
            await change(db);
            await db.SaveChangesAsync(Cancel);
        }
        await app.CatchUpAsync();
    }

    public static async Task<T> ReadAsync<T>(this StoreApp app, Func<StoreDb, Task<T>> read)
    {
        await using var db = app.OpenDb();
        return await read(db);
    }

    public static Task AddProductAsync(this StoreApp app, string line, string sku, Action<Product>? with = null, bool published = true) =>
        app.ChangeAsync(db => PutAsync(db, line, sku, with, published ? app.Clock.GetUtcNow().UtcDateTime : null));

    public static async Task PutAsync(this StoreDb db, string line, string sku, Action<Product>? with, DateTime? publishedAt)
    {
        var category = await db.Categories.SingleAsync(c => c.Slug == line, Cancel);
        var product = new Product
        {
            Sku = sku,
            Name = $"交换机 {sku}",
            Slug = Slug.From(sku),
            VendorId = category.VendorId ?? (await db.Vendors.FirstAsync(Cancel)).Id,
            CategoryId = category.Id,
            Summary = "二十四口千兆。",
            Specs = [new("下行端口", "24"), new("交换容量", "336", "Gbps")],
            ListPriceFen = 428_000,
            CreatedAt = DateTime.UnixEpoch,
            UpdatedAt = DateTime.UnixEpoch,
        };
        product.Describe("一台交换机。");
        with?.Invoke(product);
        if (publishedAt is { } at)
            product.Publish(at);
        db.Products.Add(product);
    }

    public static Task AddArticleAsync(this StoreApp app, string title, string slug, bool published = true) => app.ChangeAsync(db =>
    {
        var now = app.Clock.GetUtcNow().UtcDateTime;
        var article = new Article { Title = title, Slug = slug, Summary = "一段话。", CreatedAt = now, UpdatedAt = now };
        article.Write("## 第一节\n\n文字。");
        if (published)
            article.Publish(now);
        db.Articles.Add(article);
        return Task.CompletedTask;
    });

    /// <summary>Number of database commands of a response.</summary>
    public static int Queries(this HttpResponseMessage response) =>
        int.Parse(response.Headers.GetValues(QueryCounter.Header).Single(), System.Globalization.CultureInfo.InvariantCulture);

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(Cancel);

    public static async Task<HttpResponseMessage> AnswerAsync(this HttpClient client, string url, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Cancel);
    }

    /// <summary>Sends raw bytes, because a client library would normalize them; returns the status and the complete response.</summary>
    public static async Task<(HttpStatusCode Status, string Answer)> RawAsync(
        Uri store, string target, string headers = "", string method = "GET", string? host = null)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(store.Host, store.Port, Cancel);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {host ?? store.Authority}\r\nConnection: close\r\n{headers}\r\n"), Cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(Cancel);
        return ((HttpStatusCode)int.Parse(answer.Split(' ', 3)[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
