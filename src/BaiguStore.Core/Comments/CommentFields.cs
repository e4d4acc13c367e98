using BaiguStore.Core.History;

namespace BaiguStore.Core.Comments;

/// <summary>A comment's fields, in the order of its form.</summary>
public static class CommentFields
{
    public static EntityFields<Comment> All { get; } = new EntityFields<Comment>(RevisionKind.Comment)
        .Field(nameof(Comment.Title), "标题", c => c.Title, (c, v) => c.Title = v ?? "")
        .Long(nameof(Comment.Body), "内容", c => c.Body, (c, v) => c.Body = v ?? "")
        .Field(nameof(Comment.Author), "昵称", c => c.Author, (c, v) => c.Author = v ?? "")
        .MadeByVisitors();
}
