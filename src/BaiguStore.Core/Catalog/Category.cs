using System.Globalization;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Catalog;

/// <summary>A node of the category tree: a vendor or group at the top, product lines below it.</summary>
public sealed class Category : IVersioned, IHasSlug, ISeenByVisitors
{
    public const int MaxNameLength = 80;

    /// <summary>Levels below the root; with ids of ten digits a path fits <see cref="MaxPathLength"/>.</summary>
    public const int MaxDepth = 16;
    public const int MaxPathLength = 200;

    public int Id { get; private set; }
    public int? ParentId { get; private set; }

    /// <summary>
    /// Materialized path: the ids from the top down to this category, each followed by a dot ("3.17."). Paths of all descendants begin with it. Set
    /// by <see cref="PlaceUnder"/> once the id is known.
    /// </summary>
    public string Path { get; private set; } = "";

    /// <summary>Order among siblings, ascending.</summary>
    public int Position { get; set; }
    public required string Name { get; set; }
    public required string Slug { get; set; }

    /// <summary>One sentence about the product line, plain text.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Kind of product ("switch", "server" ...); empty for lines of several kinds. Selects drawings and suggestions.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Names of the specs that lists of this line show as columns; empty for lines of several kinds.</summary>
    public List<string> KeySpecs { get; set; } = [];

    public int? VendorId { get; set; }
    public Vendor? Vendor { get; set; }
    public int? SalespersonId { get; set; }
    public Salesperson? Salesperson { get; set; }

    /// <summary>
    /// Number of products that the source page shows for this line; sample products are generated up to it. Null if the source page has no number.
    /// </summary>
    public int? SourceCount { get; set; }

    /// <summary>Generated for a large sample store; deleted by `baigu samples remove`.</summary>
    public bool IsSample { get; init; }

    /// <summary>Hidden from visitors, with all descendants and their products; none of it is counted.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>UTC; time of the soft delete. Only an empty category can be deleted. Its slug stays reserved.</summary>
    public DateTime? DeletedAt { get; private set; }
    public int Version { get; private set; }

    SluggedKind IHasSlug.SlugKind => SluggedKind.Category;
    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Tree;

    public void Hide() => IsHidden = true;

    public void Show() => IsHidden = false;

    public void Restore() => DeletedAt = null;

    /// <summary>Called by BinAsync, which checks that it is empty.</summary>
    internal void ToBin(DateTime now) => DeletedAt ??= now;

    /// <summary>
    /// Moves this category under a parent, or to the top. Both must have been saved, so that their ids are known. Throws InvalidOperationException
    /// for a parent below itself, or a path deeper than <see cref="MaxDepth"/>.
    /// </summary>
    public void PlaceUnder(Category? parent)
    {
        if (parent is not null && (parent.Id == Id || (Path.Length > 0 && parent.Path.StartsWith(Path, StringComparison.Ordinal))))
            throw new InvalidOperationException("分类不能移到自身或自身的下级之下。");
        var path = string.Create(CultureInfo.InvariantCulture, $"{parent?.Path}{Id}.");
        if (path.Count(c => c == '.') > MaxDepth)
            throw new InvalidOperationException($"分类最多 {MaxDepth} 级。");
        (ParentId, Path) = (parent?.Id, path);
    }

    /// <summary>For bulk inserts without ids: sets the parent only; the path follows once the ids are known (see SampleCategories).</summary>
    internal Category WithParent(int? parentId)
    {
        ParentId = parentId;
        return this;
    }
}

public sealed class CategoryMap : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> category)
    {
        category.Property(c => c.Path).HasMaxLength(Category.MaxPathLength);
        category.Property(c => c.Name).HasMaxLength(Category.MaxNameLength);
        category.Property(c => c.Slug).HasMaxLength(Text.Slug.MaxLength);
        category.Property(c => c.Summary).HasMaxLength(400);
        category.Property(c => c.Kind).HasMaxLength(40);
        category.Property(c => c.KeySpecs).HasJsonConversion();

        category.Property(c => c.Version).IsConcurrencyToken();

        category.HasOne<Category>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        category.HasOne(c => c.Vendor).WithMany().HasForeignKey(c => c.VendorId).OnDelete(DeleteBehavior.Restrict);

        category.HasIndex(c => c.Slug).IsUnique();
        category.HasIndex(c => c.Path);
        category.HasIndex(c => new { c.ParentId, c.Position, c.Id });
    }
}
