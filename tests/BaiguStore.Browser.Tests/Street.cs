using Microsoft.Playwright;

namespace BaiguStore.Browser.Tests;

/// <summary>One store and one browser for the whole run. <see cref="VisitorAsync"/> creates visitors with separate cookies.</summary>
public sealed class Street : IAsyncLifetime
{
    private const string BrowserKey = "BAIGU_TEST_CHROMIUM", UsualBrowser = "/usr/bin/chromium";

    /// <summary>--no-sandbox: required to run Chromium as root. --disable-dev-shm-usage: containers have a small /dev/shm.</summary>
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];

    private StoreProcess? _store;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address => _store!.Address;

    internal Addresses Addresses { get; private set; } = null!;

    /// <summary>The first administrator's setup link: for one test only, because it works once.</summary>
    internal Task<string> InvitationAsync => _store!.InvitationAsync;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable(BrowserKey) is { Length: > 0 } named ? named : UsualBrowser;
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no chromium at {path}. Install it, or name another in {BrowserKey}.");
        Assertions.SetDefaultExpectTimeout(Visitor.Patience);
        var opening = StoreProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
        _store = await opening;
        using var client = new HttpClient { BaseAddress = Address };
        Addresses = await Addresses.FindAsync(client);
    }

    internal async Task<Visitor> VisitorAsync(Visit? visit = null)
    {
        visit ??= new();
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Address.ToString(),
            ViewportSize = new() { Width = visit.Width, Height = visit.Height },
            ColorScheme = visit.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = visit.Scripts,
            HasTouch = visit.Touch,
            IsMobile = visit.Touch,
            ReducedMotion = visit.Still ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            Locale = "zh-CN",
        });
        if (visit.English)
            await context.AddCookiesAsync([new() { Name = "lang", Value = "en", Url = Address.ToString() }]);
        return await Visitor.EnterAsync(context, visit.Touch);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
    }
}

/// <summary>Settings of a visitor: viewport, color scheme, language.</summary>
/// <param name="Still">Prefers reduced motion.</param>
internal sealed record Visit(int Width = 1440, int Height = 900, bool Dark = false, bool English = false, bool Scripts = true, bool Touch = false, bool Still = false)
{
    public static Visit ByPhone { get; } = new(390, 844, Touch: true);
}
