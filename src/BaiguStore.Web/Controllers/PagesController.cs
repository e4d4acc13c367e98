using BaiguStore.Core.Catalog;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Controllers;

/// <summary>Static pages about the company, from its facts.</summary>
[CachedPage]
public sealed class PagesController(StoreSnapshots snapshots) : Controller
{
    [HttpGet("/about")]
    public IActionResult About() => View(snapshots.Current);

    [HttpGet("/contact")]
    public IActionResult Contact() => View(snapshots.Current);

    [HttpGet("/privacy")]
    public IActionResult Privacy() => View(snapshots.Current);
}
