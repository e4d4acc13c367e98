using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Parses the product list's query string, for the list and for bulk changes of the whole list.</summary>
public sealed class ProductFilters(StoreDb db, ProductFinder finder)
{
    /// <summary>A filter without results, for an unknown category.</summary>
    public static ProductFilter Nothing { get; } = new() { CategoryPath = "-" };

    /// <summary>
    /// A category includes its descendants; an unknown one finds nothing. Null if there is a search text but no index to evaluate it.
    /// </summary>
    public async Task<ProductFilter?> ReadAsync(ProductListQuery query, DateTime now, CancellationToken cancel)
    {
        var isTyped = !string.IsNullOrWhiteSpace(query.Q);
        var found = isTyped ? await finder.FindAsync(db, query.Q!, cancel) : null;
        return isTyped && found is null ? null : new()
        {
            CategoryPath = query.Category is { } id ? await db.Categories.Where(c => c.Id == id).Select(c => c.Path).FirstOrDefaultAsync(cancel) ?? "-" : null,
            VendorId = query.Vendor,
            State = query.State,
            IsSample = query.Sample,
            WithoutPrice = query.NoPrice is true,
            WithoutPicture = query.NoPicture is true,
            NotConfirmedSince = query.Unconfirmed is true ? now - CatalogueFigures.ConfirmedFor : null,
            Ids = found,
        };
    }
}
