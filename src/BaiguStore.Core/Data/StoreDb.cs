using System.Data;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data.Saving;
using BaiguStore.Core.History;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Search;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BaiguStore.Core.Data;

/// <summary>
/// The store's database context. A thin subclass per provider carries its migrations. Every save does four things in its own transaction: raises
/// versions, remembers former slugs, writes the history, and writes the change feed.
/// </summary>
public abstract class StoreDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Vendor> Vendors => Set<Vendor>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Salesperson> Salespeople => Set<Salesperson>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Picture> Pictures => Set<Picture>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<CommentBlock> CommentBlocks => Set<CommentBlock>();
    public DbSet<ModerationAct> ModerationActs => Set<ModerationAct>();
    public DbSet<CommentRules> CommentRules => Set<CommentRules>();
    public DbSet<Inquiry> Inquiries => Set<Inquiry>();
    public DbSet<InquiryPart> InquiryParts => Set<InquiryPart>();
    public DbSet<OutboxMail> OutboxMails => Set<OutboxMail>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<ZeroResultSearch> EmptySearches => Set<ZeroResultSearch>();
    public DbSet<Company> Companies => Set<Company>();
    public DbSet<SlugHistory> SlugHistories => Set<SlugHistory>();
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<StaffMember> Staff => Set<StaffMember>();
    public DbSet<StaffLink> StaffLinks => Set<StaffLink>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<SignInTry> SignInTries => Set<SignInTry>();
    public DbSet<DataProtectionKey> SealingKeys => Set<DataProtectionKey>();
    public DbSet<Revision> Revisions => Set<Revision>();
    public DbSet<BulkChange> BulkChanges => Set<BulkChange>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>
    /// The fields of all kinds with history. Each kind is described beside its entity and listed here, because this class knows every entity.
    /// </summary>
    public static DescribedEntities Described { get; } = new(
        ProductFields.All, ArticleFields.All, CategoryFields.All, CompanyFields.All,
        SalespersonFields.All, VendorFields.All, CommentFields.All, CommentRulesFields.All);

    /// <summary>The actor of this context's saves, read at each save.</summary>
    public Actor Actor => Scope.Actor;

    /// <summary>The state of this lease's saves. Contexts are pooled: each lease begins with a new one.</summary>
    internal SaveScope Scope { get; private set; } = new(new ActorScope(Actor.Store), new OwnWrites());

    /// <summary>Whether only queries outside a transaction are run now: they may use another connection.</summary>
    internal bool IsOnlyReading { get; private set; }

    internal static DateTime Now => DateTime.UtcNow;

    /// <summary>The collation that compares text by code units, for one sort order in all three databases. Null if that is the default.</summary>
    protected abstract string? BinaryCollation { get; }

    /// <summary>
    /// The statement that makes this transaction the only writer of the change feed, without blocking readers. Null if it is the only writer anyway.
    /// </summary>
    protected virtual string? FeedLock => null;

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(StoreDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
        if (BinaryCollation is { } collation)
            conventions.Properties<string>().UseCollation(collation);
    }

    /// <summary>Initializes a pooled context for a new lease: no state of the previous one remains.</summary>
    internal StoreDb LeasedTo(ActorScope acting, OwnWrites writes)
    {
        Scope = new(acting, writes);
        return this;
    }

    /// <summary>Until disposed, only queries are run by this context.</summary>
    internal Reading OnlyReading() => new(this);

    internal readonly struct Reading : IDisposable
    {
        private readonly StoreDb _db;

        public Reading(StoreDb db) => (_db, db.IsOnlyReading) = (db, db.Database.CurrentTransaction is null);

        public void Dispose() => _db.IsOnlyReading = false;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saves are asynchronous: call SaveChangesAsync.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        Confirmation.ByStaff(this);
        Versions.Raise(this);
        var slugs = await OldSlugs.RememberAsync(this, cancellationToken);
        try
        {
            return await SaveWithFeedAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch
        {
            slugs.Forget();
            throw;
        }
    }

    private async Task<int> SaveWithFeedAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var feed = FeedRows.Collect(ChangeTracker);
        if (feed.IsEmpty && !ChangeTracker.Entries<Change>().Any())
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        // New rows have ids only after the first save, so the feed's rows are written by a second one in the same transaction.
        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using var _ = own;
        await LockFeedAsync(cancellationToken); // first, so that a refused save has written nothing and can be repeated
        var revisions = await RevisionWriter.CollectAsync(this, cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        feed.AddTo(this);
        HistoryRows.Add(this, revisions);
        await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (own is not null)
            await own.CommitAsync(cancellationToken);
        return saved;
    }

    /// <summary>
    /// The only way to run statements that bypass SaveChanges: in a transaction that holds the feed's lock, with feed rows for the changes.
    /// Statements that move or publish products raise their Version, so that a concurrent save is refused: its feed row would name a category that no
    /// longer counts the product.
    /// </summary>
    public Task<int> BulkAsync(IReadOnlyList<ChangeKind> kinds, Func<Task<int>> statements, CancellationToken cancel) => WithFeedLockAsync(async () =>
    {
        var touched = await statements();
        foreach (var kind in kinds)
            FeedRows.Add(this, kind);
        if (Scope.BulkChangeId is null && touched > 0)
            Revisions.AddRange(kinds.SelectMany(kind => RevisionWriter.Many(this, kind, touched)));
        return touched;
    }, cancel);

    /// <summary>
    /// Holds the feed's lock while it reads, decides and saves, in one transaction: what was read still holds when the result is written. It adds no
    /// feed rows of its own: entities that are saved do, and bulk statements within go through <see cref="BulkAsync"/>.
    /// </summary>
    public async Task<int> WithFeedLockAsync(Func<Task<int>> work, CancellationToken cancel)
    {
        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancel) : null;
        await using var _ = own;
        await LockFeedAsync(cancel);
        var touched = await work();
        await SaveChangesAsync(cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return touched;
    }

    /// <summary>
    /// A consistent read: all queries see the same state, so that a position of the feed and counts match. Must be read-only, because it may be
    /// repeated.
    /// </summary>
    public virtual async Task<T> ReadConsistentlyAsync<T>(Func<Task<T>> read, CancellationToken cancel)
    {
        await using var moment = await Database.BeginTransactionAsync(ReadingLevel, cancel);
        return await read();
    }

    /// <summary>Isolation level with snapshot reads: a transaction sees the database as of its first query.</summary>
    protected abstract IsolationLevel ReadingLevel { get; }

    /// <summary>Checks the database's settings and corrects what it may; returns the rest as warnings.</summary>
    public virtual Task<IReadOnlyList<string>> CheckSettingsAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Creates the database if it is missing.</summary>
    internal abstract Task CreateDatabaseAsync(CancellationToken cancel);

    /// <summary>Takes the lock of <see cref="SetupLock"/> until disposed; null while another process holds it.</summary>
    internal abstract Task<IAsyncDisposable?> TryLockSetupAsync(CancellationToken cancel);

    /// <summary>Inserts many rows in one transaction, with one row in the change feed. Their ids are not read back.</summary>
    public async Task InsertManyAsync<T>(IEnumerable<T> rows, ChangeKind kind, CancellationToken cancel) where T : class
    {
        await using var transaction = await Database.BeginTransactionAsync(cancel);
        await LockFeedAsync(cancel); // first, like every writer: the same order of locks prevents deadlocks
        var count = 0;
        await BulkInsert.InsertAsync(this, rows.Select(row => (row, ++count).row), cancel);
        FeedRows.Add(this, kind);
        Revisions.AddRange(RevisionWriter.Many(this, kind, count));
        await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>
    /// Until the transaction ends nobody else writes to the feed. So ids become visible in order, and a follower that has seen one has seen all
    /// before it. On SQLite a writing transaction is exclusive anyway.
    /// </summary>
    protected Task LockFeedAsync(CancellationToken cancel) =>
        FeedLock is { } sql ? Database.ExecuteSqlRawAsync(sql, cancel) : Task.CompletedTask;

    /// <summary>Inserts many rows in the open transaction of a bulk statement; the caller writes the feed.</summary>
    internal Task InsertWithinAsync<T>(IEnumerable<T> rows, CancellationToken cancel) where T : class => BulkInsert.InsertAsync(this, rows, cancel);

    /// <summary>Databases do not store that a time is UTC; this sets it when reading. Public for the compiled model.</summary>
    public sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        t => t.Kind == DateTimeKind.Utc ? t : t.ToUniversalTime(),
        t => DateTime.SpecifyKind(t, DateTimeKind.Utc));
}
