using BaiguStore.Core.Data;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>A simulated store database on <see cref="TdsEndpoint"/>: migrated, correctly configured, and empty.</summary>
internal static class TdsStore
{
    private static readonly Lazy<string[]> Migrations = new(() =>
    {
        using var db = new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer("Server=none").Options);
        return [.. db.Database.GetMigrations()];
    });

    /// <param name="otherwise">Overrides the response of an empty store; null keeps it.</param>
    public static TdsEndpoint Serving(Func<string, TdsAnswer?> otherwise) =>
        new(_ => TdsAnswer.Done, statement => otherwise(statement) ?? Answer(statement));

    /// <summary>The store's services, connected to this server.</summary>
    public static ServiceProvider Services(this TdsEndpoint server, int commandTimeout = 30) => new ServiceCollection()
        .AddStore(new StoreSettings(DatabaseProvider.SqlServer, server.Connection(commandTimeout: commandTimeout), Path.GetTempPath(), SeedMode.None))
        .BuildServiceProvider();

    public static StoreDb OpenDb(this ServiceProvider services) => services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();

    public static TdsAnswer Settings(bool readCommittedSnapshot = true, bool snapshot = true, byte compatibility = 150) => TdsAnswer.Rows(
        ["Name", "ReadCommittedSnapshot", "Snapshot", "Compatibility"], ["BaiguStore", readCommittedSnapshot, snapshot, compatibility]);

    public static TdsAnswer Answer(string statement) => statement switch
    {
        _ when statement.Contains("sys.databases", StringComparison.Ordinal) => Settings(),
        _ when statement.Contains("SELECT @got", StringComparison.Ordinal) => TdsAnswer.Value(0), // the lock was acquired
        _ when statement.Contains("\"__EFMigrationsHistory\"", StringComparison.Ordinal) =>
            TdsAnswer.Rows(["MigrationId"], [.. Migrations.Value.Select(m => new object?[] { m })]),
        _ when statement.StartsWith("SELECT COUNT", StringComparison.Ordinal) => TdsAnswer.Value(0),
        _ when statement.StartsWith("SELECT CASE", StringComparison.Ordinal) => TdsAnswer.Value(false), // whether a row exists
        _ when statement.StartsWith("SELECT MAX", StringComparison.Ordinal) => TdsAnswer.Value(null),
        _ => TdsAnswer.Rows(["Value"]),
    };
}
