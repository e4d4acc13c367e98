using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Sign-in for tests.</summary>
internal static class Door
{
    public const string Password = "correct horse battery", Owner = "owner@baigu.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An empty store in which a header sets the client's address.</summary>
    public static async Task<StoreApp> OpenAsync(StaffRoles owner = StaffRoles.Administrator)
    {
        var app = await StoreApp.EmptyAsync(new SaidAddress());
        await app.AddStaffAsync(Owner, owner);
        return app;
    }

    public static async Task AddStaffAsync(this StoreApp app, string email, StaffRoles roles)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StaffMembers>().AddAsync(email, email.Split('@')[0], roles, Password, Cancel);
    }

    public static Task ChangeStaffAsync(this StoreApp app, string email, Action<StaffMember> change) => app.ChangeAsync(async db => change(await db.MemberAsync(email)));

    public static Task<StaffMember> MemberAsync(this StoreDb db, string email) => db.Staff.SingleAsync(m => m.Email == email, Cancel);

    public static Task<int> IdOfAsync(this StoreApp app, string email) => app.ReadAsync(async db => (await db.MemberAsync(email)).Id);

    /// <summary>Path of a link of that kind, as issued by an administrator or at start.</summary>
    public static async Task<string> LinkAsync(this StoreApp app, string? email = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var members = scope.ServiceProvider.GetRequiredService<StaffMembers>();
        return email is null ? (await members.InviteFirstAsync(Cancel))! : await members.LetResetAsync((await members.FindAsync(email, Cancel))!, Cancel);
    }

    /// <summary>A browser with cookies at a network address.</summary>
    public static HttpClient Browser(this StoreApp app, string address = "192.0.2.1")
    {
        var browser = app.Visitor(cookies: true);
        browser.DefaultRequestHeaders.Add(SaidAddress.Header, address);
        return browser;
    }

    /// <summary>A signed-in browser.</summary>
    public static async Task<HttpClient> SignedInAsync(this StoreApp app, string email = Owner, string address = "192.0.2.1")
    {
        var browser = app.Browser(address);
        using var answer = await browser.SignInAsync(email);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    public static Task<HttpResponseMessage> SignInAsync(this HttpClient browser, string email = Owner, string password = Password, string query = "") =>
        browser.SubmitAsync("/account/signin" + query, "/account/signin", ("Email", email), ("Password", password));

    /// <summary>Opens a page, fills in its form with that action, and submits it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string page, string action, params (string Name, string Value)[] typed) =>
        await browser.PostFormAsync(action, FieldsOf(await browser.PageAsync(page), action, typed));

    public static Dictionary<string, string> FieldsOf(IParentNode page, string action, params (string Name, string Value)[] typed)
    {
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action") == action);
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(i => i.Type != "checkbox" || i.IsChecked).GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.First().Value);
        foreach (var (name, value) in typed)
            fields[name] = value;
        return fields;
    }

    /// <summary>The session cookie, to be sent by another client.</summary>
    public static (string Name, string Value) StaffCookie(this HttpResponseMessage answer) =>
        ("Cookie", answer.SetCookies().Single(c => c.StartsWith("baigu-staff=", StringComparison.Ordinal)).Split(';')[0]);

    public static IEnumerable<string> SetCookies(this HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];
}

/// <summary>A header sets the client's address, which a test server does not have.</summary>
internal sealed class SaidAddress : IStartupFilter
{
    public const string Header = "X-Test-Address";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext context, RequestDelegate following) =>
        {
            if (IPAddress.TryParse(context.Request.Headers[Header], out var address))
                context.Connection.RemoteIpAddress = address;
            return following(context);
        });
        next(app);
    };
}
