using Microsoft.EntityFrameworkCore.Migrations;

namespace BaiguStore.Core.History;

/// <summary>Append-only tables: triggers refuse every update and delete. Called by migrations.</summary>
public static class AppendOnly
{
    /// <summary>Prefix of the error message in all three databases.</summary>
    public const string Refusal = "append-only";

    public static IReadOnlyList<string> Tables { get; } = ["Revisions", "AuditEntries"];

    public static string TriggerOf(string table) => $"TR_{table}_AppendOnly";

    public static void Protect(MigrationBuilder migration)
    {
        foreach (var sql in Tables.SelectMany(table => Statements(migration.ActiveProvider, table)))
            migration.Sql(sql);
    }

    /// <summary>Drops the triggers, for a migration's Down.</summary>
    public static void Release(MigrationBuilder migration)
    {
        foreach (var table in Tables)
            foreach (var sql in IsSqlite(migration.ActiveProvider) ? [Drop(table + "_Update"), Drop(table + "_Delete")]
                : IsPostgres(migration.ActiveProvider) ? (string[])[$"DROP TRIGGER \"{TriggerOf(table)}\" ON \"{table}\"", $"DROP FUNCTION \"{TriggerOf(table)}\"()"]
                : [$"DROP TRIGGER [{TriggerOf(table)}]"])
                migration.Sql(sql);

        static string Drop(string name) => $"DROP TRIGGER \"{TriggerOf(name)}\"";
    }

    private static string[] Statements(string? provider, string table) =>
        IsSqlite(provider) ? [Sqlite(table, "Update"), Sqlite(table, "Delete")] : IsPostgres(provider) ? [Postgres(table)] : [SqlServer(table)];

    private static bool IsSqlite(string? provider) => provider?.EndsWith("Sqlite", StringComparison.Ordinal) == true;

    private static bool IsPostgres(string? provider) => provider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true;

    private static string Sqlite(string table, string act) => $"""
        CREATE TRIGGER "{TriggerOf($"{table}_{act}")}" BEFORE {act.ToUpperInvariant()} ON "{table}"
        BEGIN
            SELECT RAISE(ABORT, '{Refusal}: {table}');
        END;
        """;

    private static string Postgres(string table) => $"""
        CREATE FUNCTION "{TriggerOf(table)}"() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            RAISE EXCEPTION '{Refusal}: {table}';
        END $body$;
        CREATE TRIGGER "{TriggerOf(table)}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
        FOR EACH STATEMENT EXECUTE FUNCTION "{TriggerOf(table)}"();
        """;

    /// <summary>
    /// SQL Server requires CREATE TRIGGER to be alone in its batch, which an idempotent migration script cannot provide; so it is run by EXEC.
    /// </summary>
    private static string SqlServer(string table) => $"""
        EXEC(N'CREATE TRIGGER [{TriggerOf(table)}] ON [{table}] INSTEAD OF UPDATE, DELETE AS
        THROW 51223, N''{Refusal}: {table}'', 1;');
        """;
}
