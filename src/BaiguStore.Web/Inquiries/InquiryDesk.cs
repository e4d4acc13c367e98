using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Text;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>Takes lists in, from addresses, forms and files, and sends what is complete.</summary>
public sealed class InquiryDesk(StoreDb db, StoreSnapshots snapshots, InquiryResolver resolver, FormStamps stamps, InquiryLetters letters, TimeProvider clock, IStringLocalizer<Ui> text)
{
    private Company Company => snapshots.Current.Company;

    /// <summary>The list of an address: only what is exact is looked up, because anybody may ask as often as they like.</summary>
    public async Task<InquiryPage> ShowAsync(InquiryList list, CancellationToken cancel)
    {
        var stamp = stamps.Make(Links.InquiryPath);
        if (list.Fault != InquiryFault.None)
            return InquiryPage.Faulty(list.Fault, Company, stamp);
        var typed = list.Items.Select(i => new TypedRow(i.Sku, i.Quantity.ToString(CultureInfo.InvariantCulture))).ToList();
        return InquiryPage.Of((await resolver.ResolveAsync(typed, withNear: false, cancel)).Rows, Company, new(), stamp);
    }

    /// <summary>The rows of a form together with what was pasted and uploaded, each with what it may mean. What cannot be taken stands in <paramref name="errors"/>.</summary>
    public async Task<InquiryPage> ReadAsync(InquiryForm form, IFormCollection fields, ModelStateDictionary errors, CancellationToken cancel)
    {
        var rows = InquiryForm.RowsOf(fields);
        var more = await MoreAsync(form, errors, cancel);
        var fits = rows.Count + more.Count <= InquiryList.MaxItems;
        if (!fits)
            errors.AddModelError("", text["一张询价单最多 {0} 项，请分成几张。", InquiryList.MaxItems]);
        else
            rows = [.. rows, .. more];
        var list = await resolver.ResolveAsync([.. rows.Take(InquiryList.MaxItems)], withNear: true, cancel);
        foreach (var fault in list.Rows.Select(r => r.Fault).Where(f => f != RowFault.None).Distinct())
            errors.AddModelError("", text[InquiryNames.Of(fault), InquiryNames.LimitOf(fault)]);
        // A stamp that is good goes on: the form is still the same one, however often its list was read.
        var stamp = stamps.Check(form.Stamp, Links.InquiryPath) is StampVerdict.Good or StampVerdict.TooFast ? form.Stamp! : stamps.Make(Links.InquiryPath);
        return InquiryPage.Of(list.Rows, Company, form with { Paste = errors.IsValid ? null : form.Paste }, stamp) with { Notes = [.. Notes(more.Count, list.Merged, errors.IsValid)], IsPosted = true };
    }

    /// <summary>Sends what is complete; otherwise null with the reasons in <paramref name="errors"/>.</summary>
    /// <param name="urlOf">A path as the world sees it.</param>
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
        return await db.SendAsync(draft, clock.GetUtcNow().UtcDateTime, sent => letters.PostSentAsync(sent, urlOf, cancel), cancel);
    }

    private async Task<IReadOnlyList<TypedRow>> MoreAsync(InquiryForm form, ModelStateDictionary errors, CancellationToken cancel)
    {
        List<TypedRow> more = [];
        if (form.Paste is { Length: > PartList.MaxText })
            errors.AddModelError(nameof(form.Paste), text["粘贴的内容太长，最多 {0} 个字符。", PartList.MaxText]);
        else
            more.AddRange(PartList.Read(form.Paste));
        if (form.Upload is { Length: > 0 } file)
        {
            await using var stream = file.OpenReadStream();
            var table = await TableReader.ReadAsync(stream, PartList.Limits, cancel);
            if (table.Fault == TableFault.None)
                more.AddRange(PartList.Read(table.Rows.Select(r => r.Cells)));
            else
                errors.AddModelError(nameof(form.Upload), text[InquiryNames.Of(table.Fault)]);
        }
        return more;
    }

    private IEnumerable<string> Notes(int added, int merged, bool isTaken)
    {
        if (added > 0 && isTaken)
            yield return text["从清单读入 {0} 行。", added];
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
