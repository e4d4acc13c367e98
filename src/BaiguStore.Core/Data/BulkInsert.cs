using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace BaiguStore.Core.Data;

/// <summary>
/// Writes many new rows in the fastest way that each database has, past the change tracker. Columns and conversions come from
/// EF's model, so they cannot drift from the entities. Ids are left to the database and do not come back.
/// </summary>
internal static class BulkInsert
{
    /// <summary>A column, how a row's value for it is found, and how the database wants it.</summary>
    private sealed record Column(string Name, Func<object, object> ValueOf, RelationalTypeMapping Mapping)
    {
        private Type ProviderType => Mapping.Converter?.ProviderClrType ?? Mapping.ClrType;

        public Type Type => Nullable.GetUnderlyingType(ProviderType) ?? ProviderType;
    }

    /// <summary>Within the transaction that is open; throws DbUpdateException for a row that the database refuses, as a save does.</summary>
    public static async Task InsertAsync<T>(StoreDb db, IEnumerable<T> rows, CancellationToken cancel) where T : class
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var (table, columns) = (type.GetTableName()!, ColumnsOf(type));
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        try
        {
            await (transaction switch
            {
                NpgsqlTransaction => CopyAsync((NpgsqlConnection)transaction.Connection!, db, table, columns, rows, cancel),
                SqlTransaction sql => CopyAsync(sql, table, columns, rows, cancel),
                _ => InsertEachAsync(transaction, db, table, columns, rows, cancel),
            });
        }
        catch (DbException e)
        {
            throw new DbUpdateException($"Rows of {table} could not be inserted.", e);
        }
    }

    private static Column[] ColumnsOf(IEntityType type)
    {
        var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
        return [.. type.GetProperties().Where(p => !p.ValueGenerated.HasFlag(ValueGenerated.OnAdd)).Select(property =>
        {
            var getter = property.GetGetter();
            var mapping = property.GetRelationalTypeMapping();
            var convert = mapping.Converter?.ConvertToProvider;
            return new Column(property.GetColumnName(table)!, row => getter.GetClrValue(row) is { } value ? convert?.Invoke(value) ?? value : DBNull.Value, mapping);
        })];
    }

    /// <summary>PostgreSQL: binary COPY.</summary>
    private static async Task CopyAsync<T>(NpgsqlConnection connection, StoreDb db, string table, Column[] columns, IEnumerable<T> rows, CancellationToken cancel) where T : class
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {sql.DelimitIdentifier(table)} ({string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)))}) FROM STDIN (FORMAT BINARY)", cancel);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancel);
            foreach (var column in columns)
                await copy.WriteAsync(column.ValueOf(row), column.Mapping.StoreTypeNameBase, cancel);
        }
        await copy.CompleteAsync(cancel);
    }

    /// <summary>SQL Server: its bulk copy, which checks foreign keys as an insert does.</summary>
    private static async Task CopyAsync<T>(SqlTransaction transaction, string table, Column[] columns, IEnumerable<T> rows, CancellationToken cancel) where T : class
    {
        using var data = new DataTable();
        using var copy = new SqlBulkCopy(transaction.Connection, SqlBulkCopyOptions.CheckConstraints, transaction) { DestinationTableName = $"[{table}]", BulkCopyTimeout = 0 };
        foreach (var column in columns)
        {
            data.Columns.Add(column.Name, column.Type);
            copy.ColumnMappings.Add(column.Name, column.Name);
        }
        foreach (var row in rows)
            data.Rows.Add(Array.ConvertAll(columns, c => c.ValueOf(row)));
        await copy.WriteToServerAsync(data, cancel);
    }

    /// <summary>SQLite: one prepared command, run for each row; there is no network to save.</summary>
    private static async Task InsertEachAsync<T>(
        DbTransaction transaction, StoreDb db, string table, Column[] columns, IEnumerable<T> rows, CancellationToken cancel) where T : class
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {sql.DelimitIdentifier(table)} ({string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)))}) "
            + $"VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
        var parameters = columns.Select((c, i) => c.Mapping.CreateParameter(command, $"@p{i}", null, nullable: true)).ToArray();
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(cancel);
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < columns.Length; i++)
                parameters[i].Value = columns[i].ValueOf(row);
            command.ExecuteNonQuery(); // SQLite has no asynchronous calls; its own pretend
        }
    }
}
