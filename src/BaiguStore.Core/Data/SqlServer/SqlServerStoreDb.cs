using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data.SqlServer;

/// <summary>What the distributor runs: SQL Server 2019 or later.</summary>
public sealed class SqlServerStoreDb(DbContextOptions<SqlServerStoreDb> options) : StoreDb(options)
{
    protected override string? BinaryCollation => "Latin1_General_100_BIN2";
}
