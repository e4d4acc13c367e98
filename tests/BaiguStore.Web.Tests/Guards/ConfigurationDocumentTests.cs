using System.Collections.Concurrent;
using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using BaiguStore.Web.Comments;
using BaiguStore.Web.PageCache;
using BaiguStore.Web.Tests.Guards;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

[assembly: HostingStartup(typeof(KeyRecorder))]

namespace BaiguStore.Web.Tests.Guards;

/// <summary>docs/configuration.md has the keys that the program asks for, with their defaults.</summary>
public sealed class ConfigurationDocumentTests
{
    private const string Document = "docs/configuration.md";

    /// <summary>What the framework asks for and the store leaves to it.</summary>
    private static readonly string[] OfTheFramework =
    [
        "applicationName", "contentRoot", "DisableStaticAssetNotFoundRuntimeFallback", "EnableStaticAssetsDevelopmentCaching", "EnableStaticAssetsDevelopmentIntegrity",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "https_ports",
        "Kestrel:EndpointDefaults:ClientCertificateMode", "Kestrel:EndpointDefaults:Protocols", // by a store that other tests start on a port
        "preferHostingUrls", "ReadOnlyDataProtectionKeyDirectory", "ReloadStaticAssetsAtRuntime",
        "Serilog:MinimumLevel", "Serilog:MinimumLevel:ControlledBy", "servicesStartConcurrently", "servicesStopConcurrently", "shutdownTimeoutSeconds", "startupTimeoutSeconds",
        "staticWebAssets", "webroot",
    ];

    private const string LevelOfSource = "Serilog:MinimumLevel:Override";

    [Fact]
    public async Task Every_key_that_the_program_asks_for_stands_in_its_document_and_no_other()
    {
        await using var app = await StoreApp.WithPageAsync(
            (WebHostDefaults.HostingStartupAssembliesKey, typeof(KeyRecorder).Assembly.GetName().Name!), ("Mail:Host", "127.0.0.1"), ("Mail:From", "store@example.com"));
        using (var visitor = app.Visitor())
            (await visitor.GetAsync("/", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        var asked = KeyRecorder.Keys.Except(OfTheFramework, StringComparer.OrdinalIgnoreCase).Select(key => key.StartsWith(LevelOfSource, StringComparison.Ordinal) ? LevelOfSource : key);
        Documents.AssertSame(Document, asked, Rows().Select(row => row.Key));
    }

    [Fact]
    public void Environment_variables_are_the_keys_with_two_underscores()
    {
        Assert.All(Rows().Where(row => row.Key.Contains(':')), row => Assert.Equal(row.Key.Replace(":", "__", StringComparison.Ordinal), row.Environment));
    }

    [Fact]
    public void The_defaults_of_the_document_are_those_of_the_program()
    {
        var root = Path.Combine(SourceRuleTests.Root, "src", "BaiguStore.Web");
        var defaults = Rows().Where(row => row.Default.Length > 0).ToDictionary(row => row.Key, row => (string?)row.Default);
        var (said, silent) = (new ConfigurationBuilder().AddInMemoryCollection(defaults).Build(), new ConfigurationBuilder().Build());
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(root, "appsettings.json")).Build().AsEnumerable()
            .Where(pair => pair.Value is not null && !pair.Key.Contains(":Override:", StringComparison.Ordinal)).ToList();

        Assert.Equal(StoreSettings.Read(silent, root), StoreSettings.Read(said, root));
        Assert.Equal(CommentSettings.Read(silent), CommentSettings.Read(said));
        Assert.Equal(PageCacheSettings.Read(silent), PageCacheSettings.Read(said));
        Assert.Equal(MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Host", "x"), new("Mail:From", "a@example.com")]).Build()).Security.ToString(), defaults["Mail:Security"]);
        Assert.All(shipped, pair => Assert.Equal(pair.Value, defaults[pair.Key], ignoreCase: true)); // JSON's true is True
        Assert.NotEmpty(shipped);
    }

    [Theory]
    [InlineData("Database:Provider", "Oracle")]
    [InlineData("Database:Provider", "Postgres")]
    [InlineData("Comments:PerMinute", "0")]
    [InlineData("Comments:PublishAtOnce", "yes")]
    [InlineData("Mail:From", "nobody")]
    public void A_refusal_that_the_document_shows_is_what_the_program_says(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Host", "x")]).AddInMemoryCollection([new(key, value)]).Build();

        var refusal = Assert.Throws<BadSettingException>(() => (StoreSettings.Read(configuration, "/"), CommentSettings.Read(configuration), MailSettings.Read(configuration)));

        Assert.Contains(refusal.Message, Documents.Read(Document), StringComparison.Ordinal);
    }

    /// <summary>The tables whose rows are keys. A default is one that can be set as it stands, else empty.</summary>
    private static IEnumerable<(string Key, string Environment, string Default)> Rows() =>
        from heading in (string[])["## Database", "## Store", "## Comments", "## Mail", "## Web"]
        from row in Documents.Rows(Documents.Section(Document, heading))
        select (row[0].Trim('`'), row[1].Trim('`'), row[2].StartsWith('`') && row[2].EndsWith('`') && !row[2].Trim('`').Contains('`') ? row[2].Trim('`') : "");
}

/// <summary>Writes down which keys a store asks its configuration for. Comes in as a hosting startup, so before the program's first question.</summary>
public sealed class KeyRecorder : ConfigurationProvider, IHostingStartup, IConfigurationSource
{
    private static readonly ConcurrentDictionary<string, bool> Asked = [];

    public static IEnumerable<string> Keys => Asked.Keys;

    public void Configure(IWebHostBuilder builder) => builder.ConfigureAppConfiguration(configuration => configuration.Add(this));

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        Asked.TryAdd(key, true);
        return base.TryGet(key, out value);
    }
}
