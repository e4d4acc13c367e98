using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Text;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Models;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Comments;

/// <summary>What a visitor typed, as it was typed: it comes back like this when something is wrong with it.</summary>
public sealed record CommentForm : IValidatableObject
{
    [TextLength(Comment.MaxTitleLength, ErrorMessage = "标题最多 {1} 个字符。")]
    public string? Title { get; init; }

    [RequiredText(ErrorMessage = "请填写内容。"), TextLength(Comment.MaxBodyLength, ErrorMessage = "内容最多 {1} 个字符。")]
    public string? Body
    {
        get;
        init => field = value?.ReplaceLineEndings("\n"); // browsers send two characters for each line end; people count one
    }

    [TextLength(Comment.MaxAuthorLength, ErrorMessage = "昵称最多 {1} 个字符。")]
    public string? Author { get; init; }

    /// <summary>The id of the comment that is answered; nothing for a comment that begins a thread.</summary>
    public string? ParentId { get; init; }

    /// <summary>When and for which page the form was made, sealed.</summary>
    public string? Stamp { get; init; }

    /// <summary>A field that people do not see. What fills it in is not a person.</summary>
    public string? Website { get; init; }

    /// <summary>The same as a number; 0, which no comment has, for what is none.</summary>
    public int? AnswersId => string.IsNullOrEmpty(ParentId) ? null : int.TryParse(ParentId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    public bool IsText => new[] { Title, Body, Author }.All(t => t is null || PlainText.IsWellFormed(t));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var text = validationContext.GetRequiredService<IStringLocalizer<Ui>>();
        if (!IsText)
            yield return new(text["内容里有无法识别的字符，请改正后再提交。"], [nameof(Body)]);
    }
}
