using System.Collections.Frozen;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>A place in the tree as pages see it. <see cref="Count"/>: published products directly here; <see cref="Total"/>: with all below.</summary>
public sealed class CategoryNode
{
    public required int Id { get; init; }
    public required string Name { get; init; }
    public required string Slug { get; init; }
    public required string Summary { get; init; }
    public required string Kind { get; init; }
    public required IReadOnlyList<string> KeySpecs { get; init; }
    public required int? VendorId { get; init; }
    public required Contact? Salesperson { get; init; }
    public required int Count { get; init; }
    public int Total { get; internal set; }
    public CategoryNode? Parent { get; internal set; }
    public IReadOnlyList<CategoryNode> Children { get; internal set; } = [];

    public bool IsLeaf => Children.Count == 0;

    /// <summary>From the top down to this one, itself included.</summary>
    public IReadOnlyList<CategoryNode> Trail => Parent is null ? [this] : [.. Parent.Trail, this];
}

/// <summary>Whom to ask about a line.</summary>
public sealed record Contact(string Name, string? Phone, string? Email);

/// <summary>
/// The whole tree with its counts, immutable and shared by all requests. Made from one query, which counts by group: reading
/// it costs nothing, and a new one takes its place when the change feed says so.
/// </summary>
public sealed class CategoryTree
{
    private readonly FrozenDictionary<string, CategoryNode> _bySlug;
    private readonly FrozenDictionary<int, CategoryNode> _byId;

    private CategoryTree(IReadOnlyList<CategoryNode> roots, IReadOnlyCollection<CategoryNode> all)
    {
        Roots = roots;
        _bySlug = all.ToFrozenDictionary(n => n.Slug, StringComparer.Ordinal);
        _byId = all.ToFrozenDictionary(n => n.Id);
        Total = roots.Sum(r => r.Total);
        LineCount = all.Count(n => n.IsLeaf);
    }

    public static CategoryTree Empty { get; } = new([], []);

    public IReadOnlyList<CategoryNode> Roots { get; }

    /// <summary>All published products.</summary>
    public int Total { get; }

    /// <summary>How many leaves there are.</summary>
    public int LineCount { get; }

    public IEnumerable<CategoryNode> All => _byId.Values;

    public CategoryNode? Find(string slug) => _bySlug.GetValueOrDefault(slug);

    public CategoryNode? Find(int id) => _byId.GetValueOrDefault(id);

    public static async Task<CategoryTree> LoadAsync(StoreDb db, CancellationToken cancel)
    {
        var counts = db.Products.Published().GroupBy(p => p.CategoryId).Select(g => new { CategoryId = g.Key, Count = g.Count() });
        var rows = await (
            from c in db.Categories
            join n in counts on c.Id equals n.CategoryId into counted
            from n in counted.DefaultIfEmpty()
            orderby c.Position, c.Id
            select new
            {
                c.ParentId,
                Person = c.Salesperson == null ? null : new Contact(c.Salesperson.Name, c.Salesperson.Phone, c.Salesperson.Email),
                c.Id, c.Name, c.Slug, c.Summary, c.Kind, c.KeySpecs, c.VendorId,
                Count = (int?)n.Count ?? 0,
            }).AsNoTracking().ToListAsync(cancel);

        var nodes = rows.ConvertAll(r => (r.ParentId, Node: new CategoryNode
        {
            Id = r.Id, Name = r.Name, Slug = r.Slug, Summary = r.Summary, Kind = r.Kind, KeySpecs = r.KeySpecs, VendorId = r.VendorId,
            Salesperson = r.Person, Count = r.Count,
        }));
        var byParent = nodes.ToLookup(n => n.ParentId, n => n.Node);
        foreach (var (_, node) in nodes)
        {
            node.Children = [.. byParent[node.Id]];
            foreach (var child in node.Children)
                child.Parent = node;
        }
        CategoryNode[] roots = [.. byParent[null]];
        foreach (var root in roots)
            AddUp(root);
        return new(roots, nodes.ConvertAll(n => n.Node));
    }

    /// <summary>Depth is at most <see cref="Category.MaxDepth"/>, so recursion is safe.</summary>
    private static int AddUp(CategoryNode node) => node.Total = node.Count + node.Children.Sum(AddUp);
}
