using BaiguStore.Core.Inquiries;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace BaiguStore.Web.Controllers;

/// <summary>A buyer's inquiry list. A short one is completely in its URL; nothing is stored until it is sent.</summary>
public sealed class InquiriesController(InquirySubmission service, PublicUrl publicUrl) : Controller
{
    [HttpGet(Links.InquiryPath)]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var query = Request.Query;
        var fromForm = query.ContainsKey(InquiryKeys.Quantity);
        var list = fromForm ? InquiryList.Read(query[InquiryKeys.Item], query[InquiryKeys.Quantity], query[InquiryKeys.Removed]) : InquiryList.Read(query[InquiryKeys.Item]);
        if (list.Fault != InquiryFault.None)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (fromForm)
            return this.SeeOther(Links.Inquiry(list)); // canonical URL: one list, one URL
        return View(await service.ShowAsync(list, cancel));
    }

    /// <summary>Sends it and redirects to the buyer's page, or shows the form with errors.</summary>
    [HttpPost(Links.InquiryPath)]
    [EnableRateLimiting(RequestLimits.Posting)]
    public async Task<IActionResult> Create([FromForm] InquiryForm form, CancellationToken cancel)
    {
        var fields = await Request.ReadFormAsync(cancel);
        var address = HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        if (await service.SendAsync(form, fields, address, path => publicUrl.Of(path, Request), ModelState, cancel) is { } sent)
            return this.SeeOther($"{Links.SentInquiry(sent.Inquiry.Number, sent.Secret)}#{(form.IsOwn ? "sent" : "sent-other")}");
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(nameof(Show), await service.ReadAsync(form, fields, ModelState, cancel));
    }
}
