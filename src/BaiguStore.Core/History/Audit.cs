using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.History;

/// <summary>Writes and searches the audit trail.</summary>
public static class Audit
{
    /// <summary>Adds an entry to the context; it is written in the transaction of the next save. Texts that are too long are cut.</summary>
    /// <param name="by">The actor; the context's own if not given. A sign-in records the person before anybody is signed in.</param>
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

        /// <summary>Half-open range of time; null bounds are open.</summary>
        public IQueryable<AuditEntry> Between(DateTime? from, DateTime? to) =>
            entries.Where(e => (from == null || e.At >= from) && (to == null || e.At < to));

        /// <summary>Entries that contain a text, as a plain substring; scanned from the newest until the page is full.</summary>
        /// <param name="acts">Codes of actions whose displayed names match the text.</param>
        /// <param name="subjects">Codes of subjects whose displayed names match the text.</param>
        public IQueryable<AuditEntry> Naming(string text, string[] acts, string[] subjects) =>
            entries.Where(e => e.Subject.Contains(text) || e.Detail.Contains(text) || e.Name.Contains(text) || e.What.Contains(text)
                || e.Origin.Contains(text) || EF.Parameter(acts).Contains(e.What) || EF.Parameter(subjects).Contains(e.Subject));

        /// <summary>Newest first; with an id, the entries after it in that order.</summary>
        public IQueryable<AuditEntry> NewestAfter(long? id, int count) =>
            entries.Where(e => id == null || e.Id < id).OrderByDescending(e => e.Id).Take(count);
    }
}
