using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Finds products with the same part number or slug, or a similar part number.</summary>
public static class Namesakes
{
    /// <summary>Maximum candidates with the same letters and digits: no catalogue has more.</summary>
    private const int MostAlike = 100;

    extension(StoreDb db)
    {
        /// <summary>
        /// Products that prevent saving: one with the same part number or slug, soft-deleted ones included; and, unless the user confirmed it, one
        /// whose part number differs only in case, width, hyphens and spaces.
        /// </summary>
        public async Task<IReadOnlyList<Namesake>> NamesakesAsync(Product product, bool slugIsOurs, bool isOther, CancellationToken cancel)
        {
            var (id, sku, key, slug) = (product.Id, product.Sku, product.SkuKey, product.Slug);
            var alike = await db.Products.AsNoTracking().Where(p => p.Id != id && (p.Sku == sku || (key != "" && p.SkuKey == key))).OrderBy(p => p.Id)
                .Select(p => new Namesake(nameof(Product.Sku), p.Id, p.Sku, p.Name, p.DeletedAt != null)).Take(MostAlike).ToListAsync(cancel);
            var looks = Product.LooksOf(sku);
            var isAsked = !isOther && (id == 0 || Product.LooksOf(db.Entry(product).Property(p => p.Sku).OriginalValue) != looks);
            var found = alike.Where(n => n.Sku == sku || (isAsked && Product.LooksOf(n.Sku) == looks)).OrderBy(n => n.Sku != sku).Take(1).ToList();
            if (!slugIsOurs)
                found.AddRange(await db.Products.AsNoTracking().Where(p => p.Slug == slug && p.Id != id)
                    .Select(p => new Namesake(nameof(Product.Slug), p.Id, p.Sku, p.Name, p.DeletedAt != null)).ToListAsync(cancel));
            return found;
        }
    }

    /// <summary>Reports each as a field error.</summary>
    public static void Report(this IReadOnlyList<Namesake> namesakes, string sku, ModelStateDictionary errors, IStringLocalizer<Ui> text)
    {
        foreach (var other in namesakes)
            errors.AddModelError(other.Field, (other.Field == nameof(Product.Slug), other.Sku == sku, other.IsInBin) switch
            {
                (true, _, false) => text["这个地址已经有了：{0}。", other.Name],
                (true, _, true) => text["这个地址属于回收站里的商品：{0}。请恢复那件商品，或者换一个地址。", other.Name],
                (_, true, false) => text["这个型号已经有了：{0}。", other.Name],
                (_, true, true) => text["这个型号的商品在回收站里：{0}。请从回收站恢复它，不必新建。", other.Name],
                (_, _, false) => text["有一件商品的型号看起来一样：{0}，{1}。", other.Sku, other.Name],
                _ => text["回收站里有一件商品的型号看起来一样：{0}，{1}。", other.Sku, other.Name],
            });
    }
}
