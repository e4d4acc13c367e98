using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>A PostgreSQL database shared by nodes, with direct access for a test.</summary>
internal sealed class NodeDatabase : IAsyncDisposable
{
    private readonly string _name = "n" + Guid.NewGuid().ToString("N");
    private readonly ServiceProvider _services;

    public NodeDatabase()
    {
        Connection = new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 20 }.ToString();
        _services = new ServiceCollection().AddStoreDb(DatabaseProvider.Postgres, Connection).BuildServiceProvider();
    }

    public string Connection { get; }

    private static string Server => Environment.GetEnvironmentVariable("BAIGU_TEST_POSTGRES")
        ?? throw new InvalidOperationException("BAIGU_TEST_POSTGRES is not set: run the tests with tests/run.sh, which starts a PostgreSQL.");

    public Task CreateAsync() => ServerAsync($"CREATE DATABASE {_name}");

    public StoreDb Open() => _services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await ServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static async Task ServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
