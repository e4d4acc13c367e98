using BaiguStore.Core.Text;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

public static class OmissionTexts
{
    /// <summary>Maximum listed after a save; the preview lists all.</summary>
    private const int Named = 5;

    extension(IStringLocalizer text)
    {
        public string Of(MarkdownOmission omission) => omission.Reason switch
        {
            OmissionReason.ForeignPicture => text["图片 {0} 不在本店，读者看不到：请先上传到本店。", omission.What],
            OmissionReason.ForbiddenLink => text["链接 {0} 打不开：只能链到网页、邮箱和电话。", omission.What],
            OmissionReason.FootnoteWithoutMark => text["注释 {0} 没有在正文里引用，读者看不到。", omission.What],
            _ => text["正文引用了 {0}，但没有这条注释。", omission.What],
        };

        /// <summary>Notice of a save with what readers will not see.</summary>
        public string With(string done, IReadOnlyList<MarkdownOmission> omissions) => string.Join(' ', omissions.Take(Named).Select(o => text.Of(o)).Prepend(done));
    }
}
