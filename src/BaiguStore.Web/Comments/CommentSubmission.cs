using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Comments;

/// <summary>Processes a submitted comment form: verifies the stamp, saves the comment, and issues its receipt.</summary>
public sealed class CommentSubmission(
    StoreDb db, FormStamps stamps, CommentReceipts receipts, CurrentCommentSettings settings, TimeProvider clock, IStringLocalizer<Ui> text)
{
    /// <summary>Returns the URL of the new comment, or null with the errors in <paramref name="errors"/>.</summary>
    public async Task<string?> TakeAsync(CommentTarget target, string page, CommentForm form, HttpContext http, ModelStateDictionary errors)
    {
        if (StampError(stamps.Check(form.Stamp, http.Request.Path)) is { } error)
            errors.AddModelError("", text[error]);
        if (!errors.IsValid)
            return null;
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var draft = new CommentDraft(target, form.Title, form.Body, form.Author, address, !string.IsNullOrEmpty(form.Website), form.AnswersId);
        try
        {
            var id = await db.PostAsync(draft, settings.Now.PublishAtOnce, clock.GetUtcNow().UtcDateTime, http.RequestAborted);
            return await UrlOfAsync(target, page, id, http.RequestAborted);
        }
        catch (CommentRefusedException)
        {
            errors.AddModelError("", text["评论含有本店不接受的内容，没有提交。您写的内容都在，可以改过再试。"]);
            return null;
        }
        catch (ReplyRefusedException)
        {
            errors.AddModelError("", text["您回复的评论已经看不到了，您写的内容都在。再点一次“发表评论”，它会成为一条新评论。"]);
            return null;
        }
    }

    /// <summary>URL of the comments page with the visitor's own comment: a reply is with its thread, which may be far back.</summary>
    private async Task<string> UrlOfAsync(CommentTarget target, string page, int id, CancellationToken cancel)
    {
        var before = await db.Comments.AsNoTracking().On(target).VisibleTo(id).CountThreadsBeforeAsync(id, cancel);
        var number = before / CommentsSection.PageSize + 1;
        return $"{page}?{CommentReceipts.Query}={receipts.Make(id)}{(number > 1 ? $"&comments={number}" : "")}#comment-{id}";
    }

    private static string? StampError(StampVerdict verdict) => verdict switch
    {
        StampVerdict.Good => null,
        StampVerdict.TooFast => "提交得太快了，请过几秒再点一次“发表评论”，您写的内容都在。",
        StampVerdict.TooOld => "这个页面打开得太久了，请再点一次“发表评论”，您写的内容都在。",
        _ => "表单已失效，请再点一次“发表评论”，您写的内容都在。",
    };
}
