using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Data;

/// <summary>A row of counts that the database refused, and why.</summary>
public sealed record RefusedRow(IReadOnlyList<object> Values, string Reason)
{
    public override string ToString() => $"{string.Join(" | ", Values)}: {Reason}";
}

/// <summary>
/// Counter tables: new counts are added to existing ones, with concurrent writers allowed. No visitor sees them, so the change feed is not written.
/// </summary>
internal static class CountRows
{
    /// <summary>Parameters per statement: SQL Server allows 2,100.</summary>
    private const int MaxValues = 2_000;

    /// <summary>
    /// Adds the counts in one transaction. A refused row does not stop the others: it is skipped and returned, so that the caller does not retry it
    /// forever.
    /// </summary>
    /// <param name="keys">Columns of the primary key, in the order of a row's values; the count comes last.</param>
    public static async Task<IReadOnlyList<RefusedRow>> AddCountsAsync(
        this StoreDb db, string table, string[] keys, IEnumerable<object[]> rows, CancellationToken cancel)
    {
        List<RefusedRow> refused = [];
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var portion in rows.Chunk(MaxValues / (keys.Length + 1)))
            if (await RefusalAsync(portion) is not null)
                foreach (var row in portion)
                    if (await RefusalAsync([row]) is { } reason)
                        refused.Add(new(row, reason));
        await transaction.CommitAsync(cancel);
        return refused;

        async Task<string?> RefusalAsync(object[][] portion)
        {
            const string before = "Before"; // PostgreSQL accepts no statement in a failed transaction until it is rolled back to this savepoint
            await transaction.CreateSavepointAsync(before, cancel);
            try
            {
                var statement = Statement(db is SqlServerStoreDb, table, keys, portion.Length);
                await db.Database.ExecuteSqlRawAsync(statement, portion.SelectMany(row => row), cancel);
                return null;
            }
            catch (Exception e) when (DatabaseErrors.IsRowRefused(e))
            {
                await transaction.RollbackToSavepointAsync(before, cancel);
                return DatabaseErrors.Within(e)!.Message;
            }
        }
    }

    private static string Statement(bool merge, string table, string[] keys, int rows)
    {
        var width = keys.Length + 1;
        var values = string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * width, width).Select(n => $"{{{n}}}"))})"));
        return merge
            ? $"""
              MERGE INTO [{table}] WITH (HOLDLOCK) AS old USING (VALUES {values}) AS new ({Names("[", "]")}, [Count])
              ON {string.Join(" AND ", keys.Select(key => $"old.[{key}] = new.[{key}]"))}
              WHEN MATCHED THEN UPDATE SET [Count] = old.[Count] + new.[Count]
              WHEN NOT MATCHED THEN INSERT ({Names("[", "]")}, [Count]) VALUES ({string.Join(", ", keys.Select(key => $"new.[{key}]"))}, new.[Count]);
              """
            : $"""
              INSERT INTO "{table}" ({Names("\"", "\"")}, "Count") VALUES {values}
              ON CONFLICT ({Names("\"", "\"")}) DO UPDATE SET "Count" = "{table}"."Count" + excluded."Count"
              """;

        string Names(string open, string close) => string.Join(", ", keys.Select(key => open + key + close));
    }
}
