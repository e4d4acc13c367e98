using BaiguStore.Core.Articles;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Publishes, withdraws, soft-deletes and restores articles. Each action can be undone by another.</summary>
[Authorize(Policies.Catalogue)]
public sealed class ArticleStatesController(ArticleService desk, IStringLocalizer<Ui> text) : AdminController
{
    private const string One = ArticleList.Path + "/{id:int}";

    [HttpPost(One + "/publication")]
    public Task<IActionResult> Publish([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, (a, now) => a.Publish(now), text["已发布。"], cancel);

    [HttpPost(One + "/withdrawal")]
    public Task<IActionResult> Withdraw([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, (a, _) => a.Withdraw(), text["已撤下，定时也取消了。"], cancel);

    [HttpPost(One + "/bin")]
    public Task<IActionResult> Bin([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, (a, now) => a.ToBin(now), text["已移到回收站，在这里可以恢复。"], cancel);

    [HttpPost(One + "/restoration")]
    public Task<IActionResult> Restore([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, (a, _) => a.Restore(), text["已从回收站恢复，还没有发布。"], cancel);

    /// <summary>Restores several articles from the bin.</summary>
    [HttpPost(ArticleList.Path + "/restorations")]
    public async Task<IActionResult> RestoreMany([FromForm] List<int>? ids, CancellationToken cancel) =>
        Done(ArticleList.UrlOf(PublicationState.Bin, ""), text["已从回收站恢复 {0} 篇，还没有发布。", await desk.RestoreAsync(ids ?? [], cancel)]);

    private async Task<IActionResult> ChangeAsync(int id, Action<Article, DateTime> change, string notice, CancellationToken cancel) =>
        await desk.ChangeAsync(id, change, cancel) is not { } refusal ? NotFound() : Done($"{ArticleList.Path}/{id}/edit", refusal.Length > 0 ? refusal : notice);
}
