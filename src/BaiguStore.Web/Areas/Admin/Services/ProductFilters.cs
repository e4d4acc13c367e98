using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>What an address of the list of products asks for: the list and the acts on all of it read it alike.</summary>
public sealed class ProductFilters(StoreDb db, ProductFinder finder)
{
    /// <summary>For a category that nobody knows.</summary>
    public static ProductFilter Nothing { get; } = new() { CategoryPath = "-" };

    /// <summary>
    /// A category means that one and all below it, one that is gone finds nothing. Null where a text was typed and there is no index that could tell
    /// what has it.
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
