namespace BaiguStore.Core.Catalog;

/// <summary>
/// A category whose shown counts differ from the database: products directly in it, and including descendants. Null: the category is missing there.
/// </summary>
public sealed record CountDrift(string Category, (int Count, int Total)? Shown, (int Count, int Total)? Counted)
{
    public static IReadOnlyList<CountDrift> Between(CategoryTree shown, CategoryTree counted) =>
        Between([.. shown.All.Select(n => (n.Id, n.Slug, n.Count, n.Total))], counted);

    /// <summary>In the order of the recounted tree, followed by categories that are only in the shown tree.</summary>
    public static IReadOnlyList<CountDrift> Between(IReadOnlyCollection<(int Id, string Slug, int Count, int Total)> shown, CategoryTree counted)
    {
        var numbers = shown.ToDictionary(s => s.Id, s => (s.Count, s.Total));
        var known = counted.All.Select(n => new CountDrift(n.Slug, numbers.TryGetValue(n.Id, out var s) ? s : null, (n.Count, n.Total)));
        var gone = shown.Where(s => counted.Find(s.Id) is null).Select(s => new CountDrift(s.Slug, (s.Count, s.Total), null));
        return [.. known.Concat(gone).Where(d => d.Shown != d.Counted)];
    }
}
