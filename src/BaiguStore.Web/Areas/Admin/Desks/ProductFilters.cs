using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Desks;

public static class ProductFilters
{
    /// <summary>For a category that nobody knows.</summary>
    public static ProductFilter Nothing { get; } = new() { CategoryPath = "-" };

    extension(StoreDb db)
    {
        /// <summary>What the address asks for; a category means that one and all below it, one that is gone finds nothing.</summary>
        public async Task<ProductFilter> FilterAsync(ProductListQuery query, DateTime now, CancellationToken cancel) => new()
        {
            CategoryPath = query.Category is { } id ? await db.Categories.Where(c => c.Id == id).Select(c => c.Path).FirstOrDefaultAsync(cancel) ?? "-" : null,
            VendorId = query.Vendor,
            State = query.State,
            IsSample = query.Sample,
            WithoutPrice = query.NoPrice is true,
            WithoutPicture = query.NoPicture is true,
            NotConfirmedSince = query.Unconfirmed is true ? now - CatalogueFigures.ConfirmedFor : null,
            Text = query.Q,
        };
    }
}
