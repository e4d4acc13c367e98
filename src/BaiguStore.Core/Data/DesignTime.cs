using BaiguStore.Core.Data.Postgres;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BaiguStore.Core.Data;

// Used by `dotnet ef migrations add` to build each model; no server is contacted.

internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteStoreDb>
{
    public SqliteStoreDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<SqlServerStoreDb>
{
    public SqlServerStoreDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer("Server=design").Options);
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresStoreDb>
{
    public PostgresStoreDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresStoreDb>().UseNpgsql("Host=design").Options);
}
