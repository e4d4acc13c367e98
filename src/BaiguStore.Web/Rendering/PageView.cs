using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewEngines;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// Runs a Razor view and writes directly into the page. The framework's own view first collects thousands of small objects and copies them three
/// times; here only the body of a layout is buffered.
/// </summary>
internal sealed class PageView(RazorView view, IRazorViewEngine engine, IRazorPageActivator activator) : IView
{
    public string Path => view.Path;

    public async Task RenderAsync(ViewContext context)
    {
        if (view.ViewStartPages.Count == 0) // a partial view
            await RunAsync(view.RazorPage, context, context.Writer);
        else
            await RenderWholeAsync(context);
    }

    private async Task RenderWholeAsync(ViewContext context)
    {
        var page = view.RazorPage;
        page.Layout = await LayoutAsync(context);
        var written = await RunAsideAsync(page, context);
        while (!string.IsNullOrEmpty(page.Layout))
        {
            var layout = Find(context, page, page.Layout);
            page.IsLayoutBeingRendered = true;
            (layout.PreviousSectionWriters, layout.BodyContent) = (page.SectionWriters, new Body(written));
            written = await RunAsideAsync(layout, context);
            layout.EnsureRenderedBodyOrSections();
            page = layout;
        }
        ((PageWriter)context.Writer).Append(written);
    }

    /// <summary>The layout named by `_ViewStart`.</summary>
    private async Task<string?> LayoutAsync(ViewContext context)
    {
        string? layout = null;
        foreach (var start in view.ViewStartPages)
        {
            start.Layout = layout;
            await RunAsync(start, context, context.Writer);
            layout = engine.GetAbsolutePath(start.Path, start.Layout);
        }
        return layout;
    }

    private IRazorPage Find(ViewContext context, IRazorPage page, string layout) =>
        engine.GetPage(page.Path, layout).Page ?? engine.FindPage(context, layout).Page ?? throw new InvalidOperationException($"{page.Path} names the layout {layout}, which is not there.");

    private async Task<PageWriter> RunAsideAsync(IRazorPage page, ViewContext context)
    {
        var aside = new PageWriter(line: null);
        await RunAsync(page, context, aside);
        return aside;
    }

    private async Task RunAsync(IRazorPage page, ViewContext context, TextWriter writer)
    {
        var (before, path) = (context.Writer, context.ExecutingFilePath);
        (context.Writer, context.ExecutingFilePath, page.ViewContext) = (writer, page.Path, context);
        try
        {
            activator.Activate(page, context);
            await page.ExecuteAsync();
        }
        finally
        {
            (context.Writer, context.ExecutingFilePath) = (before, path);
        }
    }

    private sealed class Body(PageWriter written) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => ((PageWriter)writer).Append(written);
    }
}

/// <summary>Finds views like the framework, but runs them by <see cref="PageView"/>.</summary>
internal sealed class PageViewEngine(IRazorViewEngine razor, IRazorPageActivator activator) : IViewEngine
{
    public ViewEngineResult FindView(ActionContext context, string viewName, bool isMainPage) => Straight(razor.FindView(context, viewName, isMainPage));

    public ViewEngineResult GetView(string? executingFilePath, string viewPath, bool isMainPage) => Straight(razor.GetView(executingFilePath, viewPath, isMainPage));

    private ViewEngineResult Straight(ViewEngineResult found) =>
        found.View is RazorView view ? ViewEngineResult.Found(found.ViewName, new PageView(view, razor, activator)) : found;
}
