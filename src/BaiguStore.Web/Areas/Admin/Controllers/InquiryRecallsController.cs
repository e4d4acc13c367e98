using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Recalls an answer that the buyer has not opened.</summary>
[Authorize(Policies.Inquiries)]
public sealed class InquiryRecallsController(QuotationService desk, IStringLocalizer<Ui> text) : AdminController
{
    [HttpPost(BoardQuery.Path + "/{id:int}/recall")]
    public async Task<IActionResult> Create([FromRoute] int id, CancellationToken cancel)
    {
        if (await desk.RecallAsync(id, cancel) is not { } isRecalled)
            return NotFound();
        return Done($"{BoardQuery.Path}/{id}/edit", isRecalled ? text["已撤回，客户看不到这份报价了。"] : text["没有撤回：客户已经打开了报价。"]);
    }
}
