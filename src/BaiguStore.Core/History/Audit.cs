using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.History;

/// <summary>Writes and searches the audit trail.</summary>
public static class Audit
{
    /// <summary>Adds an entry that goes out with the next save, in its transaction. Texts that are too long are cut.</summary>
    /// <param name="by">Who; the context's own actor if not given. A sign-in names the person before anybody is signed in.</param>
    public static AuditEntry Record(StoreDb db, AuditKind kind, string what, string subject, string detail = "", Actor? by = null)
    {
        var actor = by ?? db.Actor;
        return db.AuditEntries.Add(new AuditEntry
        {
            At = StoreDb.Now,
            StaffId = actor.StaffId,
            Name = PlainText.Truncate(actor.Name, Actor.MaxNameLength),
            Origin = PlainText.Truncate(actor.Origin, Actor.MaxOriginLength),
            Kind = kind,
            What = PlainText.Truncate(what, AuditEntry.MaxWhatLength),
            Subject = PlainText.Truncate(subject, AuditEntry.MaxSubjectLength),
            Detail = PlainText.Truncate(detail, AuditEntry.MaxDetailLength),
        }).Entity;
    }

    extension(IQueryable<AuditEntry> entries)
    {
        public IQueryable<AuditEntry> By(int staffId) => entries.Where(e => e.StaffId == staffId);

        public IQueryable<AuditEntry> OfKind(AuditKind kind) => entries.Where(e => e.Kind == kind);

        /// <summary>From a moment to just before another; either may be open.</summary>
        public IQueryable<AuditEntry> Between(DateTime? from, DateTime? to) =>
            entries.Where(e => (from == null || e.At >= from) && (to == null || e.At < to));

        /// <summary>Those that name a text anywhere, letter by letter; looked for from the newest on until the page is full.</summary>
        /// <param name="acts">Acts that a reader knows by that text.</param>
        /// <param name="subjects">Subjects that a reader knows by that text.</param>
        public IQueryable<AuditEntry> Naming(string text, string[] acts, string[] subjects) =>
            entries.Where(e => e.Subject.Contains(text) || e.Detail.Contains(text) || e.Name.Contains(text) || e.What.Contains(text)
                || e.Origin.Contains(text) || EF.Parameter(acts).Contains(e.What) || EF.Parameter(subjects).Contains(e.Subject));

        /// <summary>The newest first; with an id what comes after it in that order.</summary>
        public IQueryable<AuditEntry> NewestAfter(long? id, int count) =>
            entries.Where(e => id == null || e.Id < id).OrderByDescending(e => e.Id).Take(count);
    }
}
