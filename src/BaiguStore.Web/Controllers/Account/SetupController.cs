using BaiguStore.Core.Staff;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

public sealed record SetupForm(string? Code, string? Email, string? Name, string? Password);

/// <summary>Creates the first administrator's account, by the link from a start without staff.</summary>
[AllowAnonymous]
public sealed class SetupController(StaffMembers members, SignInService service, StaffLog log, IStringLocalizer<Ui> text) : AccountController
{
    [HttpGet("/account/setup")]
    public async Task<IActionResult> Show(string? code, CancellationToken cancel) =>
        await members.CanSetUpAsync(code, cancel) ? View(new SetupForm(code, null, null, null)) : Wrong("LinkGone", text["重新启动商店，日志里会有新的链接。已经有员工账号时，请管理员添加账号或重置密码。"].Value);

    [HttpPost("/account/setup")]
    public async Task<IActionResult> Create([FromForm] SetupForm form, CancellationToken cancel)
    {
        try
        {
            var member = await members.SetUpAsync(form.Code, form.Email, form.Name, form.Password, cancel);
            await log.RecordAsync(StaffEvent.MemberAdded, member.Email!, origin: SignInService.AddressOf(HttpContext), cancel: cancel);
            await service.PassAsync(HttpContext, member);
            return In(null);
        }
        catch (StaffRefusedException e) when (e.Fault != StaffFault.Link)
        {
            var (field, error) = text.Of(e);
            ModelState.AddModelError(field, error);
            return Wrong("Show", form);
        }
        catch (StaffRefusedException)
        {
            return await Show(null, cancel);
        }
    }
}
