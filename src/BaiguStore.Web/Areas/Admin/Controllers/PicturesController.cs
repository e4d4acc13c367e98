using System.Net.Mime;
using BaiguStore.Core.Catalog;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>List of uploaded pictures, and uploads: by form, or by scripts that request JSON.</summary>
[Authorize(Policies.Catalogue)]
public sealed class PicturesController(PictureService desk, IStringLocalizer<Ui> text) : AdminController
{
    private const string Field = "Uploads";

    [HttpGet(PicturePage.Path)]
    public async Task<IActionResult> Index([FromQuery] int? before, [FromQuery] int? after, CancellationToken cancel) =>
        ModelState.IsValid ? View(await desk.ListAsync(before, after, cancel)) : BadRequest();

    [HttpPost(PicturePage.Path)]
    public async Task<IActionResult> Create([FromForm(Name = Field)] List<IFormFile> files, CancellationToken cancel)
    {
        if (files.Count == 0)
            ModelState.AddModelError(Field, text["请选择图片。"]);
        if (files.Count > Product.MaxPictures)
            ModelState.AddModelError(Field, text["最多 {0} 张图片，其余没有上传。", Product.MaxPictures]);
        var taken = await desk.TakeAsync(files.Take(Product.MaxPictures), Field, ModelState, cancel);
        if (Request.Headers.Accept.ToString().Contains(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
            return ModelState.IsValid ? Json(TakenPicture.Of(taken[0])) : Problem(ModelState[Field]!.Errors[0].ErrorMessage, statusCode: StatusCodes.Status400BadRequest);
        return ModelState.IsValid ? Done(PicturePage.Path, text["已上传 {0} 张图片。", taken.Count]) : Wrong("Index", await desk.ListAsync(null, null, cancel));
    }
}
