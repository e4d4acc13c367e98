using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.Postgres;

/// <summary>PostgreSQL 14 or later.</summary>
public sealed class PostgresStoreDb(DbContextOptions<PostgresStoreDb> options) : StoreDb(options)
{
    protected override string? BinaryCollation => "C";

    protected override string? FeedLock => "LOCK TABLE \"Changes\" IN EXCLUSIVE MODE";
}
