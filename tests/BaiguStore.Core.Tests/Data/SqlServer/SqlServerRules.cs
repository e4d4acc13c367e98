using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Rules that SQL Server checks only when it runs a script, applied to the relational model; violations are returned as text.</summary>
internal static class SqlServerRules
{
    /// <summary>Bytes of a nonclustered index key, SQL Server 2016 and later.</summary>
    public const int MaxIndexBytes = 1_700;

    /// <summary>Bytes of a clustered index key; a primary key is clustered by default.</summary>
    public const int MaxClusteredBytes = 900;

    public static IEnumerable<string> Broken(IRelationalModel model) =>
        [.. model.Tables.SelectMany(BrokenKeys), .. model.Tables.SelectMany(BrokenCascades)];

    private static IEnumerable<string> BrokenKeys(ITable table) =>
    [
        .. table.UniqueConstraints.SelectMany(k => BrokenKey(k.Name, k.Columns, k.GetIsPrimaryKey() ? MaxClusteredBytes : MaxIndexBytes)),
        .. table.Indexes.SelectMany(i => BrokenKey(i.Name, i.Columns, MaxIndexBytes)),
    ];

    private static IEnumerable<string> BrokenKey(string name, IReadOnlyList<IColumn> columns, int limit)
    {
        foreach (var column in columns.Where(c => BytesOf(c) is null))
            yield return $"{name}: {column.Name} is {column.StoreType}, which no key can hold";
        var bytes = columns.Sum(c => BytesOf(c) ?? 0);
        if (bytes > limit)
            yield return $"{name}: {bytes} bytes, {limit} are allowed";
    }

    /// <summary>Maximum bytes of a value in a key; null for a type without a limit.</summary>
    private static int? BytesOf(IColumn column)
    {
        var parts = column.StoreType.Split('(', ')');
        var length = parts.Length > 1 && int.TryParse(parts[1], out var n) ? n : (int?)null;
        return parts[0] switch
        {
            "nvarchar" or "nchar" => length * 2,
            "varchar" or "char" or "varbinary" or "binary" => length,
            "bit" => 1,
            "date" => 3,
            "int" => 4,
            "bigint" or "datetime2" => 8,
            "uniqueidentifier" => 16,
            _ => throw new NotSupportedException($"{column.Table.Name}.{column.Name}: say how many bytes a {column.StoreType} takes."),
        };
    }

    /// <summary>SQL Server refuses a foreign key that would let a delete cascade to one table on two paths, or back to its own table.</summary>
    private static IEnumerable<string> BrokenCascades(ITable start) =>
        from routes in RoutesFrom(start, [start.Name]).GroupBy(r => r[^1])
        where routes.Key == start.Name || routes.Count() > 1
        select routes.Key == start.Name
            ? $"a delete comes back to {start.Name}: {string.Join(" > ", routes.First())}"
            : $"a delete from {start.Name} reaches {routes.Key} by {routes.Count()} routes: {string.Join("; ", routes.Select(r => string.Join(" > ", r)))}";

    private static IEnumerable<List<string>> RoutesFrom(ITable table, List<string> trail)
    {
        foreach (var cascade in table.ReferencingForeignKeyConstraints.Where(ChangesRows))
        {
            List<string> route = [.. trail, cascade.Table.Name];
            yield return route;
            if (!trail.Contains(cascade.Table.Name))
                foreach (var longer in RoutesFrom(cascade.Table, route))
                    yield return longer;
        }
    }

    private static bool ChangesRows(IForeignKeyConstraint key) => key.OnDeleteAction is ReferentialAction.Cascade or ReferentialAction.SetNull or ReferentialAction.SetDefault;
}
