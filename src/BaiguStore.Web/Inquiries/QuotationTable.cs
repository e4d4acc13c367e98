using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Web.Localization;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>An inquiry as a spreadsheet: the request and the answers sent to the buyer.</summary>
public static class QuotationTable
{
    /// <summary>Total of a part by its sent answer; 0 if there is none.</summary>
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
        List<SheetColumn> columns =
        [
            new(page.HasItemNumbers ? text["原序号"] : text["序号"], 7), new(text["型号"], 26), new(text["名称"], 40), new(text["数量"], 9), new(text["单价（元）"], 14), new(text["小计（元）"], 16), new(text["备注"], 26),
        ];
        if (inquiry.Parts.Count > 1)
            columns.Add(new(text["销售"], 14));
        return new(inquiry.Number, columns, [.. Lines(page, text), .. Totals(page, text), .. Notes(page, text)], text[page.IsAnswered ? "报价单" : "询价单"], lead);
    }

    /// <summary>In the buyer's order, to be compared with their own list.</summary>
    private static IEnumerable<SheetRow> Lines(SentInquiryPage page, IStringLocalizer<Ui> text) => page.QuotedLines.Select(l => SheetRow.Plain(
    [
        int.TryParse(l.Line.Label, out var number) ? number : Cell.Of(l.Line.Label),
        l.Line.Sku.Length > 0 ? l.Line.Sku : l.Line.Asked, l.Line.Name, l.Line.Quantity, Cell.Money(l.Quote?.UnitPriceFen), Cell.Money(l.Quote?.UnitPriceFen * l.Line.Quantity),
        l.Quote is null ? text[InquiryNames.ForBuyer(l.Part.State)].Value : l.Quote.Remark,
        .. page.Inquiry.Parts.Count > 1 ? [Cell.Of(l.Part.SalespersonName)] : (Cell[])[],
    ]));

    private static IEnumerable<SheetRow> Totals(SentInquiryPage page, IStringLocalizer<Ui> text)
    {
        if (page.IsAnswered)
            yield return SheetRow.Total(text["合计"].Value, "", "", "", Cell.Of(""), Cell.Money(page.TotalFen), "");
    }

    /// <summary>Who answers, and their texts beside the prices.</summary>
    private static IEnumerable<SheetRow> Notes(SentInquiryPage page, IStringLocalizer<Ui> text)
    {
        foreach (var part in page.Inquiry.Parts)
        {
            var told = part.Told;
            if (page.Inquiry.Parts.Count > 1 || part.SalespersonName.Length > 0)
                yield return SheetRow.Group(part.SalespersonName.Length > 0 ? $"{text["销售"]} {part.SalespersonName} {part.Salesperson?.Phone}".TrimEnd() : text["销售热线"]);
            if (told is { Text.Length: > 0 })
                yield return SheetRow.Note(told.Text);
            if (told?.ValidUntil is { } until)
                yield return SheetRow.Note($"{text["报价有效期至 {0}。", Format.Day(until)]}{(told.HasExpired(page.Now) ? text["已过有效期，价格请再确认。"] : "")}");
        }
    }
}
