using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>
/// E-mails about an inquiry, to the salespeople and to the buyer. Anybody can enter a stranger's address in the form, so an e-mail to the buyer
/// contains nothing that was typed there, only the store's own text.
/// </summary>
public sealed class InquiryEmails(StoreDb db, StoreSnapshot store, IStringLocalizer<Ui> text)
{
    private Company Company => store.Company;

    /// <summary>Adds the e-mails for a new inquiry to the outbox; they are sent after the next save.</summary>
    /// <param name="urlOf">Converts a path to a public URL.</param>
    public async Task PostSentAsync(SentInquiry sent, Func<string, string> urlOf, CancellationToken cancel)
    {
        var inquiry = sent.Inquiry;
        var owners = inquiry.Parts.Select(p => p.SalespersonId).OfType<int>().ToList();
        var accounts = await db.Staff.AsNoTracking().Where(m => m.RevokedAt == null && m.SalespersonId != null && owners.Contains(m.SalespersonId.Value))
            .OrderBy(m => m.Id).Select(m => new { m.SalespersonId, m.Email }).ToListAsync(cancel);
        foreach (var part in inquiry.Parts)
        {
            var to = part.Salesperson?.Email ?? accounts.Find(a => a.SalespersonId == part.SalespersonId)?.Email ?? Company.Email;
            if (EmailMessage.CanReach(to))
                In(LanguageOfStaff, () => db.Post(ToSeller(to, inquiry, part, urlOf($"/admin/inquiries/{part.Id}/edit")), inquiry.CreatedAt));
        }
        if (EmailMessage.CanReach(inquiry.Email))
            In(inquiry.Language, () => db.Post(ToBuyer(inquiry, urlOf(Links.SentInquiry(inquiry.Number, sent.Secret))), inquiry.CreatedAt));
    }

    /// <summary>Delay of an answer's e-mail, so that the salesperson can recall the answer: time to read the confirmation page.</summary>
    public static readonly TimeSpan RecallTime = TimeSpan.FromMinutes(2);

    /// <summary>Adds the e-mail for an answer to the outbox, if the buyer has an address.</summary>
    public void PostAnswered(InquiryPart part, InquiryAnswer answer, DateTime now, Func<string, string> urlOf)
    {
        var inquiry = part.Inquiry!;
        if (EmailMessage.CanReach(inquiry.Email))
            In(inquiry.Language, () => db.Post(Answered(part, answer, urlOf(Links.SentInquiry(inquiry.Number, inquiry.NewKey(now)))), now, RecallTime));
    }

    /// <summary>Cancels the e-mail of a recalled answer, or if it was sent already, sends one that says that the answer is no longer valid.</summary>
    public async Task RecallAsync(InquiryPart part, InquiryStep told, DateTime now, CancellationToken cancel)
    {
        var inquiry = part.Inquiry!;
        if (!EmailMessage.CanReach(inquiry.Email))
            return;
        var email = await db.OutboxMails.Where(m => m.To == inquiry.Email && m.CreatedAt == told.At).OrderBy(m => m.Id).LastOrDefaultAsync(cancel);
        if (email is { State: MailState.Waiting, Attempts: 0 })
            db.OutboxMails.Remove(email);
        else
            In(inquiry.Language, () => db.Post(Recalled(inquiry), now));
    }

    private EmailMessage Recalled(Inquiry inquiry) => new(
        inquiry.Email, text["询价 {0} 的报价已撤回", inquiry.Number],
        $"""
        {text["刚才发给您的报价有误，已经撤回，请不要采用。我们会尽快重新报价。"]}

        {Signature}
        """, EmailMessage.CanReach(Company.Email) ? Company.Email : null);

    private static string LanguageOfStaff => SiteLanguage.Codes[0];

    private EmailMessage ToSeller(string to, Inquiry inquiry, InquiryPart part, string url) => new(
        to, text["询价 {0}：{1}，{2} 项", inquiry.Number, inquiry.Company.Length > 0 ? inquiry.Company : inquiry.Name, part.Lines.Count],
        $"""
        {text["客户发来询价，请尽快答复。"]}

        {text["编号"]}: {inquiry.Number}
        {text["联系人"]}: {inquiry.Name} {inquiry.Company}
        {text["电话"]}: {inquiry.Phone}
        {text["邮箱"]}: {inquiry.Email}
        {inquiry.Message}

        {string.Join('\n', part.Lines.Select(l => $"{l.Label}. {(l.Sku.Length > 0 ? $"{l.Sku} x {l.Quantity}  {l.Name}" : $"{l.Asked} x {l.Quantity}")}"))}

        {text["在后台打开"]}: {url}
        """, EmailMessage.CanReach(inquiry.Email) ? inquiry.Email : null);

    private EmailMessage ToBuyer(Inquiry inquiry, string url)
    {
        var lines = inquiry.Parts.SelectMany(p => p.Lines).OrderBy(l => l.Position).ToList();
        var known = lines.FindAll(l => l.Sku.Length > 0);
        return new(
            inquiry.Email, text["已收到您的询价 {0}", inquiry.Number],
            $"""
            {text["我们收到了一份留有您邮箱的询价，编号 {0}，共 {1} 项。负责的销售会尽快答复。", inquiry.Number, lines.Count]}

            {text["查看进度和报价（请勿转发，知道网址的人都能打开）："]}
            {url}

            {string.Join('\n', known.Select(l => $"{l.Label}. {l.Sku} x {l.Quantity}  {l.Name}"))}
            {(known.Count < lines.Count ? text["另有 {0} 项不在目录中。", lines.Count - known.Count].Value : "")}

            {text["如果不是您发送的，可以不理会这封邮件。"]}

            {Signature}
            """, EmailMessage.CanReach(Company.Email) ? Company.Email : null);
    }

    private EmailMessage Answered(InquiryPart part, InquiryAnswer answer, string url)
    {
        var (inquiry, person) = (part.Inquiry!, part.Salesperson);
        return new(
            inquiry.Email, text["询价 {0} 已答复", inquiry.Number],
            $"""
            {answer.Text}

            {string.Join('\n', part.Lines.Select(l => LineOf(l, answer.Of(l.Position))))}
            {(QuotationTable.TotalFen(part, answer) is > 0 and var total ? text["含税合计 {0}", Format.Price(total)].Value : "")}
            {(answer.ValidUntil is { } until ? text["报价有效期至 {0}。", Format.Day(until)].Value : "")}

            {text["查看和下载报价："]}
            {url}

            {person?.Name} {person?.Phone ?? Company.Phone}
            {Signature}
            """, EmailMessage.CanReach(person?.Email) ? person!.Email : EmailMessage.CanReach(Company.Email) ? Company.Email : null);
    }

    private static string LineOf(InquiryLine line, QuotedLine? quote) =>
        $"{line.Label}. {(line.Sku.Length > 0 ? line.Sku : line.Asked)} x {line.Quantity}  {(quote?.UnitPriceFen is { } fen ? $"{Format.Price(fen)}  {Format.Price(fen * line.Quantity)}" : "—")}  {quote?.Remark}".TrimEnd();

    private string Signature => $"{Company.Name}\n{Company.Phone}";

    /// <summary>Runs in a language that may differ from the request's.</summary>
    private static void In(string language, Action write)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            write();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
