using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Models;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers;

/// <summary>Compares products side by side. The URL contains the whole selection.</summary>
public sealed class ComparisonsController(StoreDb db, StoreSnapshot store, IStringLocalizer<Ui> text) : Controller
{
    /// <summary>Query keys: part numbers, and whether only different rows are shown.</summary>
    public const string Sku = "sku", OnlyDifferences = "diff";

    [HttpGet(Links.ComparePath)]
    public async Task<IActionResult> Show(CancellationToken cancel) => View(await PageAsync(cancel));

    [HttpGet(Links.ComparePath + "/table.xlsx")]
    public async Task<IActionResult> Download(CancellationToken cancel)
    {
        var page = await PageAsync(cancel);
        if (page.Products.Count == 0)
            return Redirect(Links.ComparePath);
        var sheets = new CompareSheets(text);
        var book = new MemoryStream();
        await Workbook.WriteAsync(book, sheets.Of(page), cancel);
        book.Position = 0;
        return File(book, Workbook.ContentType, sheets.FileName);
    }

    private Task<ComparePage> PageAsync(CancellationToken cancel) =>
        ComparePage.LoadAsync(db, store, ComparedList.Read(Request.Query[Sku]), Request.Query[OnlyDifferences] == "1", cancel);
}
