using System.Net;
using System.Net.Mime;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.History;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Areas.Admin.Controllers;
using BaiguStore.Web.Controllers.Account;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using BaiguStore.Web.Tests.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>
/// Authorization of every staff route, tested with every role. The table says who may use what; a route that is missing in it fails, so that nobody
/// adds one without a decision.
/// </summary>
public sealed class StaffDoorTests
{
    private const StaffRoles
        Nobody = StaffRoles.None,
        Administrator = StaffRoles.Administrator,
        Editor = StaffRoles.Administrator | StaffRoles.Editor,
        Moderator = StaffRoles.Administrator | StaffRoles.Moderator,
        Sales = StaffRoles.Administrator | StaffRoles.Sales,
        Everybody = (StaffRoles)(-1);

    /// <summary>Method and route; required role. Null: public.</summary>
    private static readonly Dictionary<string, StaffRoles?> Doors = new()
    {
        ["GET /account/signin"] = null,
        ["POST /account/signin"] = null,
        ["GET /account/signin/code"] = null,
        ["POST /account/signin/code"] = null,
        ["POST /account/signin/passkey/options"] = null,
        ["POST /account/signin/passkey"] = null,
        ["GET /account/setup"] = null,
        ["POST /account/setup"] = null,
        ["GET /account/reset"] = null,
        ["POST /account/reset"] = null,
        ["GET /account"] = Everybody,
        ["POST /account/signout"] = Everybody,
        ["POST /account/signout/everywhere"] = Everybody,
        ["GET /account/password"] = Everybody,
        ["POST /account/password"] = Everybody,
        ["GET /account/totp"] = Everybody,
        ["POST /account/totp"] = Everybody,
        ["POST /account/totp/removal"] = Everybody,
        ["POST /account/totp/codes"] = Everybody,
        ["GET /account/passkeys"] = Everybody,
        ["POST /account/passkeys"] = Everybody,
        ["POST /account/passkeys/options"] = Everybody,
        ["GET /account/passkeys/{id:int}/removal"] = Everybody,
        ["POST /account/passkeys/{id:int}/removal"] = Everybody,
        ["POST /account/sessions/{id:int}/ending"] = Everybody,
        ["GET /admin"] = Everybody,
        ["GET /admin/categories"] = Editor,
        ["GET /admin/categories/names"] = Editor,
        ["GET /admin/categories/new"] = Editor,
        ["POST /admin/categories/new"] = Editor,
        ["GET /admin/categories/{id:int}/edit"] = Editor,
        ["POST /admin/categories/{id:int}/edit"] = Editor,
        ["POST /admin/categories/{id:int}/position"] = Editor,
        ["GET /admin/categories/{id:int}/parent"] = Editor,
        ["POST /admin/categories/{id:int}/parent"] = Editor,
        ["GET /admin/categories/{id:int}/merger"] = Editor,
        ["POST /admin/categories/{id:int}/merger"] = Editor,
        ["POST /admin/categories/{id:int}/hiding"] = Editor,
        ["POST /admin/categories/{id:int}/showing"] = Editor,
        ["POST /admin/categories/{id:int}/restoration"] = Editor,
        ["POST /admin/categories/{id:int}/bin"] = Editor,
        ["POST /admin/categories/restorations"] = Editor,
        ["GET /admin/articles"] = Editor,
        ["GET /admin/articles/new"] = Editor,
        ["POST /admin/articles/new"] = Editor,
        ["GET /admin/articles/{id:int}/edit"] = Editor,
        ["POST /admin/articles/{id:int}/edit"] = Editor,
        ["POST /admin/articles/preview"] = Editor,
        ["POST /admin/articles/{id:int}/publication"] = Editor,
        ["POST /admin/articles/{id:int}/withdrawal"] = Editor,
        ["POST /admin/articles/{id:int}/bin"] = Editor,
        ["POST /admin/articles/{id:int}/restoration"] = Editor,
        ["POST /admin/articles/restorations"] = Editor,
        ["GET /admin/pictures"] = Editor,
        ["POST /admin/pictures"] = Editor,
        ["GET /admin/staff"] = Administrator,
        ["GET /admin/staff/new"] = Administrator,
        ["POST /admin/staff/new"] = Administrator,
        ["GET /admin/staff/{id:int}/edit"] = Administrator,
        ["POST /admin/staff/{id:int}/edit"] = Administrator,
        ["GET /admin/staff/{id:int}/revocation"] = Administrator,
        ["POST /admin/staff/{id:int}/revocation"] = Administrator,
        ["POST /admin/staff/{id:int}/readmission"] = Administrator,
        ["POST /admin/staff/{id:int}/signout"] = Administrator,
        ["GET /admin/staff/{id:int}/reset-link"] = Administrator,
        ["POST /admin/staff/{id:int}/reset-link"] = Administrator,
        ["GET /admin/staff/{id:int}/second-step-removal"] = Administrator,
        ["POST /admin/staff/{id:int}/second-step-removal"] = Administrator,
        ["POST /admin/preview"] = Editor,
        ["GET /admin/products"] = Editor,
        ["GET /admin/products/new"] = Editor,
        ["POST /admin/products/new"] = Editor,
        ["GET /admin/products/{id:int}/edit"] = Editor,
        ["POST /admin/products/{id:int}/edit"] = Editor,
        ["POST /admin/products/{id:int}/row"] = Editor,
        ["POST /admin/products/{id:int}/withdrawal"] = Editor,
        ["POST /admin/products/{id:int}/bin"] = Editor,
        ["POST /admin/products/{id:int}/restoration"] = Editor,
        ["GET /admin/products/bulk"] = Editor,
        ["POST /admin/products/bulk"] = Editor,
        ["POST /admin/products/bulk/preview"] = Editor,
        ["POST /admin/products/bulk/{id:int}/undoing"] = Editor,
        ["GET /admin/mail"] = Administrator,
        ["POST /admin/mail/{id:int}/attempt"] = Administrator,
        ["POST /admin/mail/test"] = Administrator,
        ["GET /admin/history"] = Editor,
        ["GET /admin/history/audit"] = Administrator,
        ["GET /admin/history/{kind}/{id:int}"] = Editor,
        ["GET /admin/history/{kind}/{id:int}/{version:int}"] = Editor,
        ["GET /admin/history/{kind}/{id:int}/{version:int}/restoration"] = Editor,
        ["POST /admin/history/{kind}/{id:int}/{version:int}/restoration"] = Editor,
        ["GET /admin/comments"] = Moderator,
        ["GET /admin/comments/{id:int}/edit"] = Moderator,
        ["POST /admin/comments/{id:int}/edit"] = Moderator,
        ["POST /admin/comments/{id:int}/approval"] = Moderator,
        ["POST /admin/comments/{id:int}/rejection"] = Moderator,
        ["POST /admin/comments/{id:int}/spam"] = Moderator,
        ["POST /admin/comments/{id:int}/replies"] = Moderator,
        ["GET /admin/comments/acts"] = Moderator,
        ["POST /admin/comments/acts"] = Moderator,
        ["POST /admin/comments/acts/{id:int}/undoing"] = Moderator,
        ["GET /admin/comments/blocks"] = Moderator,
        ["POST /admin/comments/blocks"] = Moderator,
        ["POST /admin/comments/blocks/{id:int}/removal"] = Moderator,
        ["GET /admin/inquiries"] = Sales,
        ["GET /admin/inquiries/{id:int}/edit"] = Sales,
        ["POST /admin/inquiries/{id:int}/edit"] = Sales,
        ["POST /admin/inquiries/{id:int}/beginning"] = Sales,
        ["POST /admin/inquiries/{id:int}/winning"] = Sales,
        ["POST /admin/inquiries/{id:int}/loss"] = Sales,
        ["POST /admin/inquiries/{id:int}/recall"] = Sales,
        ["POST /admin/inquiries/{id:int}/owner"] = Sales,
        ["POST /admin/inquiries/{id:int}/takeover"] = Sales,
        ["POST /admin/inquiries/{id:int}/keys"] = Sales,
        ["GET /admin/settings"] = Administrator,
        ["GET /admin/settings/company"] = Administrator,
        ["POST /admin/settings/company"] = Administrator,
        ["GET /admin/settings/comments"] = Administrator,
        ["POST /admin/settings/comments"] = Administrator,
        ["GET /admin/settings/salespeople/new"] = Administrator,
        ["POST /admin/settings/salespeople/new"] = Administrator,
        ["GET /admin/settings/salespeople/{id:int}/edit"] = Administrator,
        ["POST /admin/settings/salespeople/{id:int}/edit"] = Administrator,
        ["GET /admin/settings/vendors/new"] = Administrator,
        ["POST /admin/settings/vendors/new"] = Administrator,
        ["GET /admin/settings/vendors/{id:int}/edit"] = Administrator,
        ["POST /admin/settings/vendors/{id:int}/edit"] = Administrator,
    };

