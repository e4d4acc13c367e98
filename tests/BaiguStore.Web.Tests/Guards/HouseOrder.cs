using BaiguStore.Core.Data;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Which folder may use which: the whole order of Core and of Web stands here.</summary>
internal static class HouseOrder
{
    /// <summary>The orders that tests hold, by the names of their pictures in docs/architecture.md.</summary>
    public static IReadOnlyDictionary<string, FolderOrder> Kept => new Dictionary<string, FolderOrder> { ["Core"] = Core };

    /// <summary>Data is used by every folder above it. What of it uses them in turn, because it holds every entity, is its hub.</summary>
    public static FolderOrder Core { get; } = new(typeof(StoreDb).Assembly, "BaiguStore.Core", "src/BaiguStore.Core",
    [
        "Text", "Model", "Data",
        "Spreadsheets", "Pictures", "Mail", "History",
        "Catalog", "Articles", "Search", "Comments", "Staff", "Visits", "Inquiries", "Storefront",
        "Publishing", "Seeding", FolderOrder.NoFolder,
    ])
    {
        Hub =
        [
            "Data.StoreDb", "Data.Saving", "Data.Sqlite.Model",
            "Data.Sqlite.Migrations", "Data.SqlServer.Migrations", "Data.Postgres.Migrations",
        ],
        Known =
        [
            ("Catalog.CategoryMerging", "Articles.Article"), // a merge moves the articles of a category
            ("Catalog.CategoryQueries", "Articles.Article"), // a category with articles is not empty
        ],
    };

    /// <summary>Setup and Program may use everything; nothing uses them.</summary>
    public static FolderOrder Web { get; } = new(typeof(Program).Assembly, "BaiguStore.Web", "src/BaiguStore.Web",
    [
        "Localization", "Urls", "Compression", "Security", "Assets", "Logging", "Forms", "Rendering", "PageCache",
        "Visits", "Staff", "Comments", "Inquiries", "Models", "Components", "Background", "Controllers", "Areas.Admin", "Views",
        "Setup", FolderOrder.NoFolder,
    ])
    {
        Elsewhere = new Dictionary<string, string> { ["AspNetCoreGeneratedDocument"] = "Views" },
    };
}
