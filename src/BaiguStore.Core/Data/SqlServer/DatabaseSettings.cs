using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.SqlServer;

/// <summary>Settings of a SQL Server database that the store depends on.</summary>
internal sealed class DatabaseSettings
{
    /// <summary>Lists of ids are sent as JSON; OPENJSON needs this compatibility level.</summary>
    public const byte MinCompatibility = 130;

    /// <summary>Compatibility level of SQL Server 2019, the oldest supported version.</summary>
    private const byte BestCompatibility = 150;

    public required string Name { get; init; }

    /// <summary>If off, readers block on rows that a writer has changed.</summary>
    public required bool ReadCommittedSnapshot { get; init; }

    /// <summary>Whether snapshot isolation is allowed.</summary>
    public required bool Snapshot { get; init; }
    public required byte Compatibility { get; init; }

    public static async Task<DatabaseSettings> ReadAsync(StoreDb db, CancellationToken cancel) => (await db.Database.SqlQuery<DatabaseSettings>($"""
        SELECT name AS [Name], is_read_committed_snapshot_on AS [ReadCommittedSnapshot], compatibility_level AS [Compatibility],
            CAST(CASE snapshot_isolation_state WHEN 1 THEN 1 ELSE 0 END AS bit) AS [Snapshot]
        FROM sys.databases WHERE database_id = DB_ID()
        """).ToListAsync(cancel)).Single();

    /// <summary>Enables snapshot isolation if the account may; other sessions stay connected. Returns the resulting settings.</summary>
    public async Task<DatabaseSettings> AllowSnapshotsAsync(StoreDb db, CancellationToken cancel)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync(
                "IF HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'ALTER') = 1 ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON", cancel);
        }
        catch (Exception e) when (DatabaseErrors.Within(e) is not null)
        {
            return this; // it waits for other transactions, which took too long: the warning names the statement
        }
        return await ReadAsync(db, cancel);
    }

    /// <summary>Warnings for the database administrator, each with the statement that fixes it.</summary>
    public IReadOnlyList<string> Warnings()
    {
        List<string> warnings = [];
        if (!ReadCommittedSnapshot)
            warnings.Add("Pages wait while a bulk edit or an import writes, because READ_COMMITTED_SNAPSHOT is off. "
                + $"Stop the store and run: ALTER DATABASE {Quoted} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;");
        if (!Snapshot)
            warnings.Add("Long readings are repeated while others save, because ALLOW_SNAPSHOT_ISOLATION is off. "
                + $"Run, and start the store again: ALTER DATABASE {Quoted} SET ALLOW_SNAPSHOT_ISOLATION ON;");
        if (Compatibility < MinCompatibility)
            warnings.Add($"Lists fail, because the compatibility level is {Compatibility} and must be {MinCompatibility} or more. "
                + $"Run: ALTER DATABASE {Quoted} SET COMPATIBILITY_LEVEL = {BestCompatibility};");
        return warnings;
    }

    private string Quoted => $"[{Name.Replace("]", "]]", StringComparison.Ordinal)}]";
}
