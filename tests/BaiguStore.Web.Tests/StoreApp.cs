using System.Diagnostics;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Tests;
using BaiguStore.Web.Background;
using BaiguStore.Web.PageCache;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace BaiguStore.Web.Tests;

/// <summary>A complete store with its own data folder, tested over HTTP.</summary>
public sealed class StoreApp : WebApplicationFactory<Program>
{
    private static readonly Lazy<Task<string>> PageTemplate = new(() => MakeTemplateAsync(SeedMode.Page));
    private static readonly Lazy<Task<string>> EmptyTemplate = new(() => MakeTemplateAsync(SeedMode.None));

    private readonly string _dataPath;
    private readonly bool _ownsFolder;
    private readonly Dictionary<string, string> _settings;
    private Action<IServiceCollection>? _services;
    private bool _hasIndex;
    private string _environment = "Production"; // production behavior, without developer exception pages

    private StoreApp(string dataPath, SeedMode seed, (string Key, string Value)[] settings, bool ownsFolder = true)
    {
        (_dataPath, _ownsFolder) = (dataPath, ownsFolder);
        _settings = new() { ["Store:DataPath"] = dataPath, ["Store:Seed"] = seed.ToString(), ["Comments:PerMinute"] = "1000", ["Serilog:MinimumLevel:Default"] = "Warning" };
        foreach (var (key, value) in settings)
            _settings[key] = value;
    }

    /// <summary>Starts at the real time and moves only when a test advances it.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>Sets the clock forward without firing the timers in between, as if the machine had slept.</summary>
    public void Sleep(TimeSpan time) => Clock.AdjustTime(Clock.GetUtcNow() + time);

    /// <summary>Category tree and articles of the seeds without sample products; cheap, for tests that change data.</summary>
    public static Task<StoreApp> WithPageAsync(params (string Key, string Value)[] settings) => WithPageAsync(null, settings);

    /// <summary>With an additional filter around the whole pipeline.</summary>
    public static async Task<StoreApp> WithPageAsync(IStartupFilter? extra, params (string Key, string Value)[] settings)
    {
        var template = await PageTemplate.Value;
        var dataPath = NewFolder();
        foreach (var file in Directory.GetFiles(template, "store.db").Concat(Directory.GetFiles(Path.Combine(template, "index"), "*", SearchOption.AllDirectories)))
        {
            var copy = Path.Combine(dataPath, Path.GetRelativePath(template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return new(dataPath, SeedMode.Page, settings) { _hasIndex = true, Extra = extra };
    }

    /// <summary>A store with tables and no data: a copy of one first start without seeds, which takes longer.</summary>
    public static async Task<StoreApp> EmptyAsync(IStartupFilter? extra = null, params (string Key, string Value)[] settings)
    {
        var dataPath = NewFolder();
        File.Copy(Path.Combine(await EmptyTemplate.Value, "store.db"), Path.Combine(dataPath, "store.db"));
        return new(dataPath, SeedMode.None, settings) { Extra = extra };
    }

    /// <summary>In a copy of the samples, which is deleted with the store.</summary>
    public static StoreApp WithSamples(string dataPath) => new(dataPath, SeedMode.Samples, []);

    /// <summary>A first start in an empty folder.</summary>
    public static StoreApp OnEmptyFolder(SeedMode seed, params (string Key, string Value)[] settings) => new(NewFolder(), seed, settings);

    /// <summary>A start in a folder that outlives the store; the caller deletes it.</summary>
    public static StoreApp OnFolder(string dataPath, SeedMode seed, params (string Key, string Value)[] settings) => new(dataPath, seed, settings, ownsFolder: false);

    public string DatabaseFile => Path.Combine(_dataPath, "store.db");

    /// <summary>A setting, before the start.</summary>
    public StoreApp Set(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Other services for the start that has not happened yet.</summary>
    public StoreApp With(Action<IServiceCollection> services)
    {
        _services += services;
        return this;
    }

    /// <summary>The store follows the feed only when it is asked to: what a page shows is then no question of who was quicker.</summary>
    public StoreApp FollowingOnlyWhenAsked() => With(services => services.Remove(
        services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(ChangeWorker))));

    public StoreApp InEnvironment(string name)
    {
        _environment = name;
        return this;
    }

    private IStartupFilter? Extra { get; init; }

    /// <summary>Listens on a real port, for behavior of a real server; returns its URL.</summary>
    public Uri ListenOnPort()
    {
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        StartServer();
        return ClientOptions.BaseAddress;
    }

    public StoreDb OpenDb() => Services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();

    public CategoryTree Tree => Services.GetRequiredService<StoreSnapshots>().Current.Tree;

    /// <summary>The newest change that the store shows.</summary>
    public long Stamp => Services.GetRequiredService<StoreSnapshots>().Current.Stamp;

    /// <summary>Content of the log files.</summary>
    public async Task<string> LogAsync()
    {
        var text = "";
        foreach (var file in Directory.GetFiles(Path.Combine(_dataPath, "logs")).Order(StringComparer.Ordinal))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            text += await reader.ReadToEndAsync();
        }
        return text;
    }

    /// <summary>Waits until the store has followed direct writes of a test.</summary>
    public Task CatchUpAsync() => Services.GetRequiredService<ChangeWorker>().CatchUpAsync(TestContext.Current.CancellationToken);

    /// <summary>Starts, and waits until all data is searchable.</summary>
    public async Task ReadyAsync()
    {
        using (var client = CreateClient())
            (await client.GetAsync("/healthz/ready")).EnsureSuccessStatusCode();
        await IndexAsync();
    }

    /// <summary>Waits until saved data is searchable.</summary>
    public async Task IndexAsync()
    {
        await CatchUpAsync();
        var indexed = await Services.GetRequiredService<SearchIndex>().CatchUpAsync(TestContext.Current.CancellationToken);
        Services.GetRequiredService<PageCacheStore>().EvictLists(indexed, Tree);
    }

    /// <summary>A visitor's browser: no cookies by default, and no automatic redirects, so that tests see them.</summary>
    public HttpClient Visitor(bool cookies = false)
    {
        var visitor = CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = ClientOptions.BaseAddress, AllowAutoRedirect = false, HandleCookies = cookies });
        if (_hasIndex)
            Services.GetRequiredService<SearchWorker>().Opened.Wait(TimeSpan.FromSeconds(5)); // a moment after the start: it evicts cached lists
        return visitor;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock).AddTransient<IStartupFilter, QueryCounter>();
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000); // real password hashing took a quarter of the staff tests' time
            if (Extra is not null)
                services.AddSingleton(Extra);
            _services?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!_settings.ContainsKey("Database:Provider"))
        {
            var connection = _settings.GetValueOrDefault("ConnectionStrings:Store") ?? Core.Data.Sqlite.SqliteStoreDb.ConnectionString(DatabaseFile);
            using var pool = new SqliteConnection(connection);
            SqliteConnection.ClearPool(pool);
        }
        if (_ownsFolder)
            Directory.Delete(_dataPath, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("baigu-web-").FullName;

    private static async Task<string> MakeTemplateAsync(SeedMode seed)
    {
        var folder = NewFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await FillAsync(folder, seed);
        return folder;
    }

    /// <summary>What a first start makes of an empty folder, with its index, and nothing of it still in a journal.</summary>
    internal static async Task FillAsync(string folder, SeedMode seed)
    {
        var app = new StoreApp(folder, seed, [], ownsFolder: false);
        await app.ReadyAsync();
        var whole = Path.Combine(folder, "whole.db");
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = app.DatabaseFile, Pooling = false }.ToString()))
        {
            await connection.OpenAsync();
            await using var copy = new SqliteCommand("VACUUM INTO @file", connection);
            copy.Parameters.AddWithValue("@file", whole);
            await copy.ExecuteNonQueryAsync(); // copying the file alone would miss its WAL while the store has it open
        }
        ((IDisposable)app).Dispose();
        File.Move(whole, app.DatabaseFile, overwrite: true);
        foreach (var journal in (string[])["-wal", "-shm"])
            File.Delete(app.DatabaseFile + journal);
    }
}

