using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>The outbox: waiting and failed e-mails, and a test of the server.</summary>
[Authorize(Policies.Administration)]
public sealed class MailController(StoreDb db, MailSettings settings, TimeProvider clock, IStringLocalizer<Ui> text) : AdminController
{
    [HttpGet(MailQuery.Path)]
    public async Task<IActionResult> Index([FromQuery] MailQuery query, CancellationToken cancel) =>
        ModelState.IsValid ? View(await MailPage.LoadAsync(db, settings, query, cancel)) : BadRequest();

    [HttpPost(MailQuery.Path + "/{id:int}/attempt")]
    public async Task<IActionResult> TryAgain([FromRoute] int id, CancellationToken cancel)
    {
        if (await db.OutboxMails.FirstOrDefaultAsync(m => m.Id == id, cancel) is not { } mail)
            return NotFound();
        mail.TryAgain(Now);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // A node is sending it at this moment.
        }
        return Done(MailQuery.Path, text["将重新发送给 {0}。", mail.To]);
    }

    /// <summary>Sends a test e-mail to the member, through the outbox.</summary>
    [HttpPost(MailQuery.Path + "/test")]
    public async Task<IActionResult> Test(CancellationToken cancel)
    {
        var address = await db.Staff.Where(m => m.Id == StaffId).Select(m => m.Email).FirstAsync(cancel);
        if (!EmailMessage.CanReach(address))
            return Done(MailQuery.Path, text["{0} 收不到邮件。", address!]);
        db.Post(new EmailMessage(address!, text["测试邮件"], text["收到这封信，说明商店能发出邮件。"]), Now);
        await db.SaveChangesAsync(cancel);
        return Done(MailQuery.Path, text["测试邮件将发给 {0}。", address!]);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
