using System.Net.Mime;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

/// <summary>Sign-in by passkey: issues the challenge, then verifies the response.</summary>
[AllowAnonymous]
public sealed class PasskeySignInController(SignInManager<StaffMember> signIn, SignInService service, IStringLocalizer<Ui> text) : AccountController
{
    private const string Page = "~/Views/SignIn/Show.cshtml";

    [HttpPost("/account/signin/passkey/options")]
    public async Task<IActionResult> Options() => Content(await signIn.MakePasskeyRequestOptionsAsync(null), MediaTypeNames.Application.Json);

    [HttpPost("/account/signin/passkey")]
    public async Task<IActionResult> Create([FromForm] string? credential, [FromForm] string? returnUrl)
    {
        var outcome = await service.TryPasskeyAsync(HttpContext, credential);
        if (outcome.Step == SignInStep.In)
            return In(returnUrl);
        var form = new SignInForm(null, null, returnUrl);
        if (outcome.Step == SignInStep.Wait)
            return TooMany(Page, form, outcome.Wait, minutes => text["尝试次数太多，请过 {0} 分钟再试。", minutes]);
        ModelState.AddModelError("", text["没有用通行密钥登录成功，请再试一次，或者用密码登录。"]);
        return Wrong(Page, form);
    }
}
