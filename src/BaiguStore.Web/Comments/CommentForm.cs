using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Text;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Comments;

/// <summary>What a visitor typed, as it was typed: it comes back like this when something is wrong with it.</summary>
public sealed record CommentForm : IValidatableObject
{
    [StringLength(Comment.MaxTitleLength, ErrorMessage = "标题最多 {1} 个字符。")]
    public string? Title { get; init; }

    [Required(ErrorMessage = "请填写内容。")]
    [StringLength(Comment.MaxBodyLength, ErrorMessage = "内容最多 {1} 个字符。")]
    public string? Body { get; init; }

    [StringLength(Comment.MaxAuthorLength, ErrorMessage = "昵称最多 {1} 个字符。")]
    public string? Author { get; init; }

    /// <summary>When and for which page the form was made, sealed.</summary>
    public string? Stamp { get; init; }

    /// <summary>A field that people do not see. What fills it in is not a person.</summary>
    public string? Website { get; init; }

    public bool IsText => new[] { Title, Body, Author }.All(t => t is null || PlainText.IsWellFormed(t));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var text = validationContext.GetRequiredService<IStringLocalizer<Ui>>();
        if (!IsText)
            yield return new(text["内容里有无法识别的字符，请改正后再提交。"], [nameof(Body)]);
        else if (!string.IsNullOrWhiteSpace(Body) && PlainText.Paragraphs(Body).Length == 0)
            yield return new(text["请填写内容。"], [nameof(Body)]);
    }
}
