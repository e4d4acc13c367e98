using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Pictures;

/// <summary>A content-addressed picture: duplicates share one row, and the content of a URL never changes.</summary>
public sealed class Picture
{
    public const int KeyLength = 32;

    public int Id { get; private set; }

    /// <summary>The first half of the SHA-256 of its largest file, in hex.</summary>
    public required string Key { get; init; }

    /// <summary>Pixels of the largest file.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }
    public DateTime CreatedAt { get; init; }
    public List<PictureFile> Files { get; init; } = [];
}

/// <summary>A picture in one of its widths: WebP without metadata.</summary>
public sealed class PictureFile
{
    public int PictureId { get; private set; }
    public required int Width { get; init; }
    public required byte[] Bytes { get; init; }
}

public sealed class PictureMap : IEntityTypeConfiguration<Picture>, IEntityTypeConfiguration<PictureFile>
{
    public void Configure(EntityTypeBuilder<Picture> picture)
    {
        picture.Property(p => p.Key).HasMaxLength(Picture.KeyLength);
        picture.HasMany(p => p.Files).WithOne().HasForeignKey(f => f.PictureId);
        picture.HasIndex(p => p.Key).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PictureFile> file)
    {
        file.HasKey(f => new { f.PictureId, f.Width });
        file.ToTable("PictureFiles");
    }
}
