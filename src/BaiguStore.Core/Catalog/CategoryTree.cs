using System.Collections.Frozen;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// A category as pages show it. <see cref="Count"/>: published products directly in it; <see cref="Total"/>: including all descendants.
/// </summary>
public sealed class CategoryNode
{
    public required int Id { get; init; }

    /// <summary>The slug if the name has no visible characters: a link needs a text.</summary>
    public required string Name { get; init; }
    public required string Slug { get; init; }
    public required string Summary { get; init; }
    public required string Kind { get; init; }
    public required IReadOnlyList<string> KeySpecs { get; init; }
    public required int? VendorId { get; init; }
    public required Contact? Salesperson { get; init; }
    public int Count { get; internal set; }
    public int Total { get; internal set; }
    public CategoryNode? Parent { get; internal set; }
    public IReadOnlyList<CategoryNode> Children { get; internal set; } = [];

    /// <summary>Index in the tree's flat list.</summary>
    internal int Index { get; init; }

    public bool IsLeaf => Children.Count == 0;

    /// <summary>Path from the top to this category, itself included.</summary>
    public IReadOnlyList<CategoryNode> Trail => Parent is null ? [this] : [.. Parent.Trail, this];

    internal CategoryNode Copy() => (CategoryNode)MemberwiseClone();

    /// <summary>Adds to the count here, and to the totals up to the top.</summary>
    internal void Add(int difference)
    {
        Count += difference;
        for (var node = this; node is not null; node = node.Parent)
            node.Total += difference;
    }
}

/// <summary>Contact person for a product line.</summary>
public sealed record Contact(string Name, string? Phone, string? Email);

/// <summary>
/// The whole tree with its counts, immutable and shared by all requests. Built from one grouped query, so reads cost nothing; replaced when the
/// change feed requires it.
/// </summary>
public sealed class CategoryTree
{
    private readonly CategoryNode[] _all;
    private readonly FrozenDictionary<string, int> _bySlug;
    private readonly FrozenDictionary<int, int> _byId;

    private CategoryTree(CategoryNode[] all, FrozenDictionary<string, int> bySlug, FrozenDictionary<int, int> byId, FrozenSet<int> hidden)
    {
        (_all, _bySlug, _byId, Hidden) = (all, bySlug, byId, hidden);
        Roots = [.. all.Where(n => n.Parent is null)];
        Total = Roots.Sum(r => r.Total);
        LineCount = all.Count(n => n.IsLeaf);
    }

    public static CategoryTree Empty { get; } = Planted([], []);

    /// <summary>Ids of hidden categories and their descendants: they are not part of this tree, and their products are not counted.</summary>
    public FrozenSet<int> Hidden { get; }

    public IReadOnlyList<CategoryNode> Roots { get; }

    /// <summary>Number of all published products.</summary>
    public int Total { get; }

    /// <summary>Number of leaf categories.</summary>
    public int LineCount { get; }

    public IEnumerable<CategoryNode> All => _all;

    public CategoryNode? Find(string slug) => _bySlug.TryGetValue(slug, out var index) ? _all[index] : null;

    public CategoryNode? Find(int id) => _byId.TryGetValue(id, out var index) ? _all[index] : null;

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
                c.ParentId, IsHidden = c.IsHidden || c.DeletedAt != null,
                Person = c.Salesperson == null ? null : new Contact(c.Salesperson.Name, c.Salesperson.Phone, c.Salesperson.Email),
                c.Id, c.Name, c.Slug, c.Summary, c.Kind, c.KeySpecs, c.VendorId,
                Count = (int?)n.Count ?? 0,
            }).AsNoTracking().ToListAsync(cancel);
        var hidden = HiddenAmong([.. rows.Select(r => (r.Id, r.ParentId, r.IsHidden))]);
        return Planted([.. rows.Where(r => !hidden.Contains(r.Id)).Select((r, i) => (r.ParentId, new CategoryNode
        {
            Id = r.Id, Name = VisibleText.IsEmpty(r.Name) ? r.Slug : r.Name, Slug = r.Slug, Summary = r.Summary, Kind = r.Kind, KeySpecs = r.KeySpecs, VendorId = r.VendorId,
            Salesperson = r.Person, Count = r.Count, Index = i,
        }))], hidden);
    }

    /// <summary>Hidden categories and all their descendants.</summary>
    private static HashSet<int> HiddenAmong((int Id, int? ParentId, bool IsHidden)[] categories)
    {
        var hidden = categories.Where(p => p.IsHidden).Select(p => p.Id).ToHashSet();
        if (hidden.Count == 0)
            return hidden;
        var below = categories.ToLookup(p => p.ParentId, p => p.Id);
        for (var open = new Queue<int>(hidden); open.TryDequeue(out var id);)
            foreach (var child in below[id].Where(hidden.Add))
                open.Enqueue(child);
        return hidden;
    }

    private static CategoryTree Planted((int? ParentId, CategoryNode Node)[] nodes, HashSet<int> hidden)
    {
        var byParent = nodes.ToLookup(n => n.ParentId, n => n.Node);
        foreach (var (_, node) in nodes)
        {
            node.Children = [.. byParent[node.Id]];
            foreach (var child in node.Children)
                child.Parent = node;
        }
        foreach (var root in byParent[null])
            AddUp(root);
        return new(Array.ConvertAll(nodes, n => n.Node), nodes.ToFrozenDictionary(n => n.Node.Slug, n => n.Node.Index, StringComparer.Ordinal),
            nodes.ToFrozenDictionary(n => n.Node.Id, n => n.Node.Index), hidden.ToFrozenSet());
    }

    /// <summary>Depth is at most <see cref="Category.MaxDepth"/>, so recursion is safe.</summary>
    private static int AddUp(CategoryNode node) => node.Total = node.Count + node.Children.Sum(AddUp);

    /// <summary>
    /// A copy of the tree with the counts of these categories changed by the given differences; no query. Null if one of them is not in this tree.
    /// Nodes in use do not change: only top-level subtrees that are affected are copied, the others are shared.
    /// </summary>
    public CategoryTree? WithCounts(IReadOnlyDictionary<int, int> differences)
    {
        if (differences.Keys.Any(id => !_byId.ContainsKey(id) && !Hidden.Contains(id)))
            return null;
        var seen = differences.Where(d => !Hidden.Contains(d.Key)).ToList();
        if (seen.Count == 0)
            return this;
        var all = (CategoryNode[])_all.Clone();
        foreach (var top in seen.Select(d => _all[_byId[d.Key]].Trail[0]).Distinct())
            Copy(top, null, all);
        foreach (var (id, difference) in seen)
            all[_byId[id]].Add(difference);
        return new(all, _bySlug, _byId, Hidden);
    }

    private static CategoryNode Copy(CategoryNode node, CategoryNode? parent, CategoryNode[] all)
    {
        var copy = all[node.Index] = node.Copy();
        copy.Parent = parent;
        if (!copy.IsLeaf)
            copy.Children = [.. node.Children.Select(child => Copy(child, copy, all))];
        return copy;
    }
}
