using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Search;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Operations of Sales on inquiry parts.</summary>
public sealed class QuotationService(StoreDb db, StaffWords words, InquiryEmails letters, TimeProvider clock)
{
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<InquiryBoard> BoardAsync(BoardQuery query, int staffId, CancellationToken cancel)
    {
        var person = await db.Staff.Where(m => m.Id == staffId).Select(m => m.SalespersonId).FirstOrDefaultAsync(cancel);
        var isMine = query.Whose == BoardQuery.Mine || (query.Whose is null && person is not null);
        var parts = db.InquiryParts.AsNoTracking();
        if (isMine)
            parts = parts.For(person);
        if (PlainText.Line(query.Text) is { Length: > 0 } text)
            parts = parts.Naming(words.Read(text));
        if (query.State is { } state)
            parts = parts.In(state);
        var columns = await parts.BoardAsync(query.State is null ? InquiryBoard.Few : InquiryBoard.Many, cancel);
        return new(query, [.. columns.Where(c => query.State is null || c.State == query.State)], isMine);
    }

    public Task<InquiryPart?> FindAsync(int id, CancellationToken cancel) => db.InquiryPartAsync(id, cancel);

    public async Task<InquiryEditor?> EditorAsync(int id, CancellationToken cancel, string? link = null) =>
        await FindAsync(id, cancel) is { } part ? await EditorAsync(part, AnswerForm.Of(part, Now), cancel) with { Link = link } : null;

    public async Task<InquiryEditor> EditorAsync(InquiryPart part, AnswerForm form, CancellationToken cancel) =>
        new(part, form, await db.Salespeople.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel), await OwnPersonAsync(cancel), Now);

    /// <summary>The member's salesperson, or null.</summary>
    private Task<int?> OwnPersonAsync(CancellationToken cancel) =>
        db.Staff.Where(m => m.Id == db.Actor.StaffId).Select(m => m.SalespersonId).FirstOrDefaultAsync(cancel);

    /// <summary>
    /// Saves the draft of an answer, and sends it to the buyer if the form says so, by e-mail, too. False if somebody has saved it since the form was
    /// opened.
    /// </summary>
    public async Task<bool> WriteAsync(InquiryPart part, InquiryAnswer answer, AnswerForm form, Func<string, string> urlOf, CancellationToken cancel)
    {
        if (form.Version != part.Version)
            return false;
        var now = Now;
        part.Write(answer, now);
        if (form.Sends)
            letters.PostAnswered(part, part.Send(db.Actor, now), now, urlOf); // the e-mail has the same time as its step
        else if (part.State == InquiryState.New)
            part.Begin(db.Actor, now); // writing an answer starts the work
        return await TrySaveAsync(cancel);
    }

    /// <summary>Recalls the last answer. False if the buyer has opened it, or its e-mail is being sent; null if the part does not exist.</summary>
    public async Task<bool?> RecallAsync(int id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } part)
            return null;
        if (!part.CanRecall)
            return false;
        await letters.RecallAsync(part, part.ToldStep!, Now, cancel);
        part.Recall(db.Actor, Now);
        return await TrySaveAsync(cancel);
    }

    /// <summary>False for a concurrent save.</summary>
    private async Task<bool> TrySaveAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Changes a part and returns it; null if it does not exist.</summary>
    public async Task<InquiryPart?> ChangeAsync(int id, Action<InquiryPart, Actor, DateTime> change, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } part)
            return null;
        change(part, db.Actor, Now);
        await db.SaveChangesAsync(cancel);
        return part;
    }

    /// <summary>
    /// Assigns the part to a salesperson, or without an id to all of Sales. Returns the new owner's name; null if the part or person does not exist.
    /// </summary>
    public async Task<string?> GiveAsync(int id, int? salespersonId, CancellationToken cancel)
    {
        var person = salespersonId is { } who ? await db.Salespeople.FindAsync([who], cancel) : null;
        if (person is null != salespersonId is null || await ChangeAsync(id, (part, by, now) => part.GiveTo(person, by, now), cancel) is null)
            return null;
        return person?.Name ?? "";
    }

    /// <summary>Assigns the part to the member; null if it does not exist, or the member is not a salesperson.</summary>
    public async Task<string?> TakeOverAsync(int id, CancellationToken cancel) =>
        await OwnPersonAsync(cancel) is { } me ? await GiveAsync(id, me, cancel) : null;

    /// <summary>A new secret for the buyer's page, with the inquiry's number; earlier ones remain valid.</summary>
    public async Task<(string Number, string Secret)?> NewKeyAsync(int id, CancellationToken cancel)
    {
        if (await db.InquiryParts.Where(p => p.Id == id).Select(p => p.Inquiry).FirstOrDefaultAsync(cancel) is not { } inquiry)
            return null;
        var secret = inquiry.NewKey(Now);
        await db.SaveChangesAsync(cancel);
        return (inquiry.Number, secret);
    }
}
