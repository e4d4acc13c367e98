using System.Globalization;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Catalog;

/// <summary>A place in the tree: a vendor or group at the top, product lines below it.</summary>
public sealed class Category : IVersioned, IHasSlug, ISeenByVisitors
{
    public const int MaxNameLength = 80;

    /// <summary>Levels below the root; with ids of ten digits a path stays within <see cref="MaxPathLength"/>.</summary>
    public const int MaxDepth = 16;
    public const int MaxPathLength = 200;

    public int Id { get; private set; }
    public int? ParentId { get; private set; }

    /// <summary>
    /// Materialised path: the ids from the top down to this one, each closed by a dot ("3.17."). All that is below a
    /// category begins with its path. Set by <see cref="PlaceUnder"/> once the id is known.
    /// </summary>
    public string Path { get; private set; } = "";

    /// <summary>Order among siblings, ascending.</summary>
    public int Position { get; set; }
    public required string Name { get; set; }
    public required string Slug { get; set; }

    /// <summary>One sentence on the line, plain text.</summary>
    public string Summary { get; set; } = "";

    /// <summary>What is sold here ("switch", "server" ...); empty for lines of several kinds. Chooses drawings and suggestions.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Names of the specs that a list of this line shows as columns; empty for lines of several kinds.</summary>
    public List<string> KeySpecs { get; set; } = [];

    public int? VendorId { get; set; }
    public Vendor? Vendor { get; set; }
    public int? SalespersonId { get; set; }
    public Salesperson? Salesperson { get; set; }

    /// <summary>How many products the source page named for this line; the sample products fill it up to that. Null where no page named it.</summary>
    public int? SourceCount { get; set; }

    /// <summary>Made for a large sample store, to be taken away by `baigu samples remove`.</summary>
    public bool IsSample { get; init; }

    /// <summary>Visitors see neither this place nor what is below it, nor the products there; nothing of it is counted.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>UTC; in the bin, where only an empty place goes. Its slug stays reserved.</summary>
    public DateTime? DeletedAt { get; private set; }
    public int Version { get; private set; }

    SluggedKind IHasSlug.SlugKind => SluggedKind.Category;
    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Tree;

    public void Hide() => IsHidden = true;

    public void Show() => IsHidden = false;

    public void Restore() => DeletedAt = null;

    /// <summary>By BinAsync, which knows whether it is empty.</summary>
    internal void ToBin(DateTime now) => DeletedAt ??= now;

    /// <summary>
    /// Puts this category under a parent, or at the top. Both must have been saved before, so that their ids stand.
    /// Throws InvalidOperationException for a place below itself or deeper than <see cref="MaxDepth"/>.
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

    /// <summary>For many new ones at once, which have no ids yet: the parent now, the path once they have (see SampleCategories).</summary>
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
