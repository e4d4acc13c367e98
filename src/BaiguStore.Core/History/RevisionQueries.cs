namespace BaiguStore.Core.History;

public static class RevisionQueries
{
    extension(IQueryable<Revision> revisions)
    {
        public IQueryable<Revision> HistoryOf(RevisionKind kind, int id) => revisions.Where(r => r.Kind == kind && r.EntityId == id);

        /// <summary>Filters by kind; no condition if all kinds are given.</summary>
        public IQueryable<Revision> OfKinds(IReadOnlyCollection<RevisionKind> kinds) =>
            kinds.Count == Enum.GetValues<RevisionKind>().Length ? revisions : revisions.Where(r => kinds.Contains(r.Kind));

        /// <summary>Revisions after a version, newest first: a range scan of the index.</summary>
        public IQueryable<Revision> Since(int version) => revisions.Where(r => r.Version > version).OrderByDescending(r => r.Version).ThenByDescending(r => r.Id);

        /// <summary>Newest first; with a version, the ones below it. A history has one row per version.</summary>
        public IQueryable<Revision> NewestBelow(int? version, int count) => revisions.Where(r => version == null || r.Version < version)
            .OrderByDescending(r => r.Version).ThenByDescending(r => r.Id).Take(count);
    }
}
