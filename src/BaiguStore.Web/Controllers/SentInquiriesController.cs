using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Security;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers;

/// <summary>Status and answers of a sent inquiry, for whoever has its secret URL.</summary>
[PrivatePage]
public sealed class SentInquiriesController(StoreDb db, StoreSnapshot store, PublicUrl publicUrl, TimeProvider clock, IStringLocalizer<Ui> text) : Controller
{
    private const string Path = Links.InquiryPath + "/{number:maxlength(20)}/{secret:length(64)}";

    [HttpGet(Path)]
    public async Task<IActionResult> Show(string number, string secret, CancellationToken cancel) =>
        await FindAsync(number, secret, cancel) is { } page ? View(page) : NotFound();

    /// <summary>The inquiry as a spreadsheet.</summary>
    [HttpGet(Path + "/table.xlsx")]
    public async Task<IActionResult> Table(string number, string secret, CancellationToken cancel)
    {
        if (await FindAsync(number, secret, cancel) is not { } page)
            return NotFound();
        using var bytes = new MemoryStream();
        await Workbook.WriteAsync(bytes, QuotationTable.Of(page, text), cancel);
        return File(bytes.ToArray(), Workbook.ContentType, $"{page.Inquiry.Number}.xlsx");
    }

    private async Task<SentInquiryPage?> FindAsync(string number, string secret, CancellationToken cancel)
    {
        var (path, now) = (Links.SentInquiry(number, secret), clock.GetUtcNow().UtcDateTime);
        if (await db.WholeInquiryAsync(number, secret, cancel) is not { } inquiry)
            return null;
        if (!User.IsStaff) // staff look at it, too, which is not an opening by the buyer
            await db.RecordOpeningAsync(inquiry, now, cancel);
        return new(inquiry, store.Company, path, publicUrl.Of(path, Request), now);
    }
}
