using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>A buyer's list of what to ask for. The address holds all of it; the store keeps nothing.</summary>
public sealed class InquiriesController(StoreDb db, StoreSnapshots snapshots) : Controller
{
    /// <summary>Keys of the query: items; and from the form the quantity of each, and the rows to take out.</summary>
    public const string Item = "item", Quantity = "n", Removed = "remove";

    [HttpGet(Links.InquiryPath)]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var query = Request.Query;
        var fromForm = query.ContainsKey(Quantity);
        var list = fromForm ? InquiryList.Read(query[Item], query[Quantity], query[Removed]) : InquiryList.Read(query[Item]);
        if (list.Fault != InquiryFault.None)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (fromForm)
            return this.SeeOther(Links.Inquiry(list)); // one list has one address
        return View(await InquiryPage.LoadAsync(db, snapshots.Current, list, cancel));
    }
}
