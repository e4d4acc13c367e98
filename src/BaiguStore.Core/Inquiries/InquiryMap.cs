using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Inquiries;

public sealed class InquiryMap : IEntityTypeConfiguration<Inquiry>, IEntityTypeConfiguration<InquiryKey>,
    IEntityTypeConfiguration<InquiryPart>, IEntityTypeConfiguration<InquiryLine>, IEntityTypeConfiguration<InquiryStep>
{
    public void Configure(EntityTypeBuilder<Inquiry> inquiry)
    {
        inquiry.Property(i => i.Number).HasMaxLength(Inquiry.MaxNumberLength);
        inquiry.Property(i => i.Name).HasMaxLength(Inquiry.MaxNameLength);
        inquiry.Property(i => i.Company).HasMaxLength(Inquiry.MaxCompanyLength);
        inquiry.Property(i => i.Phone).HasMaxLength(Inquiry.MaxPhoneLength);
        inquiry.Property(i => i.Email).HasMaxLength(Inquiry.MaxEmailLength);
        inquiry.Property(i => i.Message).HasMaxLength(Inquiry.MaxMessageLength);
        inquiry.Property(i => i.Language).HasMaxLength(10);
        inquiry.Property(i => i.Address).HasMaxLength(SenderNetwork.MaxLength);
        inquiry.HasMany(i => i.Parts).WithOne(p => p.Inquiry).HasForeignKey(p => p.InquiryId).OnDelete(DeleteBehavior.Cascade);
        inquiry.HasMany(i => i.Keys).WithOne(k => k.Inquiry).HasForeignKey(k => k.InquiryId).OnDelete(DeleteBehavior.Cascade);
        inquiry.HasIndex(i => i.Number).IsUnique();
        inquiry.HasIndex(i => i.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<InquiryKey> key)
    {
        key.ToTable("InquiryKeys");
        key.Property(k => k.Hash).HasMaxLength(64).IsUnicode(false);
        key.HasIndex(k => k.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<InquiryPart> part)
    {
        part.Property(p => p.SalespersonName).HasMaxLength(Salesperson.MaxNameLength);
        part.Property(p => p.Answer).HasMaxLength(InquiryPart.MaxAnswerLength);
        part.Property(p => p.SearchText).HasDefaultValue("");
        part.Ignore(p => p.Told);
        part.Property(p => p.Version).IsConcurrencyToken();
        part.HasOne(p => p.Salesperson).WithMany().HasForeignKey(p => p.SalespersonId).OnDelete(DeleteBehavior.SetNull);
        part.HasMany(p => p.Lines).WithOne(l => l.Part).HasForeignKey(l => l.PartId).OnDelete(DeleteBehavior.Cascade);
        part.HasMany(p => p.Steps).WithOne(s => s.Part).HasForeignKey(s => s.PartId).OnDelete(DeleteBehavior.Cascade);
        // A column of the board: of everybody, or of one person.
        part.HasIndex(p => new { p.State, p.Id });
        part.HasIndex(p => new { p.SalespersonId, p.State, p.Id });
    }

    public void Configure(EntityTypeBuilder<InquiryLine> line)
    {
        line.ToTable("InquiryLines");
        line.Property(l => l.ItemNumber).HasMaxLength(InquiryLine.MaxItemNumberLength).HasDefaultValue("");
        line.Ignore(l => l.Label);
        line.Property(l => l.Asked).HasMaxLength(InquiryLine.MaxAskedLength);
        line.Property(l => l.Sku).HasMaxLength(Product.MaxSkuLength);
        line.Property(l => l.Name).HasMaxLength(Product.MaxNameLength);
        line.Property(l => l.Remark).HasMaxLength(InquiryLine.MaxRemarkLength);
        line.HasOne(l => l.Product).WithMany().HasForeignKey(l => l.ProductId).OnDelete(DeleteBehavior.SetNull);
        line.HasIndex(l => new { l.PartId, l.Position });
    }

    public void Configure(EntityTypeBuilder<InquiryStep> step)
    {
        step.ToTable("InquirySteps");
        step.Property(s => s.Name).HasMaxLength(Actor.MaxNameLength);
        step.Property<string>(InquiryStep.ToldColumn);
        step.Ignore(s => s.Answer);
        step.Property(s => s.GivenTo).HasMaxLength(Salesperson.MaxNameLength);
        step.HasIndex(s => new { s.PartId, s.Id });
    }
}
