using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Web.Areas.Admin.Services;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>
/// Parses the id of a category as users type it where the tree is too large for a list: the id, alone or followed by the name as suggested, or a
/// unique name or slug. Otherwise the error lists the candidates.
/// </summary>
public sealed class CategoryBinder(StoreDb db, IStringLocalizer<Ui> text) : IModelBinder
{
    private const int Named = 5, MaxTyped = 200;

    public async Task BindModelAsync(ModelBindingContext binding)
    {
        var given = binding.ValueProvider.GetValue(binding.ModelName);
        binding.ModelState.SetModelValue(binding.ModelName, given);
        var (id, error) = await ReadAsync(given.FirstValue, binding.HttpContext.RequestAborted);
        if (error is null)
            binding.Result = ModelBindingResult.Success(id);
        else
            binding.ModelState.TryAddModelError(binding.ModelName, error);
    }

    /// <summary>The id, null for empty input, or an error.</summary>
    public async Task<(int? Id, string? Error)> ReadAsync(string? given, CancellationToken cancel)
    {
        var typed = given?.Trim() ?? "";
        if (typed.Length == 0)
            return (null, null);
        if (int.TryParse(typed.Split(' ', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (number, null);
        return await db.Categories.Where(c => c.Slug == typed || c.Name == typed).Select(c => c.Id).Order().Take(2).ToListAsync(cancel) is [var id]
            ? (id, null) : (null, await NotOneAsync(typed, cancel));
    }

    private async Task<string> NotOneAsync(string typed, CancellationToken cancel)
    {
        var like = typed.Length > MaxTyped ? [] : await db.FindPlacesAsync(typed, Named, cancel);
        return like.Count == 0 ? text["没有找到这个分类，或者不止一个。请写分类的编号或地址。"]
            : text["没有找到这个分类，或者不止一个。请写编号，例如：{0}", string.Join("；", like.Select(p => $"{p.Id} {p.Name}"))];
    }
}
