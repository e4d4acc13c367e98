using BaiguStore.Core.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BaiguStore.Core.Tests.Data.SqlServer;

public sealed class SqlServerRulesTests
{
    [Fact]
    public void The_stores_model_keeps_every_rule()
    {
        using var db = new SqlServerStoreDb(new DbContextOptionsBuilder<SqlServerStoreDb>().UseSqlServer("Server=none").Options);

        Assert.Equal([], SqlServerRules.Broken(RelationalModelOf(db)));
    }

    [Fact]
    public void An_index_of_851_wide_characters_is_found_and_one_of_850_is_not()
    {
        Assert.Equal(["IX_Thing_Name: 1702 bytes, 1700 are allowed"], Broken(m => Thing(m, 851)));
        Assert.Equal([], Broken(m => Thing(m, 850)));

        static void Thing(ModelBuilder model, int length) => model.Entity<Thing>(t =>
        {
            t.Property(x => x.Name).HasMaxLength(length);
            t.HasIndex(x => x.Name);
        });
    }

    [Fact]
    public void The_columns_of_an_index_are_added_up()
    {
        Assert.Equal(["IX_Thing_Name_Number_At: 1712 bytes, 1700 are allowed"], Broken(m => m.Entity<Thing>(t =>
        {
            t.Property(x => x.Name).HasMaxLength(850);
            t.HasIndex(x => new { x.Name, x.Number, x.At });
        })));
    }

    [Fact]
    public void A_clustered_key_of_more_than_900_bytes_is_found()
    {
        Assert.Equal(["PK_Thing: 902 bytes, 900 are allowed"], Broken(m => m.Entity<Thing>(t =>
        {
            t.Property(x => x.Name).HasMaxLength(451);
            t.HasKey(x => x.Name);
        })));
    }

    [Fact]
    public void An_index_on_a_text_without_limit_is_found()
    {
        Assert.Equal(["IX_Thing_Name: Name is nvarchar(max), which no key can hold"], Broken(m => m.Entity<Thing>(t =>
        {
            t.Property(x => x.Name).HasColumnType("nvarchar(max)");
            t.HasIndex(x => x.Name);
        })));
    }

    [Fact]
    public void A_table_that_cascades_to_itself_is_found()
    {
        Assert.Equal(["a delete comes back to Thing: Thing > Thing"], Broken(m =>
            m.Entity<Thing>().HasOne<Thing>().WithMany().HasForeignKey(x => x.FirstId).OnDelete(DeleteBehavior.Cascade)));
    }

    [Fact]
    public void A_cascade_in_a_circle_is_found()
    {
        var broken = Broken(m =>
        {
            m.Entity<Thing>().HasOne<Owner>().WithMany().HasForeignKey(x => x.FirstId).OnDelete(DeleteBehavior.Cascade);
            m.Entity<Owner>().HasOne<Thing>().WithMany().HasForeignKey(x => x.ThingId).OnDelete(DeleteBehavior.SetNull);
        });

        Assert.Contains("a delete comes back to Owner: Owner > Thing > Owner", broken);
        Assert.Contains("a delete comes back to Thing: Thing > Owner > Thing", broken);
    }

    [Fact]
    public void Two_cascades_into_one_table_are_found_and_one_is_not()
    {
        Assert.Equal(["a delete from Owner reaches Thing by 2 routes: Owner > Thing; Owner > Thing"], Broken(m => Twice(m, DeleteBehavior.Cascade)));
        Assert.Equal([], Broken(m => Twice(m, DeleteBehavior.Restrict)));

        static void Twice(ModelBuilder model, DeleteBehavior second)
        {
            model.Entity<Thing>().HasOne<Owner>().WithMany().HasForeignKey(x => x.FirstId).OnDelete(DeleteBehavior.Cascade);
            model.Entity<Thing>().HasOne<Owner>().WithMany().HasForeignKey(x => x.SecondId).OnDelete(second);
        }
    }

    [Fact]
    public void A_detour_by_a_third_table_counts_as_a_second_route()
    {
        var broken = Broken(m =>
        {
            m.Entity<Thing>().HasOne<Owner>().WithMany().HasForeignKey(x => x.FirstId).OnDelete(DeleteBehavior.Cascade);
            m.Entity<Part>().HasOne<Owner>().WithMany().HasForeignKey(x => x.OwnerId).OnDelete(DeleteBehavior.Cascade);
            m.Entity<Part>().HasOne<Thing>().WithMany().HasForeignKey(x => x.ThingId).OnDelete(DeleteBehavior.Cascade);
        });

        var found = Assert.Single(broken);
        Assert.StartsWith("a delete from Owner reaches Part by 2 routes: ", found, StringComparison.Ordinal);
        Assert.Contains("Owner > Thing > Part", found, StringComparison.Ordinal);
    }

    private static string[] Broken(Action<ModelBuilder> build)
    {
        using var db = new Small(build);
        return [.. SqlServerRules.Broken(RelationalModelOf(db))];
    }

    private static IRelationalModel RelationalModelOf(DbContext db) => db.GetService<IDesignTimeModel>().Model.GetRelationalModel();

    private sealed class Thing
    {
        public int Id { get; set; }
        public required string Name { get; set; }
        public int Number { get; set; }
        public DateTime At { get; set; }
        public int? FirstId { get; set; }
        public int? SecondId { get; set; }
    }

    private sealed class Owner
    {
        public int Id { get; set; }
        public int? ThingId { get; set; }
    }

    private sealed class Part
    {
        public int Id { get; set; }
        public int OwnerId { get; set; }
        public int ThingId { get; set; }
    }

    /// <summary>Each test has its own model: nothing is cached.</summary>
    private sealed class Small(Action<ModelBuilder> build) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) =>
            options.UseSqlServer("Server=none").EnableServiceProviderCaching(false);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
    }
}
