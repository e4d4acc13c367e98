using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Applies a product form to the entity; invalid values become field errors.</summary>
public sealed class ProductService(StoreDb db, TimeProvider clock, IStringLocalizer<Ui> text)
{
    /// <summary>Parts of the last description that visitors will not see.</summary>
    public IReadOnlyList<MarkdownOmission> Omissions { get; private set; } = [];

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Products that prevented the last save.</summary>
    public IReadOnlyList<Namesake> Namesakes { get; private set; } = [];

    /// <summary>Notice about the slug of the last save, or "".</summary>
    public string SlugNotice { get; private set; } = "";

    /// <summary>Does not save.</summary>
    public async Task WriteAsync(ProductForm form, Product product, ModelStateDictionary errors, CancellationToken cancel)
    {
        var (sku, slug) = (PlainText.Line(VisibleText.Compatible(form.Sku)), PlainText.Line(form.Slug)); // part numbers never contain full-width characters
        foreach (var typed in form.Typed().Where(t => !PlainText.IsWellFormed(t.Value)))
            errors.AddModelError(typed.Name, text["有无法识别的字符，请重新输入。"]);
        if (slug.Length > 0 && Slug.From(slug) is var proper && proper != slug)
            errors.AddModelError(nameof(form.Slug), text["地址只能用小写字母、汉字、数字和连字符，例如 {0}。", proper]);
        if (!Yuan.TryParse(form.ListPrice, out var fen))
            errors.AddModelError(nameof(form.ListPrice), text["价格请写成元，例如 4280 或 4,280.50，不以 0 开头。没有价格请留空，商品显示为询价。"]);
        if (SpecLines.Parse(form.Specs, out var wrongLine) is not { } specs)
            errors.AddModelError(nameof(form.Specs), text["第 {0} 行读不懂。每行写一项：名称: 值 [单位]。名称最多 {1} 字，值最多 {2} 字，一共最多 {3} 项。", wrongLine, SpecLines.MaxNameLength, SpecLines.MaxValueLength, SpecLines.MaxSpecs]);
        else
            product.Specs = specs.SequenceEqual(product.Specs.Select(Plain)) ? product.Specs : specs;
        if (form.Pictures is { } lines && ProductPicture.Parse(lines) is { } pictures && pictures.Count <= Product.MaxPictures)
            product.Pictures = pictures;
        if (!Enum.IsDefined(form.Stock))
            errors.AddModelError(nameof(form.Stock), text["请选择货期。"]);
        if (form.VendorId is { } vendor && !await db.Vendors.AnyAsync(v => v.Id == vendor, cancel))
            errors.AddModelError(nameof(form.VendorId), text["请选择品牌。"]);
        if (form.CategoryId is { } category && category != product.CategoryId && !await db.Categories.AnyAsync(c => c.Id == category && c.DeletedAt == null, cancel))
            errors.AddModelError(nameof(form.CategoryId), text["请选择分类。"]);
        Describe(product, form.Description, errors);
        if (!errors.IsValid)
            return;
        (product.Name, product.Sku, product.Summary) = (PlainText.Line(form.Name), sku, PlainText.Line(form.Summary));
        product.Slug = slug.Length > 0 ? slug : product.Slug.Length > 0 ? product.Slug : Slug.From(sku);
        (product.VendorId, product.CategoryId, product.ListPriceFen, product.Stock) = (form.VendorId!.Value, form.CategoryId!.Value, fen, form.Stock);
        await FindCollisionsAsync(product, slugIsOurs: slug.Length == 0, form.IsOther, errors, cancel);
    }

