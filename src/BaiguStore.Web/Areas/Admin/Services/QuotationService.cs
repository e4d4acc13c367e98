using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Search;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Inquiries;
using BaiguStore.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>What Sales does with the parts of inquiries.</summary>
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

    /// <summary>The salesperson of the catalogue that the member is, or null.</summary>
    private Task<int?> OwnPersonAsync(CancellationToken cancel) =>
        db.Staff.Where(m => m.Id == db.Actor.StaffId).Select(m => m.SalespersonId).FirstOrDefaultAsync(cancel);

    /// <summary>Keeps the answer as it is written, and tells the buyer where the form says so, by mail too. False where somebody has saved it since the form was opened.</summary>
    public async Task<bool> WriteAsync(InquiryPart part, InquiryAnswer answer, AnswerForm form, Func<string, string> urlOf, CancellationToken cancel)
    {
        if (form.Version != part.Version)
            return false;
        var now = Now;
        part.Write(answer, now);
        if (form.Sends)
            letters.PostAnswered(part, part.Send(db.Actor, now), now, urlOf); // the letter bears the time of its step
        else if (part.State == InquiryState.New)
            part.Begin(db.Actor, now); // who writes an answer works on it
        return await TrySaveAsync(cancel);
    }

    /// <summary>Takes the last answer back. False where the buyer has opened it, or its letter is leaving in this moment; null where there is no such part.</summary>
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

    /// <summary>False where somebody has saved it meanwhile.</summary>
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

    /// <summary>Does something with a part and answers it; null where there is none.</summary>
    public async Task<InquiryPart?> ChangeAsync(int id, Action<InquiryPart, Actor, DateTime> change, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } part)
            return null;
        change(part, db.Actor, Now);
        await db.SaveChangesAsync(cancel);
        return part;
    }

    /// <summary>Gives the part to somebody, or without an id to all of Sales. Answers whose it is then; null where there is no such part or person.</summary>
    public async Task<string?> GiveAsync(int id, int? salespersonId, CancellationToken cancel)
    {
        var person = salespersonId is { } who ? await db.Salespeople.FindAsync([who], cancel) : null;
        if (person is null != salespersonId is null || await ChangeAsync(id, (part, by, now) => part.GiveTo(person, by, now), cancel) is null)
            return null;
        return person?.Name ?? "";
    }

    /// <summary>Gives the part to the member; null where there is no such part, or the member is no salesperson of the catalogue.</summary>
    public async Task<string?> TakeOverAsync(int id, CancellationToken cancel) =>
        await OwnPersonAsync(cancel) is { } me ? await GiveAsync(id, me, cancel) : null;

    /// <summary>A new secret for the buyer's page, with its number; the ones that were given out before go on.</summary>
    public async Task<(string Number, string Secret)?> NewKeyAsync(int id, CancellationToken cancel)
    {
        if (await db.InquiryParts.Where(p => p.Id == id).Select(p => p.Inquiry).FirstOrDefaultAsync(cancel) is not { } inquiry)
            return null;
        var secret = inquiry.NewKey(Now);
        await db.SaveChangesAsync(cancel);
        return (inquiry.Number, secret);
    }
}
