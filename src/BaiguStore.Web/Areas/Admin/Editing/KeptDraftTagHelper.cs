using System.Globalization;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>
/// `&lt;kept-draft address="..."&gt;` around a form: the browser stores unsaved input as a draft. Every editor has one, so that no input is lost by a
/// closed window, an ended session or an error.
/// </summary>
[HtmlTargetElement("kept-draft", Attributes = "address")]
public sealed class KeptDraftTagHelper(IStringLocalizer<Ui> text) : TagHelper
{
    /// <summary>Form action, which identifies the draft.</summary>
    public string Address { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var http = ViewContext.HttpContext;
        Set("address", Address);
        // Members who share a browser must not see each other's drafts.
        Set("owner", string.Create(CultureInfo.InvariantCulture, $"{http.User.StaffId}"));
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Path == Address)
            Set("unsaved", "true"); // the form shows the submitted values, so no draft is restored
        Set("offer", text["这个浏览器里留着没有保存的内容（{0}）。"]);
        Set("take", text["找回来"]);
        Set("drop", text["不要了"]);
        Set("taken", text["已找回，请检查后保存。"]);
        Set("returned", text["上次提交没有存上。{0} 填写的内容已放回表单，请检查后保存。"]);
        Set("full", text["这个浏览器存不下草稿了，请尽快保存。"]);

        void Set(string name, string value) => output.Attributes.SetAttribute("data-" + name, value);
    }
}
