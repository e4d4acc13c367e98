using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Text;
using BaiguStore.Web.Forms;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Comments;

/// <summary>The form's values as typed; the form shows them again if there are errors.</summary>
public sealed record CommentForm : IValidatableObject
{
    [TextLength(Comment.MaxTitleLength, ErrorMessage = "标题最多 {1} 个字符。")]
    public string? Title { get; init; }

    [RequiredText(ErrorMessage = "请填写内容。"), TextLength(Comment.MaxBodyLength, ErrorMessage = "内容最多 {1} 个字符。")]
    public string? Body
    {
        get;
        init => field = value?.ReplaceLineEndings("\n"); // browsers send CR LF for each line end; users count it as one character
    }

    [TextLength(Comment.MaxAuthorLength, ErrorMessage = "昵称最多 {1} 个字符。")]
    public string? Author { get; init; }

    /// <summary>Id of the comment replied to; empty for a new thread.</summary>
    public string? ParentId { get; init; }

    /// <summary>Time and page for which the form was rendered, sealed.</summary>
    public string? Stamp { get; init; }

    /// <summary>Honeypot: invisible to people, filled in by bots.</summary>
    public string? Website { get; init; }

    /// <summary>ParentId as a number; 0, which is no comment's id, if it is not one.</summary>
    public int? AnswersId => string.IsNullOrEmpty(ParentId) ? null : int.TryParse(ParentId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    public bool IsText => new[] { Title, Body, Author }.All(t => t is null || PlainText.IsWellFormed(t));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var text = validationContext.GetRequiredService<IStringLocalizer<Ui>>();
        if (!IsText)
            yield return new(text["内容里有无法识别的字符，请改正后再提交。"], [nameof(Body)]);
    }
}
