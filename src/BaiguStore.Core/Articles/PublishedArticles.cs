using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Articles;

/// <summary>
/// List data of all published articles, newest first: immutable and in memory beside the tree, because every kind of page lists some of them and they
/// are few compared with products.
/// </summary>
public sealed class PublishedArticles
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _helps;
    private readonly Dictionary<int, int> _positions;
    private readonly ILookup<int, ArticleCard> _byCategory;

    private PublishedArticles(IReadOnlyList<(int Id, ArticleCard Card, IReadOnlyList<int> Helps)> newestFirst)
    {
        Newest = [.. newestFirst.Select(a => a.Card)];
        _helps = [.. newestFirst.Select(a => a.Helps)];
        _positions = newestFirst.Select((a, position) => (a.Id, position)).ToDictionary(a => a.Id, a => a.position);
        _byCategory = newestFirst.SelectMany(a => a.Helps.Select(category => (category, a.Card))).ToLookup(a => a.category, a => a.Card);
    }

    public static PublishedArticles Empty { get; } = new([]);

    public IReadOnlyList<ArticleCard> Newest { get; }

    /// <summary>The published articles among these ids, newest first.</summary>
    public IEnumerable<ArticleCard> Among(IEnumerable<int> ids) => ids.Where(_positions.ContainsKey).Select(id => Newest[_positions[id]]);

    /// <summary>Articles that recommend a category, newest first.</summary>
    public IEnumerable<ArticleCard> HelpingToChooseFrom(int categoryId) => _byCategory[categoryId];

    /// <summary>Ids of the categories that an article recommends.</summary>
    public IReadOnlyList<int> HelpsToChoose(int articleId) => _positions.TryGetValue(articleId, out var position) ? _helps[position] : [];

    /// <summary>The articles published directly before and after an article.</summary>
    public (ArticleCard? Older, ArticleCard? Newer) Beside(int articleId) =>
        _positions.TryGetValue(articleId, out var position) ? (Newest.ElementAtOrDefault(position + 1), Newest.ElementAtOrDefault(position - 1)) : (null, null);

    public Page<ArticleCard> Page(int number, int size) => new([.. Newest.Skip((number - 1) * size).Take(size)], number, size, Newest.Count);

    public static async Task<PublishedArticles> LoadAsync(StoreDb db, CancellationToken cancel)
    {
        var rows = await db.Articles.AsNoTracking().Published().Newest().Select(a => new
        {
            a.Id,
            Card = new ArticleCard(a.Title, a.Slug, a.Summary, a.FigurePath, a.ReadingMinutes, a.PublishedAt!.Value, a.Tags),
            Helps = a.HelpsToChoose.Select(c => c.Id).ToList(),
        }).ToListAsync(cancel);
        return new(rows.ConvertAll(r => (r.Id, r.Card, (IReadOnlyList<int>)r.Helps)));
    }
}
