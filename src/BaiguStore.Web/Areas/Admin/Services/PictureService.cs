using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Stores uploaded pictures, and reports why files are refused.</summary>
public sealed class PictureService(StoreDb db, PictureStore store, IStringLocalizer<Ui> text)
{
    private const int PageSize = 24, NameShown = 60;

    /// <param name="before">The last picture of the previous page, or null.</param>
    /// <param name="after">The first picture of the next page, for paging back.</param>
    public async Task<PicturePage> ListAsync(int? before, int? after, CancellationToken cancel)
    {
        var all = db.Pictures.AsNoTracking();
        var rows = await (after is { } from ? all.Where(p => p.Id > from).OrderBy(p => p.Id) : all.Where(p => before == null || p.Id < before).OrderByDescending(p => p.Id))
            .Take(PageSize + 1).ToListAsync(cancel);
        var more = rows.Count > PageSize;
        var page = rows.Take(PageSize).OrderByDescending(p => p.Id).ToList();
        var (isFirst, isLast) = after is null ? (before is null, !more) : (!more, false);
        return new(page, new(isFirst || page.Count == 0 ? null : $"{PicturePage.Path}?after={page[0].Id}", isLast || page.Count == 0 ? null : $"{PicturePage.Path}?before={page[^1].Id}"));
    }

    /// <summary>Stores the valid pictures, in order; reports the others as field errors.</summary>
    public async Task<List<Picture>> TakeAsync(IEnumerable<IFormFile> files, string field, ModelStateDictionary errors, CancellationToken cancel)
    {
        List<Picture> taken = [];
        foreach (var file in files)
            try
            {
                await using var stream = file.OpenReadStream();
                taken.Add(await store.AddAsync(stream, cancel));
            }
            catch (PictureRefusedException e)
            {
                errors.AddModelError(field, Why(e.Refusal, PlainText.Excerpt(Path.GetFileName(file.FileName), NameShown)));
            }
        return taken;
    }

    /// <summary>
    /// The form with its pictures as one text: rows of a browser without script in order, then uploaded files. Sizes come from the database. A form
    /// without picture fields leaves them unchanged.
    /// </summary>
    /// <param name="product">Null for a new one.</param>
    public async Task<ProductForm> GatherAsync(ProductForm form, Product? product, ModelStateDictionary errors, CancellationToken cancel)
    {
        if (form is { Pictures: null, PictureKey.Count: 0, Uploads.Count: 0 })
            return form;
        const string field = nameof(form.Pictures);
        if ((form.PictureKey.Count > 0 ? form.PictureRows() : ProductPicture.Parse(form.Pictures ?? ProductPicture.Lines(product?.Pictures ?? []))) is not { } named)
        {
            errors.AddModelError(field, text["图片没有读懂，请重新打开这一页。"]);
            return form;
        }
        var sizes = await db.PictureSizesAsync([.. named.Select(p => p.Key)], cancel);
        var pictures = named.Where(p => sizes.ContainsKey(p.Key)).Select(p => p with { Width = sizes[p.Key].Width, Height = sizes[p.Key].Height }).ToList();
        if (pictures.Count < named.Count)
            errors.AddModelError(field, text["有一张图片已经不在了，请重新上传。"]);
        if (pictures.Exists(p => p.Alt.Length > ProductPicture.MaxAltLength))
            errors.AddModelError(field, text["图片说明最多 {0} 个字符。", ProductPicture.MaxAltLength]);
        if (pictures.Exists(p => !PlainText.IsWellFormed(p.Alt)))
            errors.AddModelError(field, text["有无法识别的字符，请重新输入。"]);
        var room = Math.Max(0, Product.MaxPictures - pictures.Count);
        if (form.Uploads.Count > room || named.Count > Product.MaxPictures)
            errors.AddModelError(field, text["最多 {0} 张图片，其余没有上传。", Product.MaxPictures]);
        pictures.AddRange((await TakeAsync(form.Uploads.Take(room), field, errors, cancel)).Select(p => new ProductPicture(p.Key, p.Width, p.Height, "")));
        return form with { Pictures = ProductPicture.Lines(pictures.DistinctBy(p => p.Key).Take(Product.MaxPictures)), PictureKey = [] };
    }

    private string Why(PictureRefusal refusal, string file) => refusal switch
    {
        PictureRefusal.TooHeavy => text["{0}：文件超过 20 MB，请缩小后再上传。", file],
        PictureRefusal.TooLarge => text["{0}：图片超过 6000 万像素，或者宽高超过 16,000 像素，请缩小后再上传。", file],
        PictureRefusal.Damaged => text["{0}：图片不完整或已损坏，请重新导出后再上传。", file],
        _ => text["{0}：不是 JPEG、PNG、WebP 或 GIF 图片，请另存为其中一种再上传。", file],
    };
}
