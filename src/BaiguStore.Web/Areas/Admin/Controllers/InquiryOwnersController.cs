using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>
/// Assigns an inquiry part to a salesperson, or takes it over. The only way to change its owner; the notice says whom the buyer sees now.
/// </summary>
[Authorize(Policies.Inquiries)]
public sealed class InquiryOwnersController(QuotationService desk, IStringLocalizer<Ui> text) : AdminController
{
    /// <param name="to">A salesperson; null for all of Sales.</param>
    [HttpPost(BoardQuery.Path + "/{id:int}/owner")]
    public async Task<IActionResult> Create([FromRoute] int id, [FromForm] int? to, CancellationToken cancel) =>
        ModelState.IsValid ? Given(id, await desk.GiveAsync(id, to, cancel)) : NotFound();

    [HttpPost(BoardQuery.Path + "/{id:int}/takeover")]
    public async Task<IActionResult> TakeOver([FromRoute] int id, CancellationToken cancel) => Given(id, await desk.TakeOverAsync(id, cancel));

    private IActionResult Given(int id, string? owner) => owner is null ? NotFound() : Done($"{BoardQuery.Path}/{id}/edit", owner.Length > 0
        ? text["现在由 {0} 负责，客户在询价页看到的也是 {0}。", owner]
        : text["现在无人负责，客户在询价页看到的是公司的销售热线。"]);
}
