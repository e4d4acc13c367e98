using BaiguStore.Core.Catalog;
using BaiguStore.Core.Inquiries;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Preview of an answer as its buyer will see it, beside the list prices.</summary>
/// <param name="IsAsked">Whether sending was stopped because prices must be confirmed first.</param>
public sealed record QuotePreview(InquiryPart Part, AnswerForm Form, InquiryAnswer Answer, bool IsAsked = false)
{
    public IReadOnlyList<QuotePreviewLine> Lines { get; } =
        [.. Part.Lines.OrderBy(l => l.Position).Select(l => new QuotePreviewLine(l, Answer.Of(l.Position)))];

    public long TotalFen => Lines.Sum(l => l.SubtotalFen ?? 0);

    /// <summary>Total difference of lines with both a list price and an offer; null if there are none.</summary>
    public PriceJump? Difference
    {
        get
        {
            var known = Lines.Where(l => l.Jump is not null).ToList();
            return known.Count == 0 ? null : new(known.Sum(l => l.Line.ListPriceFen!.Value * l.Line.Quantity), known.Sum(l => l.SubtotalFen!.Value));
        }
    }

    public IEnumerable<QuotePreviewLine> Jumps => Lines.Where(l => l.Jump is { IsLarge: true });

    /// <summary>Identifies the prices far from the list price: a confirmation is valid for exactly these.</summary>
    public string Confirmation => string.Join(';', Jumps.Select(l => FormattableString.Invariant($"{l.Line.Position}={l.Jump!.Value.ToFen}")));

    public bool IsConfirmed => (Form.Confirmed ?? "") == Confirmation;
}

public sealed record QuotePreviewLine(InquiryLine Line, QuotedLine? Quote)
{
    public long? SubtotalFen => Quote?.UnitPriceFen * Line.Quantity;

    public PriceJump? Jump => PriceJump.Between(Line.ListPriceFen, Quote?.UnitPriceFen);
}
