using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BaiguStore.Core.Data.Postgres;

/// <summary>PostgreSQL 14 or later.</summary>
public sealed class PostgresStoreDb(DbContextOptions<PostgresStoreDb> options) : StoreDb(options)
{
    protected override string? BinaryCollation => "C";

    protected override string? FeedLock => "LOCK TABLE \"Changes\" IN EXCLUSIVE MODE";

    /// <summary>At this level PostgreSQL shows a transaction the database as it was at its first query.</summary>
    public override Task<IDbContextTransaction> BeginReadingAsync(CancellationToken cancel) =>
        Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
}
