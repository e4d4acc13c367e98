using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Comments;

/// <summary>Settings for comments that an administrator changed at run time. A single row; null means the configured value.</summary>
public sealed class CommentRules : IVersioned, ISeenByVisitors
{
    /// <summary>Id of the single row: of two concurrent inserts only one succeeds.</summary>
    public const int OnlyId = 1;

    public const int MaxPerMinute = 1_000, MaxMinSeconds = 60, MaxMaxHours = 720;

    public int Id { get; private init; } = OnlyId;
    public bool? PublishAtOnce { get; set; }

    /// <summary>Posts per address and minute, 1-1000.</summary>
    public int? PerMinute { get; set; }

    /// <summary>Minimum seconds between opening and sending a form, 0-60; anything faster is a bot.</summary>
    public int? MinSeconds { get; set; }

    /// <summary>Maximum age of a form in hours, 1-720; an older one must be sent again.</summary>
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
