using BaiguStore.Core.Data;
using BaiguStore.Core.Pictures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace BaiguStore.Web.Controllers;

/// <summary>Picture files. The content of a URL never changes, so browsers cache it permanently and the page cache is not needed.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class PictureFilesController(StoreDb db) : Controller
{
    [HttpGet(PictureAddress.Folder + "{name}" + PictureAddress.Extension)]
    public async Task<IActionResult> Show(string name, CancellationToken cancel)
    {
        if (PictureAddress.Parse(PictureAddress.Folder + name + PictureAddress.Extension) is not { } address || await db.PictureBytesAsync(address, cancel) is not { } bytes)
            return NotFound();
        Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return File(bytes, "image/webp", lastModified: null, new EntityTagHeaderValue($"\"{name}\""));
    }
}
