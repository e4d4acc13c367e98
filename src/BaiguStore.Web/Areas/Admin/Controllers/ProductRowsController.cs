using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Desks;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Price, stock and state of one product, as they are edited in the list. A script asks for JSON and stays where it is.</summary>
[Authorize(Policies.Catalogue)]
public sealed class ProductRowsController(StoreDb db, ProductDesk desk, IStringLocalizer<Ui> text) : AdminController
{
    [HttpPost("/admin/products/{id:int}/row")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] RowForm form, CancellationToken cancel)
    {
        if (await db.Products.FindAsync([id], cancel) is not { } product)
            return NotFound();
        if (!Yuan.TryParse(form.ListPrice, out var fen))
            ModelState.AddModelError(nameof(form.ListPrice), text["价格请写成元，例如 4280 或 4,280.50。没有价格请留空，商品显示为询价。"]);
        if (form.Stock is not { } stock || !Enum.IsDefined(stock))
            return BadRequest();
        if (!ModelState.IsValid)
            return await AnswerAsync(id, form, isStale: false, cancel);
        if (product.Version != form.Version)
            return await AnswerAsync(id, form, isStale: true, cancel);
        Set(product, fen, stock, form.Published);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await AnswerAsync(id, form, isStale: true, cancel);
        }
        await desk.ShowAsync(cancel);
        var said = text["已保存 {0}。", product.Sku];
        return WantsJson ? Ok(new { product.Version, ListPrice = Yuan.Of(product.ListPriceFen), Said = said.Value }) : Done(PlaceOf(form, id), said);
    }

    private void Set(Product product, long? fen, StockState stock, bool? published)
    {
        (product.ListPriceFen, product.Stock, product.UpdatedAt) = (fen, stock, desk.Now);
        if (product.DeletedAt is null && published is true && product.PublishedAt is null)
            product.Publish(desk.Now);
        else if (published is false && product.PublishedAt is not null)
            product.Withdraw();
    }

    /// <summary>400 or 409 with what was typed and what is there.</summary>
    private async Task<IActionResult> AnswerAsync(int id, RowForm form, bool isStale, CancellationToken cancel)
    {
        var now = (await db.Products.AsNoTracking().Where(p => p.Id == id).StaffPageAsync(StaffOrder.Sku, null, false, 1, cancel)).Items[0];
        Response.StatusCode = isStale ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        if (!WantsJson)
            return View("Row", new RowPage(form with { Back = PlaceOf(form, id) }, now, isStale));
        var error = ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage).FirstOrDefault();
        return new JsonResult(new { Error = error ?? text["别人刚刚改过 {0}。现在的内容已换上，您填的是：{1}。再按回车即以您的为准。", now.Sku, form.ListPrice ?? ""], now.Version, ListPrice = Yuan.Of(now.ListPriceFen), Stock = $"{now.Stock}", Published = now.PublishedAt is not null });
    }

    private bool WantsJson => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    private string PlaceOf(RowForm form, int id) => (Url.IsLocalUrl(form.Back) ? form.Back.Split('#')[0] : "/admin/products") + $"#p{id}";
}
