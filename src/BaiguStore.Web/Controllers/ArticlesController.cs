using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Rendering;
using BaiguStore.Web.Urls;
using BaiguStore.Web.Visits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Controllers;

public sealed class ArticlesController(StoreDb db, StoreSnapshot store, FormStamps stamps, CommentReceipts receipts, ArticleTexts texts) : Controller
{
    private const int PageSize = 12;

    [HttpGet("/articles")]
    [CachedPage(ListingQuery.PageKey)]
    public IActionResult Index(int page = 1)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        var articles = store.Articles;
        return Page<ArticleCard>.Exists(page, PageSize, articles.Newest.Count) ? View(new ArticlesPage(articles.Page(page, PageSize))) : NotFound();
    }

    [HttpGet("/articles/{slug}")]
    [CachedPage(CommentsQuery.PageKey)]
    public async Task<IActionResult> Show(string slug, [FromQuery] CommentsQuery query, CancellationToken cancel)
    {
        if (!Slug.IsPossible(slug))
            return NotFound();
        if (!ModelState.IsValid)
            return BadRequest();
        var page = await ArticlePage.FindAsync(db, store, stamps, texts, slug, query.Comments, receipts.Read(query.Mine), query.ToForm(), cancel);
        if (page is null)
            return await this.OldSlugAsync(db, store.Tree, SluggedKind.Article, slug, Links.Article, cancel);
        HttpContext.DependsOn(PageTag.Article(page.Article.Id));
        HttpContext.IsPageOf(VisitKind.Article, page.Article.Id);
        return View(page);
    }
}
