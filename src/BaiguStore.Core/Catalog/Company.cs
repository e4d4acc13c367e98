using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Catalog;

/// <summary>Company facts in the footer; a single row.</summary>
public sealed class Company : IVersioned, ISeenByVisitors
{
    public const int MaxNameLength = 100, MaxMottoLength = 300, MaxAddressLength = 200, MaxPhoneLength = 40, MaxEmailLength = 200, MaxMapUrlLength = 300, MaxIcpNumberLength = 40;

    public int Id { get; private set; }
    public required string Name { get; set; }

    /// <summary>One sentence about the company.</summary>
    public string Motto { get; set; } = "";
    public string Address { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public string MapUrl { get; set; } = "";

    /// <summary>ICP registration number, which Chinese law requires on every page ("鲁ICP09058378").</summary>
    public string IcpNumber { get; set; } = "";

    /// <summary>First year in the copyright line.</summary>
    public int Since { get; set; }

    /// <summary>Partnerships and awards, each a short phrase, in order.</summary>
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
        company.Property(c => c.Name).HasMaxLength(Company.MaxNameLength);
        company.Property(c => c.Motto).HasMaxLength(Company.MaxMottoLength);
        company.Property(c => c.Address).HasMaxLength(Company.MaxAddressLength);
        company.Property(c => c.Phone).HasMaxLength(Company.MaxPhoneLength);
        company.Property(c => c.Email).HasMaxLength(Company.MaxEmailLength);
        company.Property(c => c.MapUrl).HasMaxLength(Company.MaxMapUrlLength);
        company.Property(c => c.IcpNumber).HasMaxLength(Company.MaxIcpNumberLength);
        company.Property(c => c.Honours).HasJsonConversion();
        company.Property(c => c.Cities).HasJsonConversion();
        company.Property(c => c.Version).IsConcurrencyToken();
    }
}
