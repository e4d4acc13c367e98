using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Controllers.Account;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Staff accounts and their roles.</summary>
[Authorize(Policies.Administration)]
public sealed class StaffController(
    StoreDb db, StaffMembers members, OwnAccount own, SessionService sessions, SessionCache cache, PublicUrl publicUrl, StaffLog log, TimeProvider clock,
    IStringLocalizer<Ui> text) : AdminController
{
    private const string List = "/admin/staff";

    [HttpGet(List)]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(new StaffList(await (
        from m in db.Staff.AsNoTracking()
        orderby m.RevokedAt != null, m.DisplayName, m.Id
        select new StaffRow(m.Id, m.Email!, m.DisplayName, m.Roles, db.Salespeople.Where(s => s.Id == m.SalespersonId).Select(s => s.Name).FirstOrDefault(),
            m.TwoFactorEnabled, db.Set<StaffPasskey>().Count(p => p.UserId == m.Id), m.LastSignInAt, m.RevokedAt)).ToListAsync(cancel)));

    [HttpGet(List + "/new")]
    public async Task<IActionResult> New(CancellationToken cancel) => View("Edit", await EditorAsync(new(), null, cancel));

    [HttpPost(List + "/new")]
    public async Task<IActionResult> Create([FromForm] StaffForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid || !await ProvedAsync(form.Current))
            return Wrong("Edit", await EditorAsync(form, null, cancel));
        try
        {
            var member = await members.AddAsync(form.Email, form.Name, form.AllRoles, null, cancel);
            await LogAsync(StaffEvent.MemberAdded, member, cancel);
            return await LinkAsync(member, cancel);
        }
        catch (StaffRefusedException e)
        {
            return Refused(e, await EditorAsync(form, null, cancel));
        }
    }

    [HttpGet(List + "/{id:int}/edit")]
    public async Task<IActionResult> Edit([FromRoute] int id, CancellationToken cancel) =>
        await db.Staff.FindAsync([id], cancel) is { } member ? View(await EditorAsync(StaffForm.Of(member), member, cancel)) : NotFound();

    [HttpPost(List + "/{id:int}/edit")]
    public async Task<IActionResult> Update([FromRoute] int id, [FromForm] StaffForm form, CancellationToken cancel)
    {
        if (await db.Staff.FindAsync([id], cancel) is not { } member)
            return NotFound();
        if (!ModelState.IsValid)
            return Wrong("Edit", await EditorAsync(form, member, cancel));
        if (id == StaffId && member.IsActiveAdministrator && !form.AllRoles.HasFlag(StaffRoles.Administrator))
            ModelState.AddModelError(nameof(form.Roles), text["不能取消自己的管理员角色，请另一位管理员来做。"]);
        if (form.SalespersonId is { } person && !await db.Salespeople.AnyAsync(s => s.Id == person, cancel))
            ModelState.AddModelError(nameof(form.SalespersonId), text["没有这位销售。"]);
        if (!ModelState.IsValid || (form.AllRoles != member.Roles && !await ProvedAsync(form.Current)))
            return Wrong("Edit", await EditorAsync(form, member, cancel));
        return await ChangedAsync(id, Change, StaffEvent.MemberChanged, "已保存。", form, cancel);

        void Change(StaffMember member)
        {
            (member.DisplayName, member.SalespersonId) = (Core.Text.PlainText.Line(form.Name), form.SalespersonId);
            member.GiveRoles(form.AllRoles);
        }
    }

    [HttpGet(List + "/{id:int}/revocation")]
    public async Task<IActionResult> AskToRevoke([FromRoute] int id, CancellationToken cancel) => await db.Staff.FindAsync([id], cancel) is not { } member ? NotFound() : Confirm(new(
        text["停用 {0}？", member.DisplayName],
        [text["一分钟内在所有设备上退出登录。"], text["以后不能登录，直到重新启用。"], text["此人做过的一切都保留。"]],
        text["停用账号"], $"{List}/{id}/revocation", $"{List}/{id}/edit"));

    [HttpPost(List + "/{id:int}/revocation")]
    public Task<IActionResult> Revoke([FromRoute] int id, CancellationToken cancel) => id == StaffId
        ? RefusedForOneselfAsync(id, cancel)
        : ChangedAsync(id, m => m.Revoke(clock.GetUtcNow().UtcDateTime), StaffEvent.MemberRevoked, "已停用。", null, cancel);

    [HttpPost(List + "/{id:int}/readmission")]
    public Task<IActionResult> Readmit([FromRoute] int id, CancellationToken cancel) => ChangedAsync(id, m => m.Readmit(), StaffEvent.MemberReadmitted, "已重新启用。", null, cancel);

    /// <summary>Ends the member's sessions; for the administrator's own account all but the present one.</summary>
    [HttpPost(List + "/{id:int}/signout")]
    public async Task<IActionResult> EndSessions([FromRoute] int id, CancellationToken cancel)
    {
        if (await db.Staff.FindAsync([id], cancel) is not { } member)
            return NotFound();
        await (id == StaffId ? sessions.EndOthersAsync(HttpContext, member) : sessions.EndAllAsync(HttpContext, member));
        await LogAsync(StaffEvent.MemberSignedOut, member, cancel);
        return Done($"{List}/{id}/edit", text["已退出登录。"]);
    }

    [HttpGet(List + "/{id:int}/reset-link")]
    public async Task<IActionResult> AskForLink([FromRoute] int id, CancellationToken cancel) =>
        await db.Staff.FindAsync([id], cancel) is { IsRevoked: false } member ? Confirm(ForLink(member)) : NotFound();

    /// <summary>
    /// A link by which the member chooses a password; shown once. It allows taking over the account, so the administrator's password is required.
    /// </summary>
    [HttpPost(List + "/{id:int}/reset-link")]
    public async Task<IActionResult> CreateLink([FromRoute] int id, [FromForm] string? current, CancellationToken cancel) =>
        await db.Staff.FindAsync([id], cancel) is not { IsRevoked: false } member ? NotFound()
        : await ProvedAsync(current) ? await LinkAsync(member, cancel)
        : Wrong("Confirm", ForLink(member));

    [HttpGet(List + "/{id:int}/second-step-removal")]
    public async Task<IActionResult> AskToDropSecondStep([FromRoute] int id, CancellationToken cancel) =>
        await db.Staff.FindAsync([id], cancel) is { } member ? Confirm(ForSecondStep(member)) : NotFound();

    [HttpPost(List + "/{id:int}/second-step-removal")]
    public async Task<IActionResult> DropSecondStep([FromRoute] int id, [FromForm] string? current, CancellationToken cancel) =>
        await db.Staff.FindAsync([id], cancel) is not { } member ? NotFound()
        : await ProvedAsync(current) ? await ChangedAsync(id, m => m.DropSecondStep(), StaffEvent.SecondStepOff, "两步验证已关闭。", null, cancel)
        : Wrong("Confirm", ForSecondStep(member));

    private Confirmation ForLink(StaffMember member) => new(
        text["给 {0} 生成密码重置链接？", member.DisplayName],
        [
            IsNew(member) ? text["打开链接的人可以设置密码并登录；链接 {0} 天内有效，只能用一次。", StaffLink.WelcomeDays] : text["打开链接的人可以设置新密码；链接一小时内有效，只能用一次。"],
            text["请先确认提出要求的确实是本人。"],
        ],
        text["生成密码重置链接"], $"{List}/{member.Id}/reset-link", $"{List}/{member.Id}/edit") { AsksPassword = true };

    /// <summary>Has never chosen a password.</summary>
    private static bool IsNew(StaffMember member) => member.PasswordHash is null;

    private Confirmation ForSecondStep(StaffMember member) => new(
        text["关闭 {0} 的两步验证？", member.DisplayName],
        [text["验证器和恢复码作废，登录只需密码。"], text["在所有设备上退出登录。"], text["请先确认提出要求的确实是本人。"]],
        text["关闭两步验证"], $"{List}/{member.Id}/second-step-removal", $"{List}/{member.Id}/edit") { AsksPassword = true };

    private async Task<bool> ProvedAsync(string? current) =>
        await own.ProvedAsync(HttpContext, current, ModelState, nameof(StaffForm.Current)) is not null;

    private async Task<IActionResult> LinkAsync(StaffMember member, CancellationToken cancel)
    {
        var path = await members.LetResetAsync(member, cancel);
        await LogAsync(StaffEvent.LinkIssued, member, cancel);
        return View("Edit", await EditorAsync(StaffForm.Of(member), member, cancel) with { Link = publicUrl.Of(path, Request) });
    }

    private async Task<IActionResult> ChangedAsync([FromRoute] int id, Action<StaffMember> change, StaffEvent what, string notice, StaffForm? typed, CancellationToken cancel)
    {
        var stamp = (await db.Staff.FindAsync([id], cancel))?.SecurityStamp;
        try
        {
            if (await members.ChangeAsync(id, change, cancel) is not { } member)
                return NotFound();
            cache.Forget(id);
            if (id == StaffId && member.SecurityStamp != stamp)
                await sessions.EndOthersAsync(HttpContext, member); // the present browser stays signed in, with the new roles
            await LogAsync(what, member, cancel);
            return Done($"{List}/{id}/edit", text[notice]);
        }
        catch (StaffRefusedException e)
        {
            var member = await db.Staff.FindAsync([id], cancel);
            return Refused(e, await EditorAsync(typed ?? StaffForm.Of(member!), member, cancel));
        }
    }

    private async Task<IActionResult> RefusedForOneselfAsync([FromRoute] int id, CancellationToken cancel)
    {
        ModelState.AddModelError("", text["不能停用自己的账号，请另一位管理员来做。"]);
        var member = await db.Staff.FindAsync([id], cancel);
        return Wrong("Edit", await EditorAsync(StaffForm.Of(member!), member, cancel));
    }

    private IActionResult Refused(StaffRefusedException refused, StaffEditor editor)
    {
        var (field, error) = text.Of(refused);
        ModelState.AddModelError(field, error);
        return Wrong("Edit", editor);
    }

    private async Task<StaffEditor> EditorAsync(StaffForm form, StaffMember? member, CancellationToken cancel) =>
        new(form, member, await db.Salespeople.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel),
            member is null ? [] : await db.SessionsOfAsync(member.Id, clock.GetUtcNow().UtcDateTime, cancel), member?.Id == StaffId);

    private Task LogAsync(StaffEvent what, StaffMember member, CancellationToken cancel) =>
        log.RecordAsync(what, StaffName, member.Email, SignInService.AddressOf(HttpContext), cancel);
}