/// <summary>
/// A store with all samples for the whole run; read-only. It starts when the first test asks for it. In a run of all tests it starts at once, while other
/// tests run.
/// </summary>
public sealed class SampleStore : IAsyncLifetime
{
    private readonly Lazy<Task<StoreApp>> _app = new(() => Task.Run(StartAsync));

    public StoreApp App => _app.Value.GetAwaiter().GetResult();

    public ValueTask InitializeAsync()
    {
        if (SampleFolder.IsRunOfAllTests)
            _ = _app.Value;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app.IsValueCreated)
            await (await _app.Value).DisposeAsync();
    }

    private static async Task<StoreApp> StartAsync()
    {
        var app = StoreApp.WithSamples(await SampleFolder.CopyAsync("baigu-web-", folder => StoreApp.FillAsync(folder, SeedMode.Samples)));
        await app.ReadyAsync();
        return app;
    }
}

/// <summary>Counts the database commands of each request, and returns the number in a header.</summary>
internal sealed class QueryCounter : IStartupFilter
{
    public const string Header = "X-Test-Queries";
    private static readonly AsyncLocal<StrongBox?> Current = new();

    static QueryCounter() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext context, RequestDelegate following) =>
        {
            var count = Current.Value = new StrongBox();
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = count.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            await following(context);
        });
        next(app);
    };

    private sealed class StrongBox
    {
        public int Value;
    }

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                value.Subscribe(new Commands(), name => name == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted");
        }

        public void OnCompleted() { }
        public void OnError(Exception error) { }
    }

    private sealed class Commands : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (Current.Value is { } count)
                Interlocked.Increment(ref count.Value);
        }

        public void OnCompleted() { }
        public void OnError(Exception error) { }
    }
}

/// <summary>Helpers for responses.</summary>
internal static class Visits
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string url, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        return await response.DocumentAsync();
    }

    public static async Task<IHtmlDocument> DocumentAsync(this HttpResponseMessage response) =>
        new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Visible text of the first element that matches the selector.</summary>
    public static string Text(this IParentNode node, string selector) =>
        string.Join(' ', (node.QuerySelector(selector)?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Fields of the comment form on a page, as a browser would send them, with the given input.</summary>
    public static Dictionary<string, string> CommentFields(this IParentNode page, string body, string title = "", string author = "")
    {
        var form = page.QuerySelector("form.comment-form")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").ToDictionary(i => i.Name!, i => i.Value);
        (fields["Body"], fields["Title"], fields["Author"]) = (body, title, author);
        return fields;
    }

    public static Task<HttpResponseMessage> PostFormAsync(this HttpClient client, string url, Dictionary<string, string> fields) =>
        client.PostAsync(url, new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
}
