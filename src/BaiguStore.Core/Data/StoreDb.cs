using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BaiguStore.Core.Data;

/// <summary>
/// The store's one database. A thin subclass per provider carries its migrations. Every save keeps three promises in its own
/// transaction: versions go up, old slugs are remembered, the change feed says what visitors must see.
/// </summary>
public abstract class StoreDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Vendor> Vendors => Set<Vendor>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Salesperson> Salespeople => Set<Salesperson>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<Company> Companies => Set<Company>();
    public DbSet<SlugHistory> SlugHistories => Set<SlugHistory>();
    public DbSet<Change> Changes => Set<Change>();

    /// <summary>The collation in which text is compared by its code units: one order in all three databases. Null where it is the default.</summary>
    protected abstract string? BinaryCollation { get; }

    /// <summary>The statement that makes this transaction the feed's only writer; readers go on. Null where that is so anyway.</summary>
    protected virtual string? FeedLock => null;

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(StoreDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
        if (BinaryCollation is { } collation)
            conventions.Properties<string>().UseCollation(collation);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saves are asynchronous: call SaveChangesAsync.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        RaiseVersions();
        var remembered = await RememberOldSlugsAsync(cancellationToken);
        try
        {
            return await SaveWithFeedAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch
        {
            // The caller may mend what was refused and save again; the slug remembered then may be another one.
            remembered.ForEach(h => Entry(h).State = EntityState.Detached);
            throw;
        }
    }

    private async Task<int> SaveWithFeedAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var seen = ChangeTracker.Entries<ISeenByVisitors>()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(e => (e.Entity.ChangeKind, Id: e.Property<int>("Id")))
            .ToList();
        if (seen.Count == 0 && !ChangeTracker.Entries<Change>().Any())
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        // New rows have their ids only after the first save, so the feed's rows follow in a second one of the same transaction.
        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using var _ = own;
        await LockFeedAsync(cancellationToken); // first: who is refused here has saved nothing yet and can save again
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var (kind, id) in seen.Select(s => (s.ChangeKind, s.Id.CurrentValue)).Distinct())
            Record(kind, id);
        await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (own is not null)
            await own.CommitAsync(cancellationToken);
        return saved;
    }

    /// <summary>Adds a row to the change feed; for bulk statements, which pass SaveChanges by. Goes out with the next save.</summary>
    public void Record(ChangeKind kind, int entityId = 0) =>
        Changes.Add(new Change { Kind = kind, EntityId = entityId, At = DateTime.UtcNow });

    /// <summary>Adds many new rows in one transaction, with one row in the change feed for all of them. Their ids do not come back.</summary>
    public async Task InsertManyAsync<T>(IEnumerable<T> rows, ChangeKind kind, CancellationToken cancel) where T : class
    {
        await using var transaction = await Database.BeginTransactionAsync(cancel);
        await BulkInsert.InsertAsync(this, rows, cancel);
        await LockFeedAsync(cancel); // last: nobody waits for the feed while the rows go in
        Record(kind);
        await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>
    /// Until the transaction's end nobody else adds to the feed. So its numbers become visible in their order, and a follower
    /// that has seen one has seen all before it. On SQLite a transaction that writes is alone anyway.
    /// </summary>
    private Task LockFeedAsync(CancellationToken cancel) =>
        FeedLock is { } sql ? Database.ExecuteSqlRawAsync(sql, cancel) : Task.CompletedTask;

    private void RaiseVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(e => e.State == EntityState.Modified))
        {
            var version = entry.Property(e => e.Version);
            version.CurrentValue = version.OriginalValue + 1;
        }
    }

    /// <summary>Answers the rows of the history that go out, or away, with this save.</summary>
    private async Task<List<SlugHistory>> RememberOldSlugsAsync(CancellationToken cancel)
    {
        List<SlugHistory> touched = [];
        var renamed = ChangeTracker.Entries<IHasSlug>()
            .Where(e => e.State == EntityState.Modified && e.Property(s => s.Slug).IsModified)
            .Select(e => (e.Entity, Old: e.Property(s => s.Slug).OriginalValue))
            .Where(r => r.Old != r.Entity.Slug)
            .ToList();
        foreach (var (entity, old) in renamed)
        {
            var (kind, now) = (entity.SlugKind, entity.Slug);
            var rows = await SlugHistories.Where(h => h.Kind == kind && (h.OldSlug == now || h.OldSlug == old)).ToListAsync(cancel);
            SlugHistories.RemoveRange(rows.Where(h => h.OldSlug == now));
            if (rows.FirstOrDefault(h => h.OldSlug == old) is { } known)
                known.EntityId = entity.Id;
            else
                rows.Add(SlugHistories.Add(new SlugHistory { Kind = kind, OldSlug = old, EntityId = entity.Id }).Entity);
            touched.AddRange(rows);
        }
        return touched;
    }

    /// <summary>Databases forget that a time is UTC; this says it again when it is read.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        t => t.Kind == DateTimeKind.Utc ? t : t.ToUniversalTime(),
        t => DateTime.SpecifyKind(t, DateTimeKind.Utc));
}
