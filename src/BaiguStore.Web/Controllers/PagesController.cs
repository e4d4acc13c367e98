using BaiguStore.Core.Catalog;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Static pages about the company, from its facts.</summary>
[CachedPage]
public sealed class PagesController(StoreSnapshot store) : Controller
{
    [HttpGet("/about")]
    public IActionResult About() => View(store);

    [HttpGet("/contact")]
    public IActionResult Contact() => View(store);

    [HttpGet("/privacy")]
    public IActionResult Privacy() => View(store);
}
