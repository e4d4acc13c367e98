using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Storefront;
using BaiguStore.Core.Text;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>Reads lists from URLs, forms and files, and submits complete inquiries.</summary>
public sealed class InquirySubmission(StoreDb db, StoreSnapshot store, InquiryResolver resolver, PartListReader lists, FormStamps stamps, InquiryEmails emails, TimeProvider clock, IStringLocalizer<Ui> text)
{
    /// <summary>Limits of a note: lines or sheets listed, and characters of each.</summary>
    private const int MostNamed = 5, LongestNamed = 30;

    private Company Company => store.Company;

    /// <summary>The list of a URL: exact matches only, because requests are not rate limited.</summary>
    public async Task<InquiryPage> ShowAsync(InquiryList list, CancellationToken cancel)
    {
        var stamp = stamps.Make(Links.InquiryPath);
        if (list.Fault != InquiryFault.None)
            return InquiryPage.Faulty(list.Fault, Company, stamp);
        var typed = list.Items.Select(i => new TypedRow(i.Sku, i.Quantity.ToString(CultureInfo.InvariantCulture))).ToList();
        return new(InquiryFault.None, (await resolver.ResolveAsync(typed, withNear: false, cancel)).Rows, Company, new(), stamp);
    }

    /// <summary>
    /// The rows of a form, with the pasted and uploaded ones, and suggestions for each. Rejected input is reported in <paramref name="errors"/>.
    /// </summary>
    public async Task<InquiryPage> ReadAsync(InquiryForm form, IFormCollection fields, ModelStateDictionary errors, CancellationToken cancel)
    {
        var rows = InquiryForm.RowsOf(fields);
        var more = await MoreAsync(form, errors, cancel);
        var fits = rows.Count + more.Rows.Count <= InquiryList.MaxItems;
        if (fits)
            rows = [.. rows, .. more.Rows];
        else
            errors.AddModelError("", text["清单有 {0} 项，一张询价单最多 {1} 项，请分成几张。", rows.Count + more.Rows.Count, InquiryList.MaxItems]);
        var list = await resolver.ResolveAsync([.. rows.Take(InquiryList.MaxItems)], withNear: true, cancel);
        foreach (var fault in list.Rows.Select(r => r.Fault).Where(f => f != RowFault.None).Distinct())
            errors.AddModelError("", text[InquiryNames.Of(fault), InquiryNames.LimitOf(fault)]);
        // A valid stamp is kept: it is still the same form, however often its list was read.
        var stamp = stamps.Check(form.Stamp, Links.InquiryPath) is StampVerdict.Good or StampVerdict.TooFast ? form.Stamp! : stamps.Make(Links.InquiryPath);
        return new(InquiryFault.None, list.Rows, Company, form with { Paste = fits ? more.Unread : form.Paste }, stamp)
        {
            Notes = [.. Notes(fits ? more : more with { Rows = [], LeftOut = [] }, list.Merged)],
            IsPosted = true,
            IsBusy = more.IsBusy,
        };
    }

    /// <summary>Submits a complete inquiry; otherwise returns null with the reasons in <paramref name="errors"/>.</summary>
    /// <param name="urlOf">Converts a path to a public URL.</param>
    public async Task<SentInquiry?> SendAsync(InquiryForm form, IFormCollection fields, string address, Func<string, string> urlOf, ModelStateDictionary errors, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(form.Website))
            errors.AddModelError("", text["表单已失效，请再点一次“发送询价”，您写的内容都在。"]);
        else if (StampError(stamps.Check(form.Stamp, Links.InquiryPath)) is { } error)
            errors.AddModelError("", text[error]);
        if (form.HasMore)
            errors.AddModelError("", text["粘贴或上传的清单已经加进来了。请先核对，再点“发送询价”。"]);
        var typed = InquiryForm.RowsOf(fields);
        if (typed.Count == 0 && !form.HasMore)
            errors.AddModelError("", text["询价单是空的，请先加入型号。"]);
        if (!errors.IsValid || typed.Count > InquiryList.MaxItems)
            return null;
        var list = await resolver.ResolveAsync(typed, withNear: false, cancel);
        if (list.Rows.Any(r => r.Fault != RowFault.None))
            return null;
        var draft = new InquiryDraft(
            list.Rows, PlainText.Line(form.Name), PlainText.Line(form.Company), ContactCheck.Phone(form.Phone) ?? "", ContactCheck.Email(form.Email) ?? "",
            PlainText.Paragraphs(form.Message), CultureInfo.CurrentUICulture.Name, form.Stamp!, address);
        return await db.SendAsync(draft, clock.GetUtcNow().UtcDateTime, sent => emails.PostSentAsync(sent, urlOf, cancel), cancel);
    }

    /// <summary>Pasted and uploaded rows.</summary>
    /// <param name="Unread">The rest of pasted text that exceeds the limit.</param>
    private sealed record More(IReadOnlyList<TypedRow> Rows, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Notes, string? Unread, bool IsBusy);

    private async Task<More> MoreAsync(InquiryForm form, ModelStateDictionary errors, CancellationToken cancel)
    {
        List<string> notes = [];
        var (paste, unread) = PartList.Cut(form.Paste ?? "");
        if (unread is not null)
            notes.Add(text["粘贴的内容太长，只读了前 {0} 行（{1} 个字符）。其余的留在下面，请再点一次“读入清单”。", Math.Max(1, paste.AsSpan().Count('\n')), Format.Number(paste.Length)]);
        var pasted = await lists.ReadAsync(paste, cancel);
        if (form.Upload is not { Length: > 0 } file)
            return new(pasted.Rows, pasted.LeftOut, notes, unread, IsBusy: false);
        await using var stream = file.OpenReadStream();
        var table = await TableReader.ReadAsync(stream, PartList.Limits, cancel);
        if (table.Fault != TableFault.None)
            errors.AddModelError(nameof(form.Upload), text[InquiryNames.Of(table.Fault)]);
        var uploaded = await lists.ReadAsync(table, cancel);
        if (uploaded.OtherSheets.Count > 0)
            notes.Add(text["读的是工作表“{0}”，没有读：{1}。", uploaded.Sheet, string.Join('、', uploaded.OtherSheets.Take(MostNamed).Select(s => PlainText.Excerpt(s, LongestNamed)))]);
        return new([.. pasted.Rows, .. uploaded.Rows], [.. pasted.LeftOut, .. uploaded.LeftOut], notes, unread, table.Fault == TableFault.Busy);
    }

    private IEnumerable<string> Notes(More more, int merged)
    {
        if (more.Rows.Count > 0)
            yield return text["从清单读入 {0} 行。", more.Rows.Count];
        foreach (var note in more.Notes)
            yield return note;
        if (more.LeftOut.Count > 0)
            yield return text["{0} 行没有型号和数量，没有读入：{1}", more.LeftOut.Count,
                string.Join('；', more.LeftOut.Take(MostNamed).Select(l => PlainText.Excerpt(l, LongestNamed))) + (more.LeftOut.Count > MostNamed ? "…" : "")];
        if (merged > 0)
            yield return text["{0} 行与前面的型号相同，数量已相加。", merged];
    }

    private static string? StampError(StampVerdict verdict) => verdict switch
    {
        StampVerdict.Good => null,
        StampVerdict.TooFast => "提交得太快了，请过几秒再点一次“发送询价”，您写的内容都在。",
        StampVerdict.TooOld => "这个页面打开得太久了，请再点一次“发送询价”，您写的内容都在。",
        _ => "表单已失效，请再点一次“发送询价”，您写的内容都在。",
    };
}
