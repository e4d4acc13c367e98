using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Background;
using BaiguStore.Web.Tests.Nodes;
using BaiguStore.Web.Visits;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

public sealed class ZeroResultSearchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_buyers_do_not_find_is_counted_and_what_programs_and_filters_do_not_find_is_not()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var buyer = app.Visitor();
        buyer.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux) Firefox/140.0");
        using var program = app.Visitor();
        program.DefaultRequestHeaders.UserAgent.ParseAdd("SomeBot/1.0");
        await app.AddProductAsync("huawei-switch", "S5735-1");
        await app.IndexAsync();

        foreach (var typed in (string[])["S9999-XYZ", "s9999-xyz", "S5735-1", "<b>x9x9x9</b>"])
            await buyer.PageAsync("/search?q=" + Uri.EscapeDataString(typed));
        await buyer.PageAsync("/search?q=q8q8q8&stock=InStock");
        await program.PageAsync("/search?q=w7w7w7w7");
        await app.Services.GetRequiredService<VisitWorker>().WriteAsync(Cancel);
        await buyer.PageAsync("/search?q=S9999-XYZ");
        await app.Services.GetRequiredService<VisitWorker>().WriteAsync(Cancel);

        await using var db = app.OpenDb();
        var counted = await db.EmptySearches.OrderBy(s => s.Text).Select(s => new { s.Text, s.Count }).ToListAsync(Cancel);
        Assert.Equal(["<b>x9x9x9</b> 1", "s9999-xyz 3"], counted.Select(s => $"{s.Text} {s.Count}"));
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        using var staff = await app.SignedInAsync();
        var dashboard = await staff.PageAsync("/admin");
        Assert.Equal("s9999-xyz", dashboard.QuerySelector("[aria-labelledby=empty-searches] a")!.TextContent);
        Assert.Equal("4", dashboard.QuerySelector("[aria-labelledby=empty-searches-by-day] tbody tr:first-child td")!.TextContent);
    }

    [Fact]
    public async Task A_text_that_the_database_does_not_take_is_set_aside_and_logged_and_the_others_are_counted()
    {
        await using var database = new NodeDatabase();
        await database.CreateAsync();
        await using var app = StoreApp.OnEmptyFolder(
            SeedMode.None, ("Database:Provider", "Postgres"), ("ConnectionStrings:Store", database.Connection));
        var (book, worker) = (app.Services.GetRequiredService<ZeroResultCounters>(), app.Services.GetRequiredService<VisitWorker>());
        book.PutBack([("s9999", 2), (new string('x', ZeroResultSearch.MaxText + 1), 1)]);

        await worker.WriteAsync(Cancel);

        Assert.Empty(book.Take());
        await using var db = app.OpenDb();
        var counted = await db.EmptySearches.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(("s9999", 2L), (counted.Text, counted.Count));
        Assert.Contains("Not counted, because the database does not take it", await app.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_made_up_texts_is_bounded_and_loses_no_count_of_what_is_known()
    {
        var book = new ZeroResultCounters();
        var request = new DefaultHttpContext { Request = { Method = "GET", Headers = { UserAgent = "Mozilla/5.0" } } }.Request;

        for (var n = 0; n < 1_000; n++)
            book.Add(request, $"text {n}");
        book.Add(request, "text 7");
        var counted = book.Take();

        Assert.Equal(200, counted.Count);
        Assert.Equal(2, counted.Single(c => c.Text == "text 7").Count);
        Assert.Empty(book.Take());
    }
}