    /// <summary>Schedules and publishes according to the form's dates and button. Reports an error if the rules refuse.</summary>
    public void Publish(ProductForm form, Product product, ModelStateDictionary errors)
    {
        if (!ChinaTime.TryParse(form.PublishFrom, out var from))
            errors.AddModelError(nameof(form.PublishFrom), text["时间请写成 2026-11-22T08:30。"]);
        if (!ChinaTime.TryParse(form.PublishUntil, out var until))
            errors.AddModelError(nameof(form.PublishUntil), text["时间请写成 2026-11-22T08:30。"]);
        if (!errors.IsValid)
            return;
        try
        {
            if (form.Then == ProductThen.Publish)
                product.Publish(Now);
            from = product.PublishedAt is null ? from : null;
            if (ChinaTime.Input(from) != ChinaTime.Input(product.PublishFrom) || ChinaTime.Input(until) != ChinaTime.Input(product.PublishUntil))
                product.Schedule(from, until, Now);
        }
        catch (PublicationRefusedException e)
        {
            errors.AddModelError(form.PublishFrom is { Length: > 0 } ? nameof(form.PublishFrom) : nameof(form.PublishUntil), text[e.Message]);
        }
    }

    /// <summary>
    /// False with errors if part number or slug are taken concurrently. Throws DbUpdateConcurrencyException over a newer version.
    /// </summary>
    public async Task<bool> SaveAsync(Product product, bool slugIsOurs, ModelStateDictionary errors, CancellationToken cancel)
    {
        product.UpdatedAt = Now;
        try
        {
            if (slugIsOurs)
            {
                var wanted = product.Slug;
                await db.SaveWithFreeSlugAsync(product, cancel);
                SlugNotice = await db.SlugNoticeAsync(product, wanted, text, cancel);
            }
            else
                await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            await FindCollisionsAsync(product, slugIsOurs, isOther: true, errors, cancel);
            if (errors.IsValid)
                throw;
            return false;
        }
        return true;
    }

    /// <summary>Compares the form with the saved state and the state when it was opened. Null if the product is gone.</summary>
    public async Task<ThreeWay?> CompareAsync(ProductForm form, Product product, CancellationToken cancel)
    {
        if (await db.StateAtAsync(RevisionKind.Product, product.Id, form.Version, cancel) is not { } opened)
            return null;
        var mine = FieldValues.Of(product).With(new Dictionary<string, string?>
        {
            [nameof(product.PublishFrom)] = Time(form.PublishFrom, opened[nameof(product.PublishFrom)]),
            [nameof(product.PublishUntil)] = Time(form.PublishUntil, opened[nameof(product.PublishUntil)]),
        });
        return await db.CompareAsync(RevisionKind.Product, product.Id, form.Version, mine, cancel);
    }

    /// <summary>In the format of the history. Forms have a precision of minutes: an untouched time counts as equal.</summary>
    private static string? Time(string? typed, string? opened)
    {
        var time = ChinaTime.TryParse(typed, out var read) ? read : null;
        var was = opened is null ? (DateTime?)null : DateTime.Parse(opened, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return ChinaTime.Input(time) == ChinaTime.Input(was) ? opened : time?.ToString("O", CultureInfo.InvariantCulture);
    }

    private async Task FindCollisionsAsync(Product product, bool slugIsOurs, bool isOther, ModelStateDictionary errors, CancellationToken cancel)
    {
        Namesakes = await db.NamesakesAsync(product, slugIsOurs, isOther, cancel);
        Namesakes.Report(product.Sku, errors, text);
    }

    private void Describe(Product product, string? markdown, ModelStateDictionary errors)
    {
        var typed = (markdown ?? "").ReplaceLineEndings("\n");
        if (typed == product.Description)
            return;
        try
        {
            Omissions = product.Describe(typed);
        }
        catch (MarkdownRefusedException e)
        {
            errors.AddModelError(nameof(ProductForm.Description), e.Message);
        }
    }

    /// <summary>Normalizes an empty unit to null, as a parsed line has it.</summary>
    private static Spec Plain(Spec spec) => string.IsNullOrEmpty(spec.Unit) ? spec with { Unit = null } : spec;
}