    /// <summary>Roles for each kind of entity; routes that serve every kind require them in addition to their own.</summary>
    private static readonly Dictionary<RevisionKind, StaffRoles> Kinds = new()
    {
        [RevisionKind.Product] = Editor,
        [RevisionKind.Category] = Editor,
        [RevisionKind.Article] = Editor,
        [RevisionKind.Company] = Administrator,
        [RevisionKind.Salesperson] = Administrator,
        [RevisionKind.Vendor] = Administrator,
        [RevisionKind.Comment] = Moderator,
        [RevisionKind.CommentRules] = Administrator,
    };

    [Fact]
    public async Task Every_route_of_the_staff_is_in_the_table_and_stands_on_the_right_base()
    {
        await using var app = await Door.OpenAsync();
        var routes = RoutesOf(app);

        Assert.Equal(Doors.Keys.Order(), routes.Select(r => r.Door).Order());
        foreach (var (door, path, endpoint) in routes)
        {
            var controller = endpoint.Metadata.GetRequiredMetadata<ControllerActionDescriptor>().ControllerTypeInfo;
            Assert.True(controller.IsSubclassOf(path.StartsWith("/admin", StringComparison.Ordinal) ? typeof(AdminController) : typeof(AccountController)), door);
            Assert.NotNull(endpoint.Metadata.GetMetadata<AutoValidateAntiforgeryTokenAttribute>());
            Assert.Null(endpoint.Metadata.GetMetadata<IgnoreAntiforgeryTokenAttribute>());
            Assert.True(endpoint.Metadata.GetRequiredMetadata<ResponseCacheAttribute>().NoStore, door);
            Assert.Equal(Doors[door] is null, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
            Assert.All(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), a => Assert.Contains(a.Policy, Policies.All));
            if (path.StartsWith("/admin", StringComparison.Ordinal))
                Assert.Single(controller.GetCustomAttributes(typeof(AuthorizeAttribute), inherit: false)); // its own attribute, in addition to the area's
        }
    }

