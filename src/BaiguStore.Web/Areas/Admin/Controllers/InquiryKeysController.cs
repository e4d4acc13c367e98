using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Issues another secret URL for a buyer who has lost theirs, or to send it by chat.</summary>
[Authorize(Policies.Inquiries)]
public sealed class InquiryKeysController(QuotationService desk, PublicUrl publicUrl) : AdminController
{
    [HttpPost(BoardQuery.Path + "/{id:int}/keys")]
    public async Task<IActionResult> Create([FromRoute] int id, CancellationToken cancel) =>
        await desk.NewKeyAsync(id, cancel) is var (number, secret)
            ? View("~/Areas/Admin/Views/Inquiries/Edit.cshtml", await desk.EditorAsync(id, cancel, publicUrl.Of(Links.SentInquiry(number, secret), Request)))
            : NotFound();
}
