using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>List of products, and the product editor.</summary>
[Authorize(Policies.Catalogue)]
public sealed class ProductsController(
    StoreDb db, ProductLists lists, ProductFilters filters, ProductService desk, PictureService pictures, StaleSaves stale, HistoryReader history,
    IStringLocalizer<Ui> text) : AdminController
{
    private const string List = "/admin/products";
    private const int StepsBeside = 6;

    [HttpGet(List)]
    public async Task<IActionResult> Index([FromQuery] ProductListQuery query, CancellationToken cancel)
    {
        var isUnknownPlace = ModelState.GetFieldValidationState(nameof(query.Category)) == ModelValidationState.Invalid;
        if (ModelState.ErrorCount > (isUnknownPlace ? 1 : 0))
            return BadRequest();
        Response.StatusCode = isUnknownPlace ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        var filter = isUnknownPlace ? ProductFilters.Nothing : await filters.ReadAsync(query, desk.Now, cancel);
        if (filter is null)
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        try
        {
            var list = await lists.ReadAsync(db, filter ?? ProductFilters.Nothing, query.Sort, query.Place, query.Back, ProductListQuery.PageSize, cancel);
            int[] unpublished = [.. list.Page.Items.Where(p => p.State == PublicationState.Draft).Select(p => p.Id)];
            var (places, vendors) = (await db.CategoryChoicesAsync(query.Category, cancel), await db.VendorChoicesAsync(query.Vendor, cancel));
            return View(new ProductList(query, list, places, vendors, await UndoableAsync(query.Undo, cancel))
            {
                IsSearchAway = filter is null,
                Withdrawn = await db.WithdrawnAmongAsync(unpublished, cancel),
            });
        }
        catch (FormatException)
        {
            return BadRequest(); // a cursor of another sort order
        }
    }

    [HttpGet(List + "/new")]
    public async Task<IActionResult> New(int? from, int? category, CancellationToken cancel)
    {
        var form = from is { } id && await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is { } source
            ? ProductForm.Of(source).Copy()
            : new() { CategoryId = category, VendorId = await db.Categories.Where(c => c.Id == category).Select(c => c.VendorId).FirstOrDefaultAsync(cancel) };
        return View("Edit", await EditorAsync(form, null, cancel));
    }

    [HttpPost(List + "/new")]
    public async Task<IActionResult> Create([FromForm] ProductForm form, CancellationToken cancel)
    {
        form = await pictures.GatherAsync(form, null, ModelState, cancel);
        if (form.Then == ProductThen.Preview)
            return await PreviewAsync(form, null, cancel);
        var product = new Product { Sku = "", Name = "", Slug = "", CreatedAt = desk.Now };
        await desk.WriteAsync(form, product, ModelState, cancel);
        desk.Publish(form, product, ModelState);
        if (!ModelState.IsValid)
            return Wrong("Edit", await EditorAsync(form, null, cancel));
        db.Products.Add(product);
        return await desk.SaveAsync(product, string.IsNullOrWhiteSpace(form.Slug), ModelState, cancel)
            ? Done(Editor(product.Id), text.With(text["已添加商品 {0}。", product.Sku] + desk.SlugNotice, desk.Omissions))
            : Wrong("Edit", await EditorAsync(form, null, cancel));
    }

    [HttpGet(List + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is { } product
            ? View(await EditorAsync(ProductForm.Of(product), product, cancel))
            : NotFound();

    [HttpPost(List + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] ProductForm form, CancellationToken cancel)
    {
        var found = await db.Products.FindAsync([id], cancel);
        form = await pictures.GatherAsync(form, found, ModelState, cancel);
        if (found is not { } product)
            return await GoneAsync(form, cancel);
        if (form.Then == ProductThen.Preview)
            return await PreviewAsync(form, product, cancel);
        var isStale = product.Version != form.Version;
        await desk.WriteAsync(form, product, ModelState, cancel);
        if (!isStale)
            desk.Publish(form, product, ModelState);
        if (!ModelState.IsValid)
            return Wrong("Edit", await EditorAsync(form, product, cancel));
        try
        {
            if (isStale)
                return await ConflictAsync(form, product, cancel);
            return await desk.SaveAsync(product, slugIsOurs: false, ModelState, cancel)
                ? Done(Editor(id), text.With(form.Then == ProductThen.Publish ? text["已保存并发布。"] : text["已保存。"], desk.Omissions))
                : Wrong("Edit", await EditorAsync(form, product, cancel));
        }
        catch (DbUpdateConcurrencyException)
        {
            return await ConflictAsync(form, product, cancel); // a concurrent save
        }
    }

    [HttpPost(List + "/{id:int}/withdrawal")]
    public Task<IActionResult> Withdraw([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, p => p.Withdraw(), "已下架，商店里不再显示。", cancel);

    [HttpPost(List + "/{id:int}/bin")]
    public Task<IActionResult> ToBin([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, p => p.ToBin(desk.Now), "已放入回收站，可以随时恢复。", cancel);

    [HttpPost(List + "/{id:int}/restoration")]
    public Task<IActionResult> Restore([FromRoute] int id, CancellationToken cancel) => ChangeAsync(id, p => p.Restore(), "已从回收站恢复，还没有发布。", cancel);

    /// <summary>Rendered description, for the editor's preview.</summary>
    [HttpPost("/admin/preview")]
    public IActionResult Preview([FromForm] string? markdown) => PartialView("markdown-preview", Rendered(markdown));

    private async Task<IActionResult> ChangeAsync(int id, Action<Product> change, string notice, CancellationToken cancel)
    {
        if (await db.Products.FindAsync([id], cancel) is not { } product)
            return NotFound();
        change(product);
        product.UpdatedAt = desk.Now;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Done(Editor(id), text["别人刚刚保存了这件商品，请看过再试一次。"]);
        }
        return Done(Editor(id), text[notice]);
    }

    private async Task<IActionResult> ConflictAsync(ProductForm form, Product product, CancellationToken cancel)
    {
        if (await desk.CompareAsync(form, product, cancel) is not { } merge)
            return await GoneAsync(form, cancel);
        var (id, then) = (product.Id, (nameof(form.Then), $"{form.Then}"));
        return Stale(await stale.ReadAsync(RevisionKind.Product, id, merge, form, product.Sku, Editor(id), cancel, then));
    }

    /// <summary>The product was deleted permanently meanwhile: the submitted values can be saved as a new one.</summary>
    private async Task<IActionResult> GoneAsync(ProductForm form, CancellationToken cancel)
    {
        ModelState.AddModelError("", text["这件商品已经不存在了。您填写的内容都在下面，可以保存为新商品。"]);
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Edit", await EditorAsync(form, null, cancel));
    }

    private async Task<IActionResult> PreviewAsync(ProductForm form, Product? product, CancellationToken cancel)
    {
        ModelState.Clear(); // nothing was saved, so no errors are shown yet
        return View("Edit", await EditorAsync(form, product, cancel) with { Preview = Rendered(form.Description) });
    }

    private DescriptionPreview Rendered(string? markdown)
    {
        try
        {
            var rendered = RichText.Render(markdown ?? "");
            return new(rendered.Html, rendered.Omissions);
        }
        catch (MarkdownRefusedException e)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return new(System.Net.WebUtility.HtmlEncode(e.Message), []);
        }
    }

    private async Task<ProductEditor> EditorAsync(ProductForm form, Product? product, CancellationToken cancel) => new(
        form, product, await db.CategoryChoicesAsync(form.CategoryId, cancel), await db.VendorChoicesAsync(form.VendorId, cancel), await db.SpecNamesAsync(form.CategoryId, cancel),
        product is null ? null : await history.OfAsync(RevisionKind.Product, product.Id, null, StepsBeside, cancel)) 
    {
        Namesakes = desk.Namesakes,
        IsWithdrawn = product is { State: PublicationState.Draft } && (await db.WithdrawnAmongAsync([product.Id], cancel)).Count > 0,
    };

    private async Task<BulkChange?> UndoableAsync(int? id, CancellationToken cancel) =>
        id is not null && !await db.BulkChanges.AnyAsync(c => c.UndoneId == id, cancel) && await db.BulkChanges.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is { } change
            && BulkUndoing.CanBeUndone(change.What) ? change : null;

    private static string Editor(int id) => $"{List}/{id}/edit";
}
