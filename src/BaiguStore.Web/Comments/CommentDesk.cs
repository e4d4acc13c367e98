using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Web.Background;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Comments;

/// <summary>Takes a posted form in: checks the stamp, saves the comment, and hands out the receipt for it.</summary>
public sealed class CommentDesk(
    StoreDb db, FormStamps stamps, CommentReceipts receipts, CommentSettings settings, ChangeWorker changes, TimeProvider clock, IStringLocalizer<Ui> text)
{
    /// <summary>Answers where the visitor finds the comment, or null with the errors in <paramref name="errors"/>.</summary>
    public async Task<string?> TakeAsync(CommentTarget target, string page, CommentForm form, HttpContext http, ModelStateDictionary errors)
    {
        if (StampError(stamps.Check(form.Stamp, http.Request.Path)) is { } error)
            errors.AddModelError("", text[error]);
        if (!errors.IsValid)
            return null;
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var draft = new CommentDraft(target, form.Title, form.Body, form.Author, address, !string.IsNullOrEmpty(form.Website));
        var id = await db.PostAsync(draft, settings.PublishAtOnce, clock.GetUtcNow().UtcDateTime, http.RequestAborted);
        if (settings.PublishAtOnce)
            await changes.CatchUpAsync(http.RequestAborted);
        return $"{page}?{CommentReceipts.Query}={receipts.Make(id)}#comment-{id}";
    }

    private static string? StampError(StampVerdict verdict) => verdict switch
    {
        StampVerdict.Good => null,
        StampVerdict.TooFast => "提交得太快了，请过几秒再点一次“发表评论”，您写的内容都在。",
        StampVerdict.TooOld => "这个页面打开得太久了，请再点一次“发表评论”，您写的内容都在。",
        _ => "表单已失效，请再点一次“发表评论”，您写的内容都在。",
    };
}
