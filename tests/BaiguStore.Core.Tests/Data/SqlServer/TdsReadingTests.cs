using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Storefront;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Consistent reads of several queries, and what they require of the database.</summary>
public sealed class TdsReadingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_columns_previews_and_snapshots_are_read_without_a_lock()
    {
        await using var server = TdsStore.Serving(_ => null);
        await using var services = server.Services();
        await using var db = services.OpenDb();
        var lists = services.GetRequiredService<ProductLists>();

        await services.GetRequiredService<StoreSnapshots>().CatchUpAsync(Cancel);
        await lists.ReadAsync(db, new(), ProductListOrder.Name, null, backwards: false, 20, Cancel);
        await lists.Loading;
        await db.PreviewAsync(BulkSelection.Of(new ProductFilter()), new BulkEdit.Confirm(), TestStore.Now, Cancel);

        Assert.True(lists.AreLoaded);
        Assert.Equal(4, server.Statements.Count(s => s == TdsRequest.BeginSnapshot));
        Assert.DoesNotContain(server.Statements, s => s.Contains("sp_getapplock", StringComparison.Ordinal));
        Assert.Single(server.Statements, s => s.Contains("sys.databases", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_goes_back_to_the_pool_as_it_was()
    {
        await using var server = TdsStore.Serving(s => s.Contains("[Vendors]", StringComparison.Ordinal) ? TdsAnswer.Error(208) : null);
        await using var services = server.Services();
        await using var db = services.OpenDb();

        await Assert.ThrowsAnyAsync<Exception>(() => db.ReadConsistentlyAsync(() => db.Vendors.FindAsync([1], Cancel).AsTask(), Cancel));

        Assert.Equal("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", server.Statements[^1]);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(1, 2, false)]
    [InlineData(2, 3, false)]
    [InlineData(99, 4, true)]
    public async Task Without_snapshots_a_reading_is_repeated_when_something_was_saved_and_makes_writers_wait_only_at_last(
        int saves, int readings, bool locks)
    {
        long newest = 0;
        await using var server = TdsStore.Serving(s =>
            s.Contains("sys.databases", StringComparison.Ordinal) ? TdsStore.Settings(snapshot: false)
            : s.StartsWith("SELECT MAX", StringComparison.Ordinal) ? TdsAnswer.Value(newest)
            : null);
        await using var services = server.Services();
        await using var db = services.OpenDb();
        var read = 0;

        await db.ReadConsistentlyAsync(() =>
        {
            newest += saves-- > 0 ? 1 : 0;
            return Task.FromResult(++read);
        }, Cancel);

        Assert.Equal(readings, read);
        var locked = server.Statements.Where(s => s.Contains("sp_getapplock", StringComparison.Ordinal)).ToList();
        Assert.Equal(locks ? 1 : 0, locked.Count);
        Assert.All(locked, s => Assert.Contains("@LockMode = 'Shared'", s, StringComparison.Ordinal));
        Assert.All(locked, s => Assert.Contains("@LockTimeout = 25000", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_set_up_well_is_left_alone()
    {
        await using var server = TdsStore.Serving(_ => null);
        await using var services = server.Services();
        await using var db = services.OpenDb();

        Assert.Empty(await db.CheckSettingsAsync(Cancel));
        Assert.DoesNotContain(server.Statements, s => s.Contains("ALTER DATABASE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, true, 150, "ALTER DATABASE [Bai]]gu] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;")]
    [InlineData(true, false, 150, "ALTER DATABASE [Bai]]gu] SET ALLOW_SNAPSHOT_ISOLATION ON;")]
    [InlineData(true, true, 120, "ALTER DATABASE [Bai]]gu] SET COMPATIBILITY_LEVEL = 150;")]
    public async Task What_is_not_set_up_well_is_named_with_the_statement_that_mends_it(
        bool readCommitted, bool snapshot, byte compatibility, string statement)
    {
        await using var server = TdsStore.Serving(s => s.Contains("sys.databases", StringComparison.Ordinal)
            ? TdsAnswer.Rows(["Name", "ReadCommittedSnapshot", "Snapshot", "Compatibility"], ["Bai]gu", readCommitted, snapshot, compatibility])
            : s.Contains("ALTER DATABASE", StringComparison.Ordinal) ? TdsAnswer.Error(1222) : null);
        await using var services = server.Services();
        await using var db = services.OpenDb();

        Assert.EndsWith(statement, Assert.Single(await db.CheckSettingsAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshots_are_switched_on_where_the_account_may_do_that()
    {
        var isOn = false;
        await using var server = TdsStore.Serving(s =>
        {
            isOn |= s.Contains("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON", StringComparison.Ordinal);
            return s.Contains("sys.databases", StringComparison.Ordinal) ? TdsStore.Settings(snapshot: isOn) : null;
        });
        await using var services = server.Services();
        await using var db = services.OpenDb();

        Assert.Empty(await db.CheckSettingsAsync(Cancel));
        await db.ReadConsistentlyAsync(() => Task.FromResult(0), Cancel);

        Assert.Contains(TdsRequest.BeginSnapshot, server.Statements);
    }
}
