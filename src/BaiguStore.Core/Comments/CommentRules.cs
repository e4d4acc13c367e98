using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Comments;

/// <summary>How comments are taken in, as an administrator chose it while the store runs. One row; what is null is as it was configured.</summary>
public sealed class CommentRules : IVersioned, ISeenByVisitors
{
    /// <summary>Of the one row: two who make it at once make one.</summary>
    public const int OnlyId = 1;

    public const int MaxPerMinute = 1_000, MaxMinSeconds = 60, MaxMaxHours = 720;

    public int Id { get; private init; } = OnlyId;
    public bool? PublishAtOnce { get; set; }

    /// <summary>Posts that one address may send in a minute, 1-1000.</summary>
    public int? PerMinute { get; set; }

    /// <summary>A form sent back sooner was not filled in by a person, 0-60.</summary>
    public int? MinSeconds { get; set; }

    /// <summary>A form older than this is asked to be sent again, 1-720.</summary>
    public int? MaxHours { get; set; }
    public int Version { get; private set; }

    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Tree;
}

public sealed class CommentRulesMap : IEntityTypeConfiguration<CommentRules>
{
    public void Configure(EntityTypeBuilder<CommentRules> rules)
    {
        rules.Property(r => r.Id).ValueGeneratedNever();
        rules.Property(r => r.Version).IsConcurrencyToken();
    }
}
