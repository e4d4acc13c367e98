using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Reports when an entity got another slug than requested.</summary>
public static class TakenSlugs
{
    extension(StoreDb db)
    {
        /// <summary>Notice after a save; "" if the slug is as requested.</summary>
        public async Task<string> SlugNoticeAsync(IHasSlug saved, string wanted, IStringLocalizer<Ui> text, CancellationToken cancel)
        {
            if (saved.Slug == wanted)
                return "";
            var holder = await (saved switch
            {
                Article => db.Articles.Where(a => a.Slug == wanted).Select(a => new Holder(a.Title, a.DeletedAt != null)),
                Category => db.Categories.Where(c => c.Slug == wanted).Select(c => new Holder(c.Name, c.DeletedAt != null)),
                _ => db.Products.Where(p => p.Slug == wanted).Select(p => new Holder(p.Sku, p.DeletedAt != null)),
            }).FirstOrDefaultAsync(cancel);
            return holder is null ? text["地址“{0}”已被占用，改用了“{1}”。", wanted, saved.Slug]
                : holder.IsInBin ? text["地址“{0}”属于回收站里的“{1}”，改用了“{2}”。", wanted, holder.Name, saved.Slug]
                : text["地址“{0}”属于“{1}”，改用了“{2}”。", wanted, holder.Name, saved.Slug];
        }
    }

    private sealed record Holder(string Name, bool IsInBin);
}
