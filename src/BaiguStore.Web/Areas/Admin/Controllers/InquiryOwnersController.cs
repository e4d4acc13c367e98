using BaiguStore.Web.Areas.Admin.Desks;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Who answers a part of an inquiry.</summary>
[Authorize(Policies.Inquiries)]
public sealed class InquiryOwnersController(AnswerDesk desk, IStringLocalizer<Ui> text) : AdminController
{
    /// <param name="to">A salesperson; nothing for all of Sales.</param>
    [HttpPost(BoardQuery.Path + "/{id:int}/owner")]
    public async Task<IActionResult> Create([FromRoute] int id, [FromForm] int? to, CancellationToken cancel) =>
        ModelState.IsValid && await desk.GiveAsync(id, to, cancel) ? Done($"{BoardQuery.Path}/{id}/edit", text["已转交。"]) : NotFound();
}
