using System.Globalization;
using BaiguStore.Core.Data;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>
/// The id of a category as people write it where a list of all would be too long: the number, alone or with the name behind it
/// as the field suggests it, or the name or the slug of just one.
/// </summary>
public sealed class PlaceBinder(StoreDb db, IStringLocalizer<Ui> text) : IModelBinder
{
    public async Task BindModelAsync(ModelBindingContext binding)
    {
        var given = binding.ValueProvider.GetValue(binding.ModelName);
        binding.ModelState.SetModelValue(binding.ModelName, given);
        var typed = given.FirstValue?.Trim() ?? "";
        if (typed.Length == 0)
            binding.Result = ModelBindingResult.Success(null);
        else if (await FindAsync(typed, binding.HttpContext.RequestAborted) is [var id])
            binding.Result = ModelBindingResult.Success(id);
        else
            binding.ModelState.TryAddModelError(binding.ModelName, text["没有找到这个分类，或者不止一个。请写分类的编号或地址。"]);
    }

    private async Task<List<int>> FindAsync(string typed, CancellationToken cancel)
    {
        var number = typed.Split(' ', 2)[0];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? [id]
            : await db.Categories.Where(c => c.Slug == typed || c.Name == typed).Select(c => c.Id).Take(2).ToListAsync(cancel);
    }
}
