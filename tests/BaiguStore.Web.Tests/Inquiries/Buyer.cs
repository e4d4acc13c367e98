using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Inquiries;

/// <summary>A buyer who sends an inquiry, with a browser without script.</summary>
internal static class Buyer
{
    public const string Name = "王工", Phone = "138 1234 5678";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Two switches of a line without a salesperson, and a server of 潘雪's.</summary>
    public static async Task<StoreApp> StoreAsync(params (string Key, string Value)[] settings)
    {
        var app = await StoreApp.WithPageAsync(settings);
        await app.AddProductAsync("h3c-switch", "LS-5130S");
        await app.AddProductAsync("h3c-switch", "LS-5560X", p => p.ListPriceFen = null);
        await app.AddProductAsync("huawei-server-panxue", "SRV-9", p => p.ListPriceFen = null);
        return app;
    }

    /// <summary>The fields that a browser submits, in order, with the given values replaced.</summary>
    public static MultipartFormDataContent FieldsOf(IHtmlFormElement form, params (string Name, string Value)[] typed)
    {
        var fields = new MultipartFormDataContent();
        foreach (var field in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var (name, value) = field switch
            {
                IHtmlInputElement { Type: "file" } or IHtmlInputElement { Type: "checkbox", IsChecked: false } => (null, null),
                IHtmlInputElement input => (input.Name, input.Value),
                IHtmlTextAreaElement area => (area.Name, area.Value),
                IHtmlSelectElement select => (select.Name, select.Value),
                _ => (null, null),
            };
            if (name is not null && !typed.Any(t => t.Name == name))
                fields.Add(new StringContent(value ?? ""), name);
        }
        foreach (var (name, value) in typed)
            fields.Add(new StringContent(value), name);
        return fields;
    }

    public static IHtmlFormElement Form(this IParentNode page) => page.QuerySelector<IHtmlFormElement>("form.inquiry-form")!;

    public static Task<HttpResponseMessage> HandInAsync(this HttpClient visitor, string url, HttpContent fields) => visitor.PostAsync(url, fields, Cancel);

    /// <summary>Opens a list, waits as long as a person needs for the form, and returns the form.</summary>
    public static async Task<IHtmlFormElement> FillInAsync(this HttpClient visitor, StoreApp app, string list = "/inquiry?item=LS-5130S*3&item=SRV-9&item=zzz", string? name = Name, string? phone = Phone, string email = "", string message = "")
    {
        var page = await visitor.PageAsync(list);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var form = page.Form();
        form.QuerySelector<IHtmlInputElement>("[name=Name]")!.Value = name ?? "";
        form.QuerySelector<IHtmlInputElement>("[name=Phone]")!.Value = phone ?? "";
        form.QuerySelector<IHtmlInputElement>("[name=Email]")!.Value = email;
        form.QuerySelector<IHtmlTextAreaElement>("[name=Message]")!.Value = message;
        return form;
    }

    /// <summary>Sends it and returns the path of the buyer's page.</summary>
    public static async Task<string> SendAsync(this HttpClient visitor, StoreApp app, string list = "/inquiry?item=LS-5130S*3&item=SRV-9&item=zzz", string email = "", string message = "")
    {
        using var answer = await visitor.HandInAsync("/inquiry", FieldsOf(await visitor.FillInAsync(app, list, email: email, message: message)));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('#')[0];
    }

    public static Task<List<Inquiry>> InquiriesAsync(this StoreApp app) => app.ReadAsync(db =>
        db.Inquiries.AsNoTracking().Include(i => i.Parts).ThenInclude(p => p.Lines.OrderBy(l => l.Position)).OrderBy(i => i.Id).ToListAsync(Cancel));
}
