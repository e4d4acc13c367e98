namespace BaiguStore.Core.History;

public static class RevisionQueries
{
    extension(IQueryable<Revision> revisions)
    {
        public IQueryable<Revision> HistoryOf(RevisionKind kind, int id) => revisions.Where(r => r.Kind == kind && r.EntityId == id);

        /// <summary>Of some kinds of things; no condition where those are all.</summary>
        public IQueryable<Revision> OfKinds(IReadOnlyCollection<RevisionKind> kinds) =>
            kinds.Count == Enum.GetValues<RevisionKind>().Length ? revisions : revisions.Where(r => kinds.Contains(r.Kind));

        /// <summary>What came after a version, the newest first: one range of the index.</summary>
        public IQueryable<Revision> Since(int version) => revisions.Where(r => r.Version > version).OrderByDescending(r => r.Version).ThenByDescending(r => r.Id);

        /// <summary>The newest first; with a version what comes after it in that order. A history has one row a version.</summary>
        public IQueryable<Revision> NewestBelow(int? version, int count) => revisions.Where(r => version == null || r.Version < version)
            .OrderByDescending(r => r.Version).ThenByDescending(r => r.Id).Take(count);
    }
}
