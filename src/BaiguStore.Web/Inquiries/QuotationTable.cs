using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Web.Models;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>An inquiry as a spreadsheet: what was asked for, and what was told the buyer.</summary>
public static class QuotationTable
{
    /// <summary>What a part comes to by what was told; 0 while nothing was.</summary>
    public static long TotalFen(InquiryPart part) => part.Told is { } told ? TotalFen(part, told) : 0;

    public static long TotalFen(InquiryPart part, InquiryAnswer answer) => part.Lines.Sum(l => answer.Of(l.Position)?.UnitPriceFen * l.Quantity ?? 0);

    public static Sheet Of(SentInquiryPage page, IStringLocalizer<Ui> text)
    {
        var inquiry = page.Inquiry;
        string[] lead =
        [
            $"{text["询价编号"]}: {inquiry.Number}    {text["日期"]}: {Format.Day(inquiry.CreatedAt)}",
            $"{text["询价单位"]}: {(inquiry.Company.Length > 0 ? inquiry.Company : inquiry.Name)}    {text["联系人"]}: {inquiry.Name} {inquiry.Phone} {inquiry.Email}".TrimEnd(),
            $"{text["报价单位"]}: {page.Company.Name}    {page.Company.Phone}".TrimEnd(),
        ];
        SheetColumn[] columns =
        [
            new(text["序号"], 7), new(text["型号"], 26), new(text["名称"], 40), new(text["数量"], 9), new(text["单价（元）"], 14), new(text["小计（元）"], 16), new(text["备注"], 26),
        ];
        return new(inquiry.Number, columns, Rows(page, text), text[page.IsAnswered ? "报价单" : "询价单"], lead);
    }

    private static IEnumerable<SheetRow> Rows(SentInquiryPage page, IStringLocalizer<Ui> text)
    {
        foreach (var part in page.Inquiry.Parts)
        {
            var told = part.Told;
            if (page.Inquiry.Parts.Count > 1 || part.SalespersonName.Length > 0)
                yield return SheetRow.Group(part.SalespersonName.Length > 0 ? $"{text["销售"]} {part.SalespersonName} {part.Salesperson?.Phone}".TrimEnd() : text["销售热线"]);
            foreach (var line in part.Lines)
            {
                var quote = told?.Of(line.Position);
                yield return SheetRow.Plain(
                    line.Position, line.Sku.Length > 0 ? line.Sku : line.Asked, line.Name, line.Quantity, Cell.Money(quote?.UnitPriceFen), Cell.Money(quote?.UnitPriceFen * line.Quantity),
                    quote is null ? text[InquiryNames.ForBuyer(part.State)].Value : quote.Remark);
            }
            if (told is { Text.Length: > 0 })
                yield return SheetRow.Note(told.Text);
            if (told?.ValidUntil is { } until)
                yield return SheetRow.Note($"{text["报价有效期至 {0}。", Format.Day(until)]}{(told.HasExpired(page.Now) ? text["已过有效期，价格请再确认。"] : "")}");
        }
        if (page.IsAnswered)
            yield return SheetRow.Total(text["合计"].Value, "", "", "", Cell.Of(""), Cell.Money(page.TotalFen), "");
    }
}
