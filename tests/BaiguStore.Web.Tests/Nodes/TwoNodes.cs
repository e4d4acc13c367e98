using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>Two web processes on one PostgreSQL database, and a third program that writes to it.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly string _name = "n" + Guid.NewGuid().ToString("N");
    private readonly ServiceProvider _services;

    public TwoNodes()
    {
        var connection = new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 20 }.ToString();
        (First, Second) = (new(connection), new(connection));
        _services = new ServiceCollection().AddStoreDb(DatabaseProvider.Postgres, connection).BuildServiceProvider();
    }

    internal StoreNode First { get; }
    internal StoreNode Second { get; }

    private static string Server => Environment.GetEnvironmentVariable("BAIGU_TEST_POSTGRES")
        ?? throw new InvalidOperationException("BAIGU_TEST_POSTGRES is not set: run the tests with tests/run.sh, which starts a PostgreSQL.");

    public StoreDb OpenDb() => _services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();

    public async ValueTask InitializeAsync()
    {
        await ServerAsync($"CREATE DATABASE {_name}");
        await First.StartAsync(); // makes the schema and the seeds
        await Second.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
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
