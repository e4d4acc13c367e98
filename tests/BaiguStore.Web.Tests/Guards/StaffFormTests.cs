using System.Globalization;
using System.Net;
using System.Reflection;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Inquiries;
using BaiguStore.Web.Tests.Staff;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>
/// Overposting: every form of the admin area, found by crawling its pages and routes, is sent with additional fields. None of them may reach the
/// database.
/// </summary>
public sealed class StaffFormTests
{
    private const string Text = "overposted-7f3a", Colleague = "colleague@baigu.example";
    private const int Number = 987_654_321;
    private static readonly DateTime Time = new(2033, 3, 3, 3, 33, 33, DateTimeKind.Utc);

    /// <summary>Properties that only the store sets. No form may bind them.</summary>
    private static readonly string[] Never =
    [
        nameof(Product.CreatedAt), nameof(Product.UpdatedAt), nameof(Product.PublishedAt), nameof(Product.DeletedAt), nameof(Product.ConfirmedAt), nameof(Product.IsSample),
        nameof(Product.DescriptionHtml), nameof(Article.BodyHtml), nameof(Category.Path), nameof(StaffMember.PasswordHash), nameof(StaffMember.SecurityStamp),
        nameof(StaffMember.RevokedAt), nameof(StaffMember.TwoFactorEnabled),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_form_does_not_ask_for_reaches_no_row()
    {
        await using var app = await StoreAsync();
        using var owner = await app.SignedInAsync();
        var (pages, doors) = (await WalkAsync(owner), PostsOf(app).Where(d => d.Route.StartsWith("/admin", StringComparison.Ordinal)).ToList());
        var token = pages.SelectMany(p => p.Page.QuerySelectorAll<IHtmlInputElement>("[name=__RequestVerificationToken]")).First().Value;
        HashSet<string> sent = [];

        foreach (var (target, fields) in pages.SelectMany(p => SubmissionsOf(p.Page)))
            await SendAsync(doors.First(d => d.Matches(target)), target, fields);
        foreach (var door in doors.Where(d => !sent.Contains(d.Route)))
            await SendAsync(door, door.SomePath, []);

        Assert.Empty(await FindAsync(app));
        Assert.Equal(2, await app.ReadAsync(db => db.Staff.CountAsync(Cancel)));
        Assert.True(sent.Count > 40);
        await app.ChangeAsync(async db => (await db.Products.FirstAsync(Cancel)).Name = Text);
        Assert.Contains("Products.Name", await FindAsync(app)); // proves that a value would be found

        async Task SendAsync(Door door, string target, Dictionary<string, string> fields)
        {
            if (!sent.Add(door.Route))
                return;
            foreach (var property in app.ReadModel().GetEntityTypes().SelectMany(e => e.GetProperties()).DistinctBy(p => p.Name))
                if (!door.Bound.Contains(property.Name) && MarkOf(property) is { } mark)
                    foreach (var name in (string[])[property.Name, $"form.{property.Name}", $"{property.DeclaringType.ClrType.Name}.{property.Name}"])
                        fields.TryAdd(name, mark);
            fields["__RequestVerificationToken"] = token;
            using var answer = await owner.PostFormAsync(target, fields);
            Assert.True((int)answer.StatusCode < 500 && answer.StatusCode != HttpStatusCode.Redirect, $"{door.Route}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task No_form_takes_an_entity_or_what_the_store_alone_sets()
    {
        await using var app = await StoreAsync();
        var entities = app.ReadModel().GetEntityTypes().Select(e => e.ClrType).ToHashSet();

        foreach (var door in PostsOf(app))
        {
            Assert.DoesNotContain(door.Action.Parameters, p => entities.Contains(p.ParameterType));
            Assert.True(!door.Bound.Overlaps(Never), $"{door.Route}: {string.Join(", ", door.Bound.Intersect(Never))}");
        }
    }

    /// <summary>A posted `id` would otherwise override the one in the URL, and an action would affect another row than the page showed.</summary>
    [Fact]
    public async Task Which_row_is_meant_is_said_by_the_address_alone()
    {
        await using var app = await StoreAsync();

        foreach (var door in PostsOf(app))
            foreach (var named in door.Endpoint.RoutePattern.Parameters)
            {
                var parameter = door.Action.Parameters.SingleOrDefault(p => p.Name == named.Name);
                Assert.True(parameter?.BindingInfo?.BindingSource == BindingSource.Path, $"{door.Route}: {named.Name} wants [FromRoute]");
            }
    }

    /// <summary>A store with a row of every kind that staff edit.</summary>
    private static async Task<StoreApp> StoreAsync()
    {
        var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Staff.Door.Owner, StaffRoles.Administrator);
        await app.AddStaffAsync(Colleague, StaffRoles.Editor);
        await app.AddProductAsync("h3c-switch", "LS-5130S-28P-EI");
        using var visitor = app.Visitor();
        var page = await visitor.PageAsync("/articles/intel-vt");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var said = await visitor.PostFormAsync("/articles/intel-vt/comments", new(Staff.Door.FieldsOf(page, "/articles/intel-vt/comments", ("Title", "请教"), ("Body", "固件是哪一版"), ("Author", "网工"))));
        Assert.True(await app.ReadAsync(db => db.Comments.AnyAsync(Cancel)));
        await visitor.SendAsync(app, "/inquiry?item=LS-5130S-28P-EI*3");
        return app;
    }

    /// <summary>One page for each kind of linked URL, starting from the dashboard.</summary>
    private static async Task<List<(string Url, IHtmlDocument Page)>> WalkAsync(HttpClient browser)
    {
        List<(string Url, IHtmlDocument Page)> pages = [];
        HashSet<string> kinds = ["/admin"];
        Queue<string> next = new(["/admin"]);
        while (next.TryDequeue(out var url))
        {
            using var answer = await browser.AnswerAsync(url);
            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            var page = await answer.DocumentAsync();
            pages.Add((url, page));
            foreach (var link in page.QuerySelectorAll("a[href^='/admin/']").Select(a => a.GetAttribute("href")!))
                if (kinds.Add(KindOf(link)))
                    next.Enqueue(link);
        }
        return pages;
    }

    private static string KindOf(string url) => string.Join('/', url.Split('?')[0].Split('/').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out _) ? "#" : part));

    /// <summary>Each form with each of its buttons that has its own target, with its initial values.</summary>
    private static IEnumerable<(string Target, Dictionary<string, string> Fields)> SubmissionsOf(IHtmlDocument page)
    {
        foreach (var form in page.QuerySelectorAll<IHtmlFormElement>("form[method=post]"))
        {
            var buttons = form.Elements.OfType<IHtmlButtonElement>().Where(b => b.Type == "submit").ToList();
            foreach (var (target, button) in buttons.Select(b => (b.GetAttribute("formaction") ?? form.GetAttribute("action")!, b)).DistinctBy(b => b.Item1))
            {
                var fields = form.Elements.Where(e => e is not IHtmlButtonElement).SelectMany(ValuesOf).DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.Value);
                if (button.Name is { Length: > 0 } name)
                    fields[name] = button.Value;
                if (target.StartsWith("/admin", StringComparison.Ordinal))
                    yield return (target.Split('?')[0], fields);
            }
        }

        static IEnumerable<(string Name, string Value)> ValuesOf(IElement field) => field switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "file" } => [],
            IHtmlInputElement { Name.Length: > 0 } input => [(input.Name, input.Value)],
            IHtmlTextAreaElement { Name.Length: > 0 } area => [(area.Name, area.Value)],
            IHtmlSelectElement { Name.Length: > 0 } select => [(select.Name, select.Value ?? "")],
            _ => [],
        };
    }

    private static List<Door> PostsOf(StoreApp app) =>
    [
        .. app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Distinct()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/') is var path && (path.StartsWith("admin", StringComparison.Ordinal) || path.StartsWith("account", StringComparison.Ordinal)) && e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(e => new Door(e, e.Metadata.GetRequiredMetadata<ControllerActionDescriptor>())),
    ];

    /// <summary>A recognizable value of the column's type; null if the type has too few values.</summary>
    private static string? MarkOf(IProperty property) => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) switch
    {
        var type when type == typeof(string) => Text,
        var type when type == typeof(int) || type == typeof(long) => Number.ToString(CultureInfo.InvariantCulture),
        var type when type == typeof(DateTime) => Time.ToString("O", CultureInfo.InvariantCulture),
        var type when type == typeof(bool) => "true",
        _ => null,
    };

    /// <summary>Every column of every table that contains a marked value.</summary>
    private static async Task<List<string>> FindAsync(StoreApp app)
    {
        await using var db = app.OpenDb();
        List<string> found = [];
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && !e.IsMappedToJson()))
            foreach (var property in entity.GetProperties())
            {
                var (table, column) = (entity.GetTableName()!, property.GetColumnName());
#pragma warning disable EF1002 // names from the model, not from input
                var marked = await db.Database.SqlQueryRaw<int>($"""SELECT count(*) AS "Value" FROM "{table}" WHERE "{column}" = {Number} OR "{column}" LIKE '%{Text}%' OR "{column}" LIKE '2033-03-03%'""").SingleAsync(Cancel);
#pragma warning restore EF1002
                if (marked > 0)
                    found.Add($"{table}.{column}");
            }
        return found;
    }

    /// <summary>A staff route that accepts a post.</summary>
    private sealed record Door(RouteEndpoint Endpoint, ControllerActionDescriptor Action)
    {
        public string Route { get; } = "/" + Endpoint.RoutePattern.RawText!.TrimStart('/');

        public string SomePath => string.Join('/', Route.Split('/').Select(part => part == "{kind}" ? "product" : part.StartsWith('{') ? "1" : part));

        /// <summary>Names of the fields that the action binds.</summary>
        public HashSet<string> Bound { get; } = [.. Action.Parameters.SelectMany(NamesOf)];

        public bool Matches(string path)
        {
            var (mine, theirs) = (Route.Split('/'), path.Split('/'));
            return mine.Length == theirs.Length && mine.Zip(theirs).All(p => p.First == p.Second || p.First == "{kind}" || (p.First.StartsWith('{') && int.TryParse(p.Second, CultureInfo.InvariantCulture, out _)));
        }

        private static IEnumerable<string> NamesOf(ParameterDescriptor parameter)
        {
            if (parameter.BindingInfo?.BindingSource is { } source && (source == BindingSource.Services || source == BindingSource.Path || source == BindingSource.Special) || parameter.ParameterType == typeof(CancellationToken))
                return [];
            return parameter.ParameterType.Namespace!.StartsWith(nameof(BaiguStore), StringComparison.Ordinal) && !parameter.ParameterType.IsEnum
                ? parameter.ParameterType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).Select(p => p.Name)
                : [parameter.Name];
        }
    }
}

file static class Models
{
    public static IModel ReadModel(this StoreApp app)
    {
        using var db = app.OpenDb();
        return db.Model;
    }
}
