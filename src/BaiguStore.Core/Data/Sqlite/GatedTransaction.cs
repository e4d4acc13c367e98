using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace BaiguStore.Core.Data.Sqlite;

/// <summary>
/// Leaves the <see cref="WriteGate"/> at its end, also when it is disposed without a commit, which interceptors are not notified of.
/// </summary>
internal sealed class GatedTransaction(
    IRelationalConnection connection, DbTransaction transaction, Guid id, IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger,
    bool owned, ISqlGenerationHelper sql)
    : RelationalTransaction(connection, transaction, id, logger, owned, sql)
{
    private readonly DbConnection _connection = connection.DbConnection;

    public override void Dispose()
    {
        try
        {
            base.Dispose();
        }
        finally
        {
            WriteGate.Leave(_connection);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            WriteGate.Leave(_connection);
        }
    }

    protected override void ClearTransaction()
    {
        WriteGate.Leave(_connection);
        base.ClearTransaction();
    }

    protected override Task ClearTransactionAsync(CancellationToken cancellationToken = default)
    {
        WriteGate.Leave(_connection);
        return base.ClearTransactionAsync(cancellationToken);
    }

    internal sealed class Factory(RelationalTransactionFactoryDependencies dependencies) : IRelationalTransactionFactory
    {
        public RelationalTransaction Create(
            IRelationalConnection connection, DbTransaction transaction, Guid transactionId,
            IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger, bool transactionOwned) =>
            new GatedTransaction(connection, transaction, transactionId, logger, transactionOwned, dependencies.SqlGenerationHelper);
    }
}
