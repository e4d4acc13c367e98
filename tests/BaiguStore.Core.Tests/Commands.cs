using System.Data.Common;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BaiguStore.Core.Tests;

/// <summary>Records every query of a context.</summary>
internal sealed class Commands : DbCommandInterceptor
{
    private readonly List<(string Text, (string Name, object? Value)[] Parameters)> _sent = [];

    public IReadOnlyList<(string Text, (string Name, object? Value)[] Parameters)> Sent => _sent;

    public IReadOnlyList<string> Texts => _sent.ConvertAll(s => s.Text);

    public StoreDb Open(TestStore store, DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite(store.Connection).AddInterceptors(this).Options),
        DatabaseProvider.Postgres => new PostgresStoreDb(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql(store.Connection).AddInterceptors(this).Options),
        _ => new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer(store.Connection).AddInterceptors(this).Options),
    };

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _sent.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
        return new(result);
    }

    /// <summary>SQLite's query plan of the last command.</summary>
    public async Task<IReadOnlyList<string>> LastPlanAsync(StoreDb db)
    {
        var cancel = TestContext.Current.CancellationToken;
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + _sent[^1].Text;
        foreach (var (name, value) in _sent[^1].Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<string> plan = [];
        while (await reader.ReadAsync(cancel))
            plan.Add(reader.GetString(3));
        return plan;
    }
}
