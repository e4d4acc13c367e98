using BaiguStore.Core.Data;
using BaiguStore.Core.Tests.Data.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BaiguStore.Core.Tests.Data;

/// <summary>Which server errors count as an outage, raised by the real clients.</summary>
public sealed class DatabaseOutageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("53100", true)] // the disk is full
    [InlineData("53200", true)] // no memory
    [InlineData("53300", true)] // too many connections
    [InlineData("57P01", true)] // an administrator stops the server
    [InlineData("57P03", true)] // it is starting
    [InlineData("3D000", true)] // no such database
    [InlineData("25006", true)] // a replica
    [InlineData("23505", false)] // a unique index
    [InlineData("22001", false)] // a text that is too long
    [InlineData("40P01", false)] // a deadlock
    [InlineData("57014", false)] // a statement that was cancelled
    public async Task Postgres_says_so_by_its_state(string state, bool isOutage)
    {
        await using var connection = new NpgsqlConnection(Environment.GetEnvironmentVariable("BAIGU_TEST_POSTGRES"));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand($"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$", connection);

        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel));

        Assert.Equal(isOutage, DatabaseOutage.Is(error));
        Assert.Equal(isOutage, DatabaseOutage.Is(new DbUpdateException("Wrapped.", error)));
    }

    [Fact]
    public async Task A_server_that_nobody_answers_at_is_away()
    {
        await using var connection = new NpgsqlConnection("Host=127.0.0.1;Port=1;Username=nobody;Timeout=3");

        Assert.True(DatabaseOutage.Is(await Assert.ThrowsAsync<NpgsqlException>(() => connection.OpenAsync(Cancel))));
    }

    [Theory]
    [InlineData(1105, true)] // no room in a file group
    [InlineData(9002, true)] // no room in the log
    [InlineData(4060, true)] // no such database
    [InlineData(40613, true)] // not available
    [InlineData(2627, false)] // a unique key
    [InlineData(1205, false)] // a deadlock
    [InlineData(1222, false)] // a lock that was not let go
    public async Task Sql_Server_says_so_by_its_number(int number, bool isOutage)
    {
        await using var server = new TdsEndpoint(_ => TdsAnswer.Done, _ => TdsAnswer.Error(number));

        Assert.Equal(isOutage, DatabaseOutage.Is(await ErrorOfAsync(server)));
    }

    [Fact]
    public async Task Sql_Server_that_drops_the_connection_is_away()
    {
        await using var server = new TdsEndpoint(_ => TdsAnswer.Done, _ => TdsAnswer.Dropped);

        Assert.True(DatabaseOutage.Is(await ErrorOfAsync(server)));
    }

    private static async Task<SqlException> ErrorOfAsync(TdsEndpoint server)
    {
        await using var connection = new SqlConnection(server.Connection());
        await connection.OpenAsync(Cancel);
        await using var command = new SqlCommand("SELECT 1", connection);
        return await Assert.ThrowsAsync<SqlException>(() => command.ExecuteScalarAsync(Cancel));
    }
}
