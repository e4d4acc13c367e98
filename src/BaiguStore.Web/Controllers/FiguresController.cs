using BaiguStore.Core.Seeding;
using BaiguStore.Web.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace BaiguStore.Web.Controllers;

/// <summary>The figures of the seeded articles, which travel with the seeds inside the program.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class FiguresController : Controller
{
    [HttpGet("/figures/{name}.svg")]
    [OutputCache(PolicyName = PageCacheSetup.Page)]
    public IActionResult Show(string name) =>
        SeedFiles.Figure($"{name}.svg") is { } figure ? File(figure, "image/svg+xml") : NotFound();
}
