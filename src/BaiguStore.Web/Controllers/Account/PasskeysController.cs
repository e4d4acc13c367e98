using System.Globalization;
using System.Net.Mime;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Text;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Controllers.Account;

public sealed record PasskeysPage(IReadOnlyList<StaffPasskey> Passkeys, string? Name = null);

/// <summary>
/// The member's own passkeys: list, add, remove. Adding and removing require the password, because they change who can sign in, and end all other
/// sessions.
/// </summary>
public sealed class PasskeysController(
    StoreDb db, OwnAccount own, SessionService sessions, SignInManager<StaffMember> signIn, PendingSignIn pending, StaffLog log, IStringLocalizer<Ui> text)
    : AccountController
{
    /// <summary>Maximum length of a name, and maximum passkeys per member.</summary>
    private const int MaxName = 40, MaxPasskeys = 20;

    [HttpGet("/account/passkeys")]
    public async Task<IActionResult> Show(CancellationToken cancel) => View(await PageAsync(null, cancel));

    [HttpPost("/account/passkeys/options")]
    public async Task<IActionResult> Options([FromForm] string? current)
    {
        if (await own.ProvedAsync(HttpContext, current, ModelState, "Current") is not { } member)
            return BadRequest(); // before the device creates a useless key
        var options = await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = member.Id.ToString(CultureInfo.InvariantCulture),
            Name = member.Email!,
            DisplayName = member.DisplayName,
        });
        return Content(options, MediaTypeNames.Application.Json);
    }

    [HttpPost("/account/passkeys")]
    public async Task<IActionResult> Create([FromForm] string? credential, [FromForm] string? name, [FromForm] string? current, CancellationToken cancel)
    {
        var page = await PageAsync(name, cancel);
        if (await own.ProvedAsync(HttpContext, current, ModelState, "Current") is not { } member)
            return Wrong("Show", page);
        var isAsked = await pending.ChallengeAsync(HttpContext, PendingSignIn.Attestation) is not null;
        await PendingSignIn.EndAsync(HttpContext);
        var attestation = !isAsked || string.IsNullOrEmpty(credential) || page.Passkeys.Count >= MaxPasskeys ? null
            : await signIn.PerformPasskeyAttestationAsync(credential);
        if (attestation is not { Succeeded: true } || attestation.UserEntity.Id != member.Id.ToString(CultureInfo.InvariantCulture))
        {
            ModelState.AddModelError("", text["没有添加成功，请再试一次。"]);
            return Wrong("Show", page);
        }
        var said = PlainText.Line(name);
        attestation.Passkey.Name = said.Length is > 0 and <= MaxName ? said : text["通行密钥 {0}", page.Passkeys.Count + 1];
        await signIn.UserManager.AddOrUpdatePasskeyAsync(member, attestation.Passkey);
        await sessions.EndOthersAsync(HttpContext, member);
        await log.RecordAsync(StaffEvent.PasskeyAdded, member.Email!, attestation.Passkey.Name, SignInService.AddressOf(HttpContext), cancel);
        return this.SeeOther("/account/passkeys?done=added");
    }

    [HttpGet("/account/passkeys/{id:int}/removal")]
    public async Task<IActionResult> AskToDelete([FromRoute] int id, CancellationToken cancel) =>
        await Mine().FirstOrDefaultAsync(p => p.Id == id, cancel) is { } passkey ? View("Remove", passkey) : NotFound();

    [HttpPost("/account/passkeys/{id:int}/removal")]
    public async Task<IActionResult> Delete([FromRoute] int id, [FromForm] string? current, CancellationToken cancel)
    {
        if (await Mine().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } passkey)
            return NotFound();
        if (await own.ProvedAsync(HttpContext, current, ModelState, "Current") is not { } member)
            return Wrong("Remove", passkey);
        db.Remove(passkey);
        await sessions.EndOthersAsync(HttpContext, member);
        await log.RecordAsync(StaffEvent.PasskeyRemoved, User.StaffName, passkey.Data.Name, SignInService.AddressOf(HttpContext), cancel);
        return this.SeeOther("/account/passkeys?done=removed");
    }

    private async Task<PasskeysPage> PageAsync(string? name, CancellationToken cancel) =>
        new(await Mine().OrderBy(p => p.Id).ToListAsync(cancel), name);

    private IQueryable<StaffPasskey> Mine()
    {
        var me = User.StaffId;
        return db.Set<StaffPasskey>().Where(p => p.UserId == me);
    }
}
