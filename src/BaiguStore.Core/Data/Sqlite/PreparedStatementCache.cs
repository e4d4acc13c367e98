using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>
/// Caches prepared statements on read-only connections. Neither EF nor the driver keeps a statement after its command, and SQLite takes longer to
/// compile one of our queries than to run it.
/// </summary>
/// <remarks>Commands in a transaction stay on its connection, where they see its writes. All others see committed data, on whichever connection they
/// run.</remarks>
internal sealed class PreparedStatementCache : DbCommandInterceptor, IDbConnectionInterceptor, IDisposable
{
    /// <summary>Distinct statements cached per connection; a page needs five, and lists of varying length create new ones.</summary>
    private const int MaxStatements = 200;

    /// <summary>
    /// Queries run synchronously, so rarely more than the number of cores are busy at once. Each connection maps the file separately, which counts as
    /// memory of the process.
    /// </summary>
    private static readonly int MaxIdle = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly ConcurrentStack<Reader> _idle = [];
    private readonly ConditionalWeakTable<DbDataReader, Reader> _busy = [];
    private bool _disposed;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        TryExecute(command, eventData, out var reader) ? InterceptionResult<DbDataReader>.SuppressWithResult(reader) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(ReaderExecuting(command, eventData, result));

    /// <summary>
    /// Compiled queries run only here, so the context's own connection stays closed: opening it registers each of EF's functions with SQLite and
    /// closing it unregisters them, a tenth of a query's cost.
    /// </summary>
    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        eventData.Context is StoreDb { IsOnlyReading: true } ? InterceptionResult.Suppress() : result;

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(ConnectionOpening(connection, eventData, result));

    /// <summary>EF has finished reading. It disposes the reader again after this, which then does nothing.</summary>
    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (_busy.TryGetValue(eventData.DataReader, out var reader))
        {
            _busy.Remove(eventData.DataReader);
            eventData.DataReader.Dispose();
            Return(reader);
        }
        return result;
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var reader))
            reader.Dispose();
    }

    private bool TryExecute(DbCommand command, CommandEventData eventData, [NotNullWhen(true)] out DbDataReader? rows)
    {
        rows = null;
        if (eventData.CommandSource != CommandSource.LinqQuery || command.Transaction is not null)
            return false;
        var reader = _idle.TryPop(out var idle) ? idle : new Reader(command.Connection!.ConnectionString);
        try
        {
            rows = reader.Execute(command);
            _busy.Add(rows, reader);
            return true;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void Return(Reader reader)
    {
        if (_disposed || _idle.Count >= MaxIdle)
            reader.Dispose();
        else
            _idle.Push(reader);
    }

    /// <summary>A connection and its prepared statements, used by one query at a time.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

        public Reader(string connection)
        {
            _connection = new(new SqliteConnectionStringBuilder(connection) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            _connection.Open();
            // Without this SQLite recompiles a statement whenever its LIMIT is bound, to inspect the value.
            _ = raw.sqlite3_db_config(_connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            using var pragmas = _connection.CreateCommand();
            pragmas.CommandText = SqliteStoreDb.Pragmas.OnOpen;
            pragmas.ExecuteNonQuery();
        }

        public SqliteDataReader Execute(DbCommand asked)
        {
            if (!_statements.TryGetValue(asked.CommandText, out var statement))
                _statements[asked.CommandText] = statement = Compile(asked);
            for (var i = 0; i < asked.Parameters.Count; i++)
                statement.Parameters[i].Value = asked.Parameters[i].Value;
            return statement.ExecuteReader();
        }

        public void Dispose() => _connection.Dispose();

        private SqliteCommand Compile(DbCommand asked)
        {
            if (_statements.Count == MaxStatements)
                Forget();
            var statement = _connection.CreateCommand();
            statement.CommandText = asked.CommandText;
            statement.CommandTimeout = asked.CommandTimeout;
            foreach (SqliteParameter parameter in asked.Parameters)
                statement.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.SqliteType) { Value = parameter.Value });
            statement.Prepare();
            return statement;
        }

        private void Forget()
        {
            foreach (var statement in _statements.Values)
                statement.Dispose();
            _statements.Clear();
        }
    }
}
