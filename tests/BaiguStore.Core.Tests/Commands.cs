using System.Data.Common;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BaiguStore.Core.Tests;

/// <summary>Writes down every query that a context of its own sends.</summary>
internal sealed class Commands : DbCommandInterceptor
{
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts => _texts;

    public StoreDb Open(TestStore store, DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite(store.Connection).AddInterceptors(this).Options),
        DatabaseProvider.Postgres => new PostgresStoreDb(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql(store.Connection).AddInterceptors(this).Options),
        _ => new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer(store.Connection).AddInterceptors(this).Options),
    };

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _texts.Add(command.CommandText);
        return new(result);
    }
}
