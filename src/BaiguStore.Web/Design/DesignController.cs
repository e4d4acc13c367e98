using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Comments;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Design;

/// <summary>`/design`: every component in every state, for designers. Development only.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed partial class DesignController(IWebHostEnvironment environment, StoreSnapshot store) : Controller
{
    [HttpGet("/design")]
    public IActionResult Show()
    {
        if (!environment.IsDevelopment())
            return NotFound();
        ModelState.AddModelError("", DesignSamples.FormError);
        ModelState.AddModelError(nameof(CommentForm.Body), DesignSamples.FieldError);
        return View(new DesignPage(store, Symbols("drawings"), Symbols("icons"), Tokens()));
    }

    /// <summary>Ids of a sprite's symbols, in order.</summary>
    private List<string> Symbols(string sprite) => [.. SymbolId().Matches(Read($"img/{sprite}.svg")).Select(m => m.Groups[1].Value)];

    /// <summary>Names of the color tokens, in order.</summary>
    private List<string> Tokens() => [.. Colour().Matches(Read("css/tokens.css")).Select(m => m.Groups[1].Value)];

    private string Read(string path)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo(path).CreateReadStream());
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""<symbol id="([^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SymbolId();

    [GeneratedRegex(@"^\s*--([a-z-]+): light-dark\(oklch", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
