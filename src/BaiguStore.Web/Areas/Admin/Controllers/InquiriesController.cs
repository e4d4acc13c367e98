using BaiguStore.Core.Inquiries;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The inquiry board, and an inquiry part with its answer.</summary>
[Authorize(Policies.Inquiries)]
public sealed class InquiriesController(QuotationService desk, PublicUrl publicUrl, IStringLocalizer<Ui> text) : AdminController
{
    private const string One = BoardQuery.Path + "/{id:int}/edit";

    [HttpGet(BoardQuery.Path)]
    public async Task<IActionResult> Index([FromQuery] BoardQuery query, CancellationToken cancel) =>
        ModelState.IsValid && query.IsKnown ? View(await desk.BoardAsync(query, StaffId, cancel)) : BadRequest();

    [HttpGet(One)]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) => await desk.EditorAsync(id, cancel) is { } editor ? View(editor) : NotFound();

    [HttpPost(One)]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] AnswerForm form, CancellationToken cancel)
    {
        if (await desk.FindAsync(id, cancel) is not { } part)
            return NotFound();
        if (form.Then == AnswerForm.GoBack)
            return View("Edit", await desk.EditorAsync(part, form, cancel));
        if (form.Read(part, desk.Now, ModelState, text) is not { } answer)
            return Wrong("Edit", await desk.EditorAsync(part, form, cancel));
        var preview = new QuotePreview(part, form, answer);
        if (form.Previews)
            return View("Preview", preview);
        if (form.Sends && !preview.IsConfirmed)
            return Asked(preview);
        var was = part.State;
        if (await desk.WriteAsync(part, answer, form, path => publicUrl.Of(path, Request), cancel))
            return Done($"{BoardQuery.Path}/{id}/edit", Written(form, was, part.State));
        return await desk.EditorAsync(id, cancel) is { } now ? Stale(now, form) : NotFound();
    }

    /// <summary>Notice of what was done, with the state, because the buyer sees that, too.</summary>
    private string Written(AnswerForm form, InquiryState was, InquiryState state) => (form.Sends, state == was || was == InquiryState.Working) switch
    {
        (true, true) => text["已发给客户。"],
        (true, false) => text["已发给客户，进度从“{0}”变为“{1}”。", text[InquiryNames.Of(was)], text[InquiryNames.Of(state)]],
        (false, true) => text["已保存，客户还看不到。"],
        _ => text["已保存，客户还看不到报价；进度从“{0}”变为“{1}”。", text[InquiryNames.Of(was)], text[InquiryNames.Of(state)]],
    };

    /// <summary>422 with the preview: prices far from the list price must be confirmed before sending.</summary>
    private ViewResult Asked(QuotePreview preview)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Preview", preview with { IsAsked = true });
    }

    /// <summary>409 with all submitted values beside the other member's; saving again overwrites those.</summary>
    private ViewResult Stale(InquiryEditor now, AnswerForm form)
    {
        Response.StatusCode = StatusCodes.Status409Conflict;
        ModelState.Remove(nameof(form.Version));
        return View("Edit", now with { Form = form with { Version = now.Part.Version }, IsStale = true });
    }
}
