using System.Net.Mime;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

/// <summary>Signing in by passkey: first the question for the browser, then its answer.</summary>
[AllowAnonymous]
public sealed class PasskeySignInController(SignInManager<StaffMember> signIn, SignInDesk desk, IStringLocalizer<Ui> text) : AccountController
{
    [HttpPost("/account/signin/passkey/options")]
    public async Task<IActionResult> Options() => Content(await signIn.MakePasskeyRequestOptionsAsync(null), MediaTypeNames.Application.Json);

    [HttpPost("/account/signin/passkey")]
    public async Task<IActionResult> Create([FromForm] string? credential, [FromForm] string? returnUrl)
    {
        if (!string.IsNullOrEmpty(credential) && await desk.TryPasskeyAsync(HttpContext, credential))
            return In(returnUrl);
        ModelState.AddModelError("", text["没有用通行密钥登录成功，请再试一次，或者用密码登录。"]);
        return Wrong("~/Views/SignIn/Show.cshtml", new SignInForm(null, null, returnUrl));
    }
}
