using System.ComponentModel.DataAnnotations;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

/// <param name="ReturnUrl">Where to go after signing in.</param>
public sealed record SignInForm(
    [RequiredText(ErrorMessage = "请填写邮箱。"), StringLength(200, ErrorMessage = "邮箱最多 {1} 个字符。")] string? Email,
    [RequiredText(ErrorMessage = "请填写密码。"), StringLength(200, ErrorMessage = "密码最多 {1} 个字符。")] string? Password,
    string? ReturnUrl = null);

/// <param name="Code">Code of the authenticator app, or a recovery code.</param>
public sealed record CodeForm([RequiredText(ErrorMessage = "请填写验证码。"), StringLength(40, ErrorMessage = "验证码最多 {1} 个字符。")] string? Code, string? ReturnUrl = null);

[AllowAnonymous]
public sealed class SignInController(SignInService service, IStringLocalizer<Ui> text) : AccountController
{
    [HttpGet("/account/signin")]
    public IActionResult Show(string? returnUrl) => User.IsStaff ? In(returnUrl) : View(new SignInForm(null, null, returnUrl));

    [HttpPost("/account/signin")]
    public async Task<IActionResult> Create([FromForm] SignInForm form)
    {
        if (!ModelState.IsValid)
            return Wrong("Show", form);
        var outcome = await service.TryPasswordAsync(HttpContext, form.Email!, form.Password!);
        return outcome.Step switch
        {
            SignInStep.In => In(form.ReturnUrl),
            SignInStep.Code => this.SeeOther(Url.Action(nameof(ShowCode), new { form.ReturnUrl })!),
            _ => Refuse("Show", form with { Password = null }, outcome, text["邮箱或密码不对。"]),
        };
    }

    [HttpGet("/account/signin/code")]
    public async Task<IActionResult> ShowCode(string? returnUrl) =>
        await service.PendingMemberAsync(HttpContext) is null ? Again(returnUrl) : View("Code", new CodeForm(null, returnUrl));

    [HttpPost("/account/signin/code")]
    public async Task<IActionResult> CreateCode([FromForm] CodeForm form)
    {
        if (await service.PendingMemberAsync(HttpContext) is null)
            return Again(form.ReturnUrl);
        if (!ModelState.IsValid)
            return Wrong("Code", form);
        var outcome = await service.TryCodeAsync(HttpContext, form.Code!);
        return outcome.Step == SignInStep.In ? In(form.ReturnUrl) : Refuse("Code", form with { Code = null }, outcome, text["验证码不对，或者已经用过。"]);
    }

    /// <summary>The password was given too long ago, or never.</summary>
    private IActionResult Again(string? returnUrl) => this.SeeOther(Url.Action(nameof(Show), new { returnUrl })!);

    private IActionResult Refuse(string view, object form, SignInOutcome outcome, string wrong)
    {
        ModelState.Remove("Password"); // passwords are never sent back in a form
        if (outcome.Step == SignInStep.Wait)
            return TooMany(view, form, outcome.Wait, minutes => text["尝试次数太多，请过 {0} 分钟再试。已设置通行密钥的账号可以用通行密钥登录。", minutes]);
        ModelState.AddModelError("", wrong);
        return Wrong(view, form);
    }
}
