using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Inline editing of a product's price, stock and state in the list. A script requests JSON and stays on the page.</summary>
[Authorize(Policies.Catalogue)]
public sealed class ProductRowsController(StoreDb db, ProductService desk, IStringLocalizer<Ui> text) : AdminController
{
    [HttpPost("/admin/products/{id:int}/row")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] RowForm form, CancellationToken cancel)
    {
        if (await db.Products.FindAsync([id], cancel) is not { } product)
            return NotFound();
        if (!Yuan.TryParse(form.ListPrice, out var fen))
            ModelState.AddModelError(nameof(form.ListPrice), text["价格请写成元，例如 4280 或 4,280.50，不以 0 开头。没有价格请留空，商品显示为询价。"]);
        if (form.Stock is not { } stock || !Enum.IsDefined(stock))
            return BadRequest();
        if (!ModelState.IsValid)
            return await AnswerAsync(StatusCodes.Status400BadRequest, id, form, cancel);
        var typed = new RowValues(fen, stock, form.Published ?? product.PublishedAt is not null);
        if (await MergeAsync(product, form, typed, cancel) is not { } values)
            return await AnswerAsync(StatusCodes.Status409Conflict, id, form, cancel);
        if (QuestionOf(product, values, form) is { } question)
            return await AnswerAsync(StatusCodes.Status422UnprocessableEntity, id, form, cancel, question);
        if (values != RowValues.Of(product)) // equal values: a retry after a lost response
        {
            Set(product, values);
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                return await AnswerAsync(StatusCodes.Status409Conflict, id, form, cancel);
            }
        }
        var said = text["已保存 {0}。", product.Sku];
        return WantsJson
            ? Ok(new { product.Version, ListPrice = Yuan.Of(product.ListPriceFen), Stock = $"{product.Stock}", Published = product.PublishedAt is not null, Said = said.Value })
            : Done(PlaceOf(form, id), said);
    }

    /// <summary>The values to save: the submitted ones, merged with other members' changes to other fields. Null for a conflict.</summary>
    private async Task<RowValues?> MergeAsync(Product product, RowForm form, RowValues typed, CancellationToken cancel)
    {
        if (product.Version == form.Version)
            return typed;
        return await db.StateAtAsync(RevisionKind.Product, product.Id, form.Version, cancel) is { } opened
            ? RowValues.Merge(RowValues.Of(opened), RowValues.Of(product), typed)
            : null;
    }

    /// <summary>The confirmation question for a price far from the present one; null if none is needed, or it was answered.</summary>
    private string? QuestionOf(Product product, RowValues values, RowForm form) =>
        PriceJump.Between(product.ListPriceFen, values.PriceFen) is { IsLarge: true } jump && !(Yuan.TryParse(form.Confirmed, out var confirmed) && confirmed == jump.ToFen)
            ? text["{0}：价格从 {1} 改为 {2}（{3}），相差超过 {4}%。确定吗？", product.Sku, Format.Price(jump.FromFen), Format.Price(jump.ToFen), jump.Percent, PriceJump.Limit].Value
            : null;

    private void Set(Product product, RowValues values)
    {
        (product.ListPriceFen, product.Stock, product.UpdatedAt) = (values.PriceFen, values.Stock, desk.Now);
        if (product.DeletedAt is null && values.IsPublished && product.PublishedAt is null)
            product.Publish(desk.Now);
        else if (!values.IsPublished && product.PublishedAt is not null)
            product.Withdraw();
    }

    /// <summary>The reason for not saving, with the submitted and the present values.</summary>
    private async Task<IActionResult> AnswerAsync(int status, int id, RowForm form, CancellationToken cancel, string? question = null)
    {
        var isStale = status == StatusCodes.Status409Conflict;
        var now = (await db.Products.AsNoTracking().Where(p => p.Id == id).ListPageAsync(ProductListOrder.Sku, null, false, 1, cancel)).Items[0];
        Response.StatusCode = status;
        if (!WantsJson)
            return View("Row", new RowPage(form with { Back = PlaceOf(form, id) }, now, isStale, question));
        var error = question ?? ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage).FirstOrDefault()
            ?? text["别人刚刚改过 {0}，现在的价格是 {1}，您填的是 {2}。再按回车即以您的为准。", now.Sku, PriceText(Yuan.Of(now.ListPriceFen)), PriceText(form.ListPrice)];
        return new JsonResult(new { Error = error, now.Version, ListPrice = Yuan.Of(now.ListPriceFen), Stock = $"{now.Stock}", Published = now.PublishedAt is not null });
    }

    private string PriceText(string? price) => string.IsNullOrWhiteSpace(price) ? text["询价"].Value : price;

    private bool WantsJson => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    private string PlaceOf(RowForm form, int id) => (Url.IsLocalUrl(form.Back) ? form.Back.Split('#')[0] : "/admin/products") + $"#p{id}";
}
