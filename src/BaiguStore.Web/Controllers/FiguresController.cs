using BaiguStore.Core.Pictures;
using BaiguStore.Core.Seeding;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Figures of the seeded articles, which are embedded in the program.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class FiguresController : Controller
{
    [HttpGet("/figures/{name}.svg")]
    [CachedPage(SameForStaff = true)]
    public IActionResult Show(string name) =>
        Figures.Open($"{name}.svg") is { } figure ? File(figure, "image/svg+xml") : NotFound();
}
