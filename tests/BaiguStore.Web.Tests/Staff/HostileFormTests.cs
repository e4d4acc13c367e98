using System.Diagnostics;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Staff;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Every form with texts of the maximum length, of kinds that are slow to parse.</summary>
public sealed class HostileFormTests
{
    /// <summary>Characters per field: this once took minutes of CPU time.</summary>
    private const int Length = 200_000;

    /// <summary>Generous: such a form takes a fraction of a second, and once took minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly string[] Inputs =
    [
        new('x', Length), new string('x', Length) + ": 1", new(':', Length), new('7', Length), new('\u200B', Length), new('[', Length),
        "a" + string.Concat(Enumerable.Repeat("\u0301\u0316", Length / 2)), string.Concat(Enumerable.Repeat("a: 1\n", Length / 5)),
    ];

    [Theory]
    [InlineData("/admin/products/new", "/admin/products/new")]
    [InlineData("/admin/articles/new", "/admin/articles/new")]
    [InlineData("/admin/articles/new", "/admin/articles/preview")]
    [InlineData("/admin/products/new", "/admin/preview")]
    [InlineData("/admin/categories/new", "/admin/categories/new")]
    [InlineData("/admin/settings/company", "/admin/settings/company")]
    [InlineData("/admin/settings/salespeople/new", "/admin/settings/salespeople/new")]
    [InlineData("/admin/settings/vendors/new", "/admin/settings/vendors/new")]
    [InlineData("/admin/settings/comments", "/admin/settings/comments")]
    [InlineData("/admin/comments/blocks", "/admin/comments/blocks")]
    [InlineData("/admin/staff/new", "/admin/staff/new")]
    public async Task Texts_of_any_length_are_read_or_refused_at_once(string page, string action)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        using var owner = await app.SignedInAsync();
        var form = (await owner.PageAsync(page)).QuerySelectorAll<IHtmlFormElement>("form[method=post]").First(f => f.GetAttribute("action") == page);
        string[] fields =
        [
            .. form.Elements.OfType<IHtmlInputElement>().Where(i => i.Type is not ("hidden" or "checkbox" or "radio" or "file")).Select(i => i.Name!),
            .. form.Elements.OfType<IHtmlTextAreaElement>().Select(a => a.Name!), "markdown",
        ];
        foreach (var input in Inputs)
        {
            using var content = new MultipartFormDataContent { { new StringContent(form.Elements.OfType<IHtmlInputElement>().First(i => i.Name == "__RequestVerificationToken").Value), "__RequestVerificationToken" } };
            foreach (var field in fields)
                content.Add(new StringContent(input), field);
            var start = Stopwatch.GetTimestamp();
            using var answer = await owner.PostAsync(action, content, TestContext.Current.CancellationToken);
            var taken = Stopwatch.GetElapsedTime(start);
            Assert.True((int)answer.StatusCode < 500 && taken < Limit, $"{action}, {input[..3]}…: {answer.StatusCode} after {taken.TotalSeconds:N1} s");
        }
    }

    [Theory]
    [InlineData("PictureKey", "")]
    [InlineData("Pictures[0", "x")]
    [InlineData("Name[", "x")]
    [InlineData("Name[0]]", "x")]
    public async Task A_field_that_no_form_of_ours_has_is_refused_or_passed_over(string name, string value)
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
        using var owner = await app.SignedInAsync();
        var token = (await owner.PageAsync("/admin/products/new")).QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;

        using var fields = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new(name, value), new("PictureAlt", ""), new("PictureAt", "")]);
        using var answer = await owner.PostAsync("/admin/products/new", fields, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
