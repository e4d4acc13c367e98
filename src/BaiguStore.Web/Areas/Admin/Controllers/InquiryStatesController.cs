using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Changes the state of an inquiry part. Each action can be undone by another.</summary>
[Authorize(Policies.Inquiries)]
public sealed class InquiryStatesController(QuotationService desk, IStringLocalizer<Ui> text) : AdminController
{
    private const string One = BoardQuery.Path + "/{id:int}";

    [HttpPost(One + "/beginning")]
    public Task<IActionResult> Begin([FromRoute] int id, CancellationToken cancel) =>
        ChangeAsync(id, (part, by, now) => part.Begin(by, now), text["已开始处理，负责的销售不变。"], cancel);

    [HttpPost(One + "/winning")]
    public Task<IActionResult> Win([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, (part, by, now) => part.Close(won: true, by, now), text["已记为成交。"], cancel);

    [HttpPost(One + "/loss")]
    public Task<IActionResult> Lose([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, (part, by, now) => part.Close(won: false, by, now), text["已记为未成交。"], cancel);

    private async Task<IActionResult> ChangeAsync(int id, Action<InquiryPart, Actor, DateTime> change, string notice, CancellationToken cancel) =>
        await desk.ChangeAsync(id, change, cancel) is not null ? Done($"{BoardQuery.Path}/{id}/edit", notice) : NotFound();
}
