using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Tests.Cli;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BaiguStore.Core.Tests.Data;

public sealed class SetupLockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Whoever_comes_second_says_once_that_it_waits_and_goes_on_when_the_first_is_done(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var first = store.Open();
        await using var second = store.Open();
        var held = await SetupLock.AcquireAsync(first, () => Assert.Fail("Nobody else holds the lock."), Cancel);
        var (waits, said) = (new TaskCompletionSource(), 0);

        var waiting = SetupLock.AcquireAsync(
            second,
            () =>
            {
                said++;
                waits.TrySetResult();
            },
            Cancel);
        await waits.Task.WaitAsync(Cancel);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        await (await waiting).DisposeAsync();
        Assert.Equal(1, said);
    }

    [Theory, EveryDatabase]
    public async Task Who_waits_for_the_lock_can_be_stopped(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var first = store.Open();
        await using var second = store.Open();
        await using var held = await SetupLock.AcquireAsync(first, () => { }, Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SetupLock.AcquireAsync(second, stop.Cancel, stop.Token));
    }

    [Fact]
    public async Task A_holder_whose_connection_dies_has_lost_the_lock()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        await using var first = store.Open();
        await using var second = store.Open();
        await using var held = await SetupLock.AcquireAsync(first, () => { }, Cancel);
        Assert.True(await IsHeldAsync(second));

        await second.Database.ExecuteSqlRawAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'", Cancel);

        Assert.False(await IsHeldAsync(second));
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_fills_a_store_leaves_it_to_the_next()
    {
        var folder = Directory.CreateTempSubdirectory("baigu-test-");
        var file = Path.Combine(folder.FullName, "App_Data", "store.db");
        await using var services = new ServiceCollection().AddStoreDb(DatabaseProvider.Sqlite, SqliteStoreDb.ConnectionString(file)).BuildServiceProvider();
        await using var db = services.GetRequiredService<IDbContextFactory<StoreDb>>().CreateDbContext();
        using var killed = BaiguTests.Start(folder, "seed");
        while (!File.Exists(file) || !await IsHeldAsync(db))
            await Task.Delay(20, Cancel);

        killed.Kill();
        await killed.WaitForExitAsync(Cancel);

        Assert.False(await IsHeldAsync(db));
        var (code, _, error) = await BaiguTests.RunAsync(folder, "migrate", "");
        Assert.Equal((0, ""), (code, error));
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        folder.Delete(recursive: true);
    }

    private static async Task<bool> IsHeldAsync(StoreDb db)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            await (await SetupLock.AcquireAsync(db, stop.Cancel, stop.Token)).DisposeAsync();
            return false;
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            return true;
        }
    }

    [Fact]
    public async Task Two_processes_that_create_one_database_on_a_server_at_once_both_find_it_there()
    {
        await using var neighbour = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        var name = "t" + Guid.NewGuid().ToString("N");
        var missing = new NpgsqlConnectionStringBuilder(neighbour.Connection) { Database = name, Pooling = false }.ToString();
        await using var services = new ServiceCollection().AddStoreDb(DatabaseProvider.Postgres, missing).BuildServiceProvider();
        var databases = services.GetRequiredService<IDbContextFactory<StoreDb>>();
        async Task SetUpAsync()
        {
            await using var db = databases.CreateDbContext();
            await using var held = await SetupLock.AcquireAsync(db, () => { }, Cancel);
            Assert.True(await db.Database.CanConnectAsync(Cancel));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SetUpAsync, Cancel)));

        await using var last = databases.CreateDbContext();
        await last.Database.EnsureDeletedAsync(Cancel);
    }
}