    [Theory]
    [InlineData(Nobody)]
    [InlineData(StaffRoles.Editor)]
    [InlineData(StaffRoles.Moderator)]
    [InlineData(StaffRoles.Sales)]
    [InlineData(StaffRoles.Administrator)]
    public async Task Every_door_opens_to_those_in_the_table_and_to_nobody_else(StaffRoles role)
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("member@baigu.example", role);
        using var visitor = app.Visitor();
        using var member = await app.SignedInAsync("member@baigu.example");

        foreach (var (door, path, _) in RoutesOf(app))
        {
            using var shut = await SendAsync(visitor, door, path);
            using var tried = await SendAsync(member, door, path);
            if (Doors[door] is not { } allowed)
                Assert.True(shut.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.SeeOther, $"{door}: {shut.StatusCode}");
            else
            {
                Assert.True(shut.StatusCode == HttpStatusCode.Redirect && shut.Headers.Location!.OriginalString.Contains("/account/signin", StringComparison.Ordinal), $"{door} for a visitor: {shut.StatusCode}");
                Assert.True(Opens(allowed, role) == tried.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.Redirect), $"{door} for {role}: {tried.StatusCode}");
            }
            if (door.StartsWith("POST", StringComparison.Ordinal) && (Doors[door] is not { } may || Opens(may, role)))
                Assert.True(tried.StatusCode == HttpStatusCode.BadRequest, $"{door} without a token: {tried.StatusCode}");
        }
    }

    [Theory]
    [InlineData(Nobody)]
    [InlineData(StaffRoles.Editor)]
    [InlineData(StaffRoles.Moderator)]
    [InlineData(StaffRoles.Editor | StaffRoles.Moderator)]
    [InlineData(StaffRoles.Sales)]
    [InlineData(StaffRoles.Administrator)]
    public async Task A_route_that_serves_every_kind_of_thing_asks_what_the_things_own_pages_ask(StaffRoles role)
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("member@baigu.example", role);
        using var member = await app.SignedInAsync("member@baigu.example");
        var doors = RoutesOf(app).Where(r => r.Door.Contains("{kind}", StringComparison.Ordinal)).ToList();

        Assert.Equal(Enum.GetValues<RevisionKind>(), Kinds.Keys.Order());
        Assert.Equal(4, doors.Count);
        foreach (var (kind, allowed) in Kinds)
            foreach (var (door, _, endpoint) in doors)
                foreach (var name in (string[])[$"{kind}", $"{kind}".ToUpperInvariant()])
                {
                    var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{kind}", name, StringComparison.Ordinal).Replace("{id:int}", "1", StringComparison.Ordinal).Replace("{version:int}", "0", StringComparison.Ordinal);
                    using var tried = await SendAsync(member, door, path);
                    Assert.True((Opens(Doors[door]!.Value, role) && Opens(allowed, role)) == (tried.StatusCode != HttpStatusCode.Forbidden), $"{door}, {name}, {role}: {tried.StatusCode}");
                }
        foreach (var (kind, allowed) in Kinds.Where(_ => Opens(Editor, role)))
            await member.PageAsync($"/admin/history?kind={kind}", Opens(allowed, role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_post_from_another_site_is_refused()
    {
        await using var app = await Door.OpenAsync();
        using var member = await app.SignedInAsync();
        member.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        foreach (var (door, path, _) in RoutesOf(app).Where(r => r.Door.StartsWith("POST", StringComparison.Ordinal)))
        {
            using var answer = await SendAsync(member, door, path);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{door}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_page_of_the_staff_is_stored_nowhere_has_nothing_inline_and_a_token_in_each_form_that_posts()
    {
        await using var app = await Door.OpenAsync();
        using var member = await app.SignedInAsync();
        using var visitor = app.Visitor();
        var forms = 0;

        foreach (var (door, path, _) in RoutesOf(app).Where(r => r.Door.StartsWith("GET", StringComparison.Ordinal)))
            foreach (var browser in (HttpClient[])[member, visitor])
            {
                using var answer = await browser.AnswerAsync(path);
                if (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
                    continue;
                Assert.True(answer.Headers.CacheControl!.NoStore, door);
                if (answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json)
                    continue;
                var page = await answer.DocumentAsync();
                Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src])"));
                Assert.DoesNotContain(page.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
                Assert.Single(page.QuerySelectorAll("h1"));
                Assert.All(page.QuerySelectorAll<IHtmlFormElement>("form[method=post]"), form =>
                {
                    forms++;
                    Assert.True(form.QuerySelector("[name=__RequestVerificationToken]") is not null, $"{path}: the form to {form.Action} has no token: asp-antiforgery=\"true\"");
                });
            }
        Assert.True(forms > 10);
    }

    [Fact]
    public async Task The_rail_leads_where_the_member_may_go_and_nowhere_else()
    {
        await using var app = await Door.OpenAsync();
        foreach (var role in (StaffRoles[])[StaffRoles.Editor, StaffRoles.Moderator, StaffRoles.Sales, StaffRoles.Administrator])
        {
            await app.AddStaffAsync($"{role}@baigu.example", role);
            using var member = await app.SignedInAsync($"{role}@baigu.example");
            var links = (await member.PageAsync("/admin")).QuerySelectorAll(".admin-rail a").Select(a => a.GetAttribute("href")!).ToList();

            Assert.Contains("/admin", links);
            Assert.Equal(role == StaffRoles.Administrator, links.Contains("/admin/staff"));
            foreach (var link in links)
                await member.PageAsync(link);
        }
    }

    private static bool Opens(StaffRoles allowed, StaffRoles role) => allowed == Everybody || (allowed & role) != 0;

    private static List<(string Door, string Path, RouteEndpoint Endpoint)> RoutesOf(StoreApp app) =>
    [
        .. app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Distinct()
            .Select(e => (Route: "/" + e.RoutePattern.RawText!.TrimStart('/'), Endpoint: e))
            .Where(e => e.Route.StartsWith("/admin", StringComparison.Ordinal) || e.Route.StartsWith("/account", StringComparison.Ordinal))
            .Select(e => ($"{e.Endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0]} {e.Route}", System.Text.RegularExpressions.Regex.Replace(e.Route, @"\{[^}]*\}", "1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), e.Endpoint)),
    ];

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, string door, string path) =>
        door.StartsWith("POST", StringComparison.Ordinal) ? browser.PostFormAsync(path, []) : browser.AnswerAsync(path);
}
