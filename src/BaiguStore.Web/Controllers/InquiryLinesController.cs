using BaiguStore.Core.Inquiries;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Models;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace BaiguStore.Web.Controllers;

/// <summary>Reads an edited, pasted or uploaded list: redirects to the list's URL if it fits one, otherwise returns the page.</summary>
public sealed class InquiryLinesController(InquirySubmission service) : Controller
{
    [HttpPost(Links.InquiryLinesPath)]
    [EnableRateLimiting(RequestLimits.Listing)]
    [CostlyList]
    public async Task<IActionResult> Create([FromForm] InquiryForm form, CancellationToken cancel)
    {
        ModelState.Clear(); // contact data is validated only when the inquiry is sent
        var page = await service.ReadAsync(form, await Request.ReadFormAsync(cancel), ModelState, cancel);
        if (ModelState.IsValid && page.Open == 0 && page.Notes.Count == 0 && !page.HasItemNumbers && !form.HasContact && page.List.ToQuery().Length <= InquiryList.MaxQuery)
            return this.SeeOther(Links.Inquiry(page.List) + (form.IsOwn ? "#own" : ""));
        if (!ModelState.IsValid)
            Response.StatusCode = page.IsBusy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest;
        if (page.IsBusy)
            Response.Headers.RetryAfter = "5";
        return View("~/Views/Inquiries/Show.cshtml", page);
    }
}
