using BaiguStore.Core.History;

namespace BaiguStore.Core.Comments;

/// <summary>The fields of the rules for comments, in the order of the form.</summary>
public static class CommentRulesFields
{
    public static EntityFields<CommentRules> All { get; } = new EntityFields<CommentRules>(RevisionKind.CommentRules)
        .Field(nameof(CommentRules.PublishAtOnce), "直接公开", r => r.PublishAtOnce, (r, v) => r.PublishAtOnce = v is null ? null : v == "1")
        .Field(nameof(CommentRules.PerMinute), "每分钟条数", r => r.PerMinute, (r, v) => r.PerMinute = FieldText.Number(v))
        .Field(nameof(CommentRules.MinSeconds), "最短填写时间", r => r.MinSeconds, (r, v) => r.MinSeconds = FieldText.Number(v))
        .Field(nameof(CommentRules.MaxHours), "表单有效期", r => r.MaxHours, (r, v) => r.MaxHours = FieldText.Number(v));
}
