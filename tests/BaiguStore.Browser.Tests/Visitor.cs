using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace BaiguStore.Browser.Tests;

/// <summary>A visitor with a browser window; records console errors and layout shifts.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>Longer than any page takes on a busy machine; only a failure waits this long.</summary>
    public const float Patience = 20_000;

    /// <summary>Runs before the page's scripts: layout shifts count unless they follow the visitor's input.</summary>
    private const string Watch = """
        window.shifts = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            if (!entry.hadRecentInput)
              window.shifts.push({ value: entry.value, what: entry.sources.map((s) => [s.node?.className || s.node?.nodeName, s.previousRect, s.currentRect]) });
        }).observe({ type: 'layout-shift', buffered: true });
        document.addEventListener('securitypolicyviolation', (e) => console.error(`CSP ${e.violatedDirective}: ${e.blockedURI}`));
        """;

    /// <summary>Scrolls through the page, so that lazy content is loaded; then waits for two frames.</summary>
    private const string ReadThrough = """
        async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          await document.fonts.ready;
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
            scrollTo(0, y);
            await frame();
          }
          await Promise.all([...document.images].map((i) => i.complete || new Promise((done) => i.onload = i.onerror = done)));
          scrollTo(0, 0);
          await frame();
          await frame();
          return window.shifts.map((s) => JSON.stringify(s));
        }
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                _complaints.Enqueue($"{said.Type}: {said.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"uncaught: {error}");
        page.RequestFailed += (_, request) => _complaints.Enqueue($"failed: {request.Url} {request.Failure}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _complaints.Enqueue($"{response.Status}: {response.Url}");
        };
    }

    public IPage Page { get; }

    public required bool Touch { get; init; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visitor> EnterAsync(IBrowserContext context, bool touch)
    {
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(Watch);
        return new(context, await context.NewPageAsync()) { Touch = touch };
    }

    public async Task<IResponse> GoAsync(string address) => (await Page.GotoAsync(address))!;

    /// <summary>Scrolls through the page; returns the elements that shifted on their own.</summary>
    public Task<string[]> ReadThroughAsync() => Page.EvaluateAsync<string[]>(ReadThrough);

    /// <summary>Clicks, or taps on a phone.</summary>
    public Task ChooseAsync(ILocator what) => Touch ? what.TapAsync() : what.ClickAsync();

    public Task ResizeAsync(int width, int height = 900) => Page.SetViewportSizeAsync(width, height);

    /// <summary>Path and query of the current page.</summary>
    public string Place => new Uri(Page.Url).PathAndQuery;

    public ILocator Find(string selector) => Page.Locator(selector);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
