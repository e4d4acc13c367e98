using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Text;
using BaiguStore.Core.Visits;
using BaiguStore.Web.Forms;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Query string of the inquiry board.</summary>
/// <param name="Whose">"mine" or "all"; the default is "mine" for members who are salespeople.</param>
/// <param name="State">Shows only this column, completely.</param>
public sealed record BoardQuery(string? Whose = null, string? Text = null, InquiryState? State = null)
{
    public const string Path = "/admin/inquiries", Mine = "mine", All = "all";
    public const int MaxText = 100;

    public bool IsKnown => Whose is null or Mine or All && (State is null || Enum.IsDefined(State.Value)) && (Text is null || (Text.Length <= MaxText && PlainText.IsWellFormed(Text)));

    public string Url
    {
        get
        {
            QueryBuilder query = [];
            foreach (var (key, value) in ((string, string?)[])[("whose", Whose), ("text", Text), ("state", State?.ToString())])
                if (!string.IsNullOrEmpty(value))
                    query.Add(key, value);
            return Path + query;
        }
    }
}

/// <summary>`/admin/inquiries`.</summary>
/// <param name="IsMine">Whether it shows only the member's and unassigned parts.</param>
public sealed record InquiryBoard(BoardQuery Query, IReadOnlyList<InquiryColumn> Columns, bool IsMine)
{
    /// <summary>Cards per column on the board, and of a single column.</summary>
    public const int Few = 30, Many = 300;
}

/// <summary>`/admin/inquiries/{id}/edit`: an inquiry part with the draft of its answer.</summary>
/// <param name="OwnPersonId">The member's salesperson, or null.</param>
/// <param name="Link">A URL for the buyer, shown only once.</param>
/// <param name="IsStale">Whether somebody has saved it since the form was opened: both texts are shown.</param>
public sealed record InquiryEditor(
    InquiryPart Part, AnswerForm Form, IReadOnlyList<Salesperson> People, int? OwnPersonId, DateTime Now, string? Link = null, bool IsStale = false)
{
    /// <summary>The member's salesperson, if they can take over the part; null if it is theirs already, or the member is not a salesperson.</summary>
    public Salesperson? Taker => OwnPersonId == Part.SalespersonId ? null : People.FirstOrDefault(p => p.Id == OwnPersonId);
}

/// <summary>The form of an answer: prices and remarks in the order of the lines.</summary>
public sealed record AnswerForm
{
    /// <summary>Values of the submit button. A preview saves nothing, nor does the way back from it.</summary>
    public const string SaveOnly = "Save", SendToo = "Send", LookFirst = "Preview", GoBack = "Edit";

    /// <summary>Default validity of prices in days.</summary>
    private const int UsualDays = 15;

    public List<int> Positions { get; init; } = [];
    public List<string?> Prices { get; init; } = [];
    public List<string?> Remarks { get; init; } = [];

    [TextLength(InquiryPart.MaxAnswerLength, ErrorMessage = "最多 {1} 个字符。")]
    public string? Answer
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    /// <summary>A date in China, "2026-12-31"; empty for no commitment.</summary>
    public string? ValidUntil { get; init; }
    public int Version { get; init; }
    public string? Then { get; init; }

    /// <summary>Confirmation of prices far from the list price; see <see cref="QuotePreview.Confirmation"/>.</summary>
    public string? Confirmed { get; init; }

    public bool Previews => Then == LookFirst;

    public bool Sends => Then == SendToo;

    public string PriceOf(int position) => Prices.ElementAtOrDefault(Positions.IndexOf(position)) ?? "";

    public string RemarkOf(int position) => Remarks.ElementAtOrDefault(Positions.IndexOf(position)) ?? "";

    public static string PriceId(int position) => string.Create(CultureInfo.InvariantCulture, $"price-{position}");

    public static string RemarkId(int position) => string.Create(CultureInfo.InvariantCulture, $"remark-{position}");

    public static AnswerForm Of(InquiryPart part, DateTime now) => new()
    {
        Positions = [.. part.Lines.Select(l => l.Position)],
        Prices = [.. part.Lines.Select(l => Yuan.Of(l.UnitPriceFen))],
        Remarks = [.. part.Lines.Select(l => l.Remark)],
        Answer = part.Answer,
        ValidUntil = DayText(part.ValidUntil ?? (part.AnsweredAt is null ? ChinaTime.DayOf(now).AddDays(UsualDays) : null)),
        Version = part.Version,
    };

    /// <summary>Parses the form for the part's lines; errors are reported in <paramref name="errors"/>.</summary>
    public InquiryAnswer? Read(InquiryPart part, DateTime now, ModelStateDictionary errors, IStringLocalizer<Ui> text)
    {
        List<QuotedLine> lines = [];
        foreach (var line in part.Lines)
        {
            var (typed, remark) = (PriceOf(line.Position), PlainText.Line(RemarkOf(line.Position)));
            if (!Yuan.TryParse(typed, out var fen) || fen > Yuan.MostFen / line.Quantity)
                errors.AddModelError(PriceId(line.Position), text["第 {0} 行的单价看不懂，请写成 4280 或 4280.50。", line.Position]);
            else if (remark.Length > InquiryLine.MaxRemarkLength || !PlainText.IsWellFormed(RemarkOf(line.Position)))
                errors.AddModelError(RemarkId(line.Position), text["第 {0} 行的备注最多 {1} 个字符。", line.Position, InquiryLine.MaxRemarkLength]);
            else
                lines.Add(new(line.Position, fen, remark));
        }
        var until = default(DateOnly?);
        if (!string.IsNullOrWhiteSpace(ValidUntil))
        {
            if (!DateOnly.TryParseExact(ValidUntil.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year > 2200)
                errors.AddModelError(nameof(ValidUntil), text["有效期须是日期，例如 2026-12-31。"]);
            else if ((Sends || Previews) && day < ChinaTime.DayOf(now))
                errors.AddModelError(nameof(ValidUntil), text["有效期已经过去了。"]);
            until = day;
        }
        if (Answer is not null && (!PlainText.IsWellFormed(Answer) || PlainText.Paragraphs(Answer).Length > InquiryPart.MaxAnswerLength))
            errors.AddModelError(nameof(Answer), text["内容里有无法识别的字符，请改正后再提交。"]);
        var answer = new InquiryAnswer(PlainText.Paragraphs(Answer), until, lines);
        if (errors.IsValid && (Sends || Previews) && !answer.SaysSomething)
            errors.AddModelError(nameof(Answer), text["还没有价格，也没有答复的文字，不能发给客户。"]);
        return errors.IsValid ? answer : null;
    }

    private static string DayText(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
