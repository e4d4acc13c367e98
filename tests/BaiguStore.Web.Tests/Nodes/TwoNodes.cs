using BaiguStore.Core.Data;

namespace BaiguStore.Web.Tests.Nodes;

/// <summary>Two web processes on one PostgreSQL database, and direct access for a third writer.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly NodeDatabase _database = new();

    public TwoNodes() => (First, Second) = (new(_database.Connection), new(_database.Connection));

    internal StoreNode First { get; }
    internal StoreNode Second { get; }

    public StoreDb OpenDb() => _database.Open();

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync();
        await First.StartAsync(); // creates the schema and the seeds
        await Second.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await _database.DisposeAsync();
    }
}
