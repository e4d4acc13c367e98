using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Catalog;

/// <summary>The facts of the footer; one row.</summary>
public sealed class Company : IVersioned, ISeenByVisitors
{
    public int Id { get; private set; }
    public required string Name { get; set; }

    /// <summary>One sentence on what the company does.</summary>
    public string Motto { get; set; } = "";
    public string Address { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public string MapUrl { get; set; } = "";

    /// <summary>The number of the ICP registration that Chinese law wants on every page ("鲁ICP09058378").</summary>
    public string IcpNumber { get; set; } = "";

    /// <summary>The first year of the copyright line.</summary>
    public int Since { get; set; }

    /// <summary>Partnerships and honours, each a short phrase, in order.</summary>
    public List<string> Honours { get; set; } = [];

    /// <summary>Cities that the company serves, in order.</summary>
    public List<string> Cities { get; set; } = [];

    public int Version { get; private set; }

    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Tree;
}

public sealed class CompanyMap : IEntityTypeConfiguration<Company>
{
    public void Configure(EntityTypeBuilder<Company> company)
    {
        company.Property(c => c.Name).HasMaxLength(100);
        company.Property(c => c.Motto).HasMaxLength(300);
        company.Property(c => c.Address).HasMaxLength(200);
        company.Property(c => c.Phone).HasMaxLength(40);
        company.Property(c => c.Email).HasMaxLength(200);
        company.Property(c => c.MapUrl).HasMaxLength(300);
        company.Property(c => c.IcpNumber).HasMaxLength(40);
        company.Property(c => c.Honours).HasJsonConversion();
        company.Property(c => c.Cities).HasJsonConversion();
        company.Property(c => c.Version).IsConcurrencyToken();
    }
}
