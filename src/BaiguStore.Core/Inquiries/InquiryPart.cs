using System.Text.Json;
using System.Text.RegularExpressions;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Core.Visits;

namespace BaiguStore.Core.Inquiries;

public enum InquiryState
{
    New = 0,
    Working = 1,
    Answered = 2,
    Won = 3,
    Lost = 4,
}

/// <summary>
/// The lines of an inquiry that one salesperson answers. Lines without an owner form a part without a person, which all of Sales sees.
/// </summary>
public sealed class InquiryPart : IVersioned
{
    public const int MaxAnswerLength = 4_000;

    public int Id { get; private set; }
    public int InquiryId { get; private set; }
    public Inquiry? Inquiry { get; private set; }
    public int? SalespersonId { get; private set; }
    public Salesperson? Salesperson { get; private set; }

    /// <summary>The last salesperson's name at that time; empty if there was none.</summary>
    public string SalespersonName { get; private set; } = "";
    public InquiryState State { get; private set; }
    public string Answer { get; private set; } = "";

    /// <summary>Last day of validity of the prices, in China; null until answered.</summary>
    public DateOnly? ValidUntil { get; private set; }
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>Time of the last change of the part or its lines: so that a change of a line alone raises the version, too.</summary>
    public required DateTime UpdatedAt { get; set; }
    public int Version { get; private set; }

    /// <summary>
    /// Searchable text for staff, in the form of <see cref="RowText"/>. Its content never changes; empty in rows saved by an older version.
    /// </summary>
    public string SearchText { get; private set; } = "";
    public List<InquiryLine> Lines { get; } = [];
    public List<InquiryStep> Steps { get; } = [];

    /// <summary>The last answer that was sent and not recalled; null if there is none. Later changes are not visible to the buyer.</summary>
    public InquiryAnswer? Told => ToldStep?.Answer;

    /// <summary>The step that sent it.</summary>
    public InquiryStep? ToldStep => Tellings().FirstOrDefault();

    /// <summary>When the buyer opened the page with that answer; null if they have not.</summary>
    public DateTime? OpenedAt => ToldStep is { } told ? Steps.Find(s => s.IsOpening && s.Id > told.Id)?.At : null;

    /// <summary>
    /// An unread answer can be recalled, also while a new one is being written. An answer that a recall has made current again cannot.
    /// </summary>
    public bool CanRecall => State is InquiryState.Answered or InquiryState.Working
        && ToldStep is { } told && OpenedAt is null && !Steps.Exists(s => s.IsRecall && s.Id > told.Id);

    /// <summary>Work on it begins, or begins again. Its owner stays the same whoever does it, and the buyer continues to see the owner.</summary>
    public void Begin(Actor by, DateTime now) => Become(InquiryState.Working, by, now);

    /// <summary>Saves a draft; the buyer does not see it yet.</summary>
    public void Write(InquiryAnswer draft, DateTime now)
    {
        (Answer, ValidUntil, UpdatedAt) = (draft.Text, draft.ValidUntil, now);
        var quotes = draft.Lines.ToDictionary(l => l.Position);
        foreach (var line in Lines)
            if (quotes.GetValueOrDefault(line.Position) is { } quote)
                line.Offer(quote.UnitPriceFen, quote.Remark);
    }

    /// <summary>Sends the draft to the buyer.</summary>
    public InquiryAnswer Send(Actor by, DateTime now)
    {
        var answer = new InquiryAnswer(Answer, ValidUntil, [.. Lines.OrderBy(l => l.Position).Select(l => new QuotedLine(l.Position, l.UnitPriceFen, l.Remark))]);
        if (!answer.SaysSomething)
            throw new InvalidOperationException("An answer needs a price or a text.");
        AnsweredAt = now;
        Become(InquiryState.Answered, by, now, answer);
        return answer;
    }

    /// <summary>Recalls the last answer; the one before it, if any, becomes current again.</summary>
    public void Recall(Actor by, DateTime now)
    {
        if (!CanRecall)
            throw new InvalidOperationException("The buyer has opened the answer, or there is none.");
        AnsweredAt = Tellings().Skip(1).FirstOrDefault()?.At;
        (State, UpdatedAt) = (InquiryState.Working, now);
        Steps.Add(InquiryStep.RecallOf(by, now));
    }

    /// <summary>Records the outcome.</summary>
    public void Close(bool won, Actor by, DateTime now) => Become(won ? InquiryState.Won : InquiryState.Lost, by, now);

    /// <summary>Assigns it to another salesperson, or to all of Sales. The only way to change the owner after submission.</summary>
    public void GiveTo(Salesperson? person, Actor by, DateTime now)
    {
        BelongTo(person);
        UpdatedAt = now;
        Steps.Add(InquiryStep.Of(State, by, now, givenTo: SalespersonName));
    }

    /// <summary>Answers that were sent and not recalled, last first.</summary>
    private Stack<InquiryStep> Tellings()
    {
        Stack<InquiryStep> told = [];
        foreach (var step in Steps.OrderBy(s => s.Id))
            if (step.Answer is not null)
                told.Push(step);
            else if (step.IsRecall)
                told.TryPop(out _);
        return told;
    }

    /// <summary>Called once inquiry and lines are known.</summary>
    internal void BeFoundBy(Inquiry inquiry) => SearchText = RowText.Of([
        inquiry.Number, inquiry.Name, inquiry.Company, inquiry.Phone, string.Concat(inquiry.Phone.Where(char.IsAsciiDigit)),
        inquiry.Email, inquiry.Message,
        .. Lines.SelectMany(l => (string[])[l.Asked, l.Sku, l.Name])]);

    internal void BelongTo(Salesperson? person) => (SalespersonId, Salesperson, SalespersonName) = (person?.Id, person, person?.Name ?? "");

    private void Become(InquiryState state, Actor by, DateTime now, InquiryAnswer? answer = null)
    {
        if (state == State && answer is null)
            return; // a double click
        (State, UpdatedAt) = (state, now);
        Steps.Add(InquiryStep.Of(state, by, now, answer));
    }
}

/// <summary>A salesperson's answer.</summary>
/// <param name="ValidUntil">Last day of validity of the prices, in China; null for no commitment.</param>
public sealed record InquiryAnswer(string Text, DateOnly? ValidUntil, IReadOnlyList<QuotedLine> Lines)
{
    public bool SaysSomething => Text.Length > 0 || Lines.Any(l => l.UnitPriceFen is not null || l.Remark.Length > 0);

    public QuotedLine? Of(int position) => Lines.FirstOrDefault(l => l.Position == position);

    public bool HasExpired(DateTime now) => ValidUntil < ChinaTime.DayOf(now);
}

/// <param name="Position">Position of the line in its inquiry.</param>
/// <param name="UnitPriceFen">Null if not offered.</param>
public sealed record QuotedLine(int Position, long? UnitPriceFen, string Remark);

/// <summary>A requested item, its quantity and its quotation.</summary>
public sealed partial class InquiryLine
{
    /// <summary>Characters of a request: a part number, or a few words if it is unknown.</summary>
    public const int MaxAskedLength = 200;
    public const int MaxRemarkLength = 200, MaxItemNumberLength = 20;

    public int Id { get; private set; }
    public int PartId { get; private set; }
    public InquiryPart? Part { get; private set; }

    /// <summary>Position in the whole inquiry, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The line's number in the buyer's own list ("3", "2.1", "A-4"); empty if there is none.</summary>
    public string ItemNumber { get; init; } = "";

    /// <summary>The line's displayed number: the buyer's own if there is one.</summary>
    public string Label => ItemNumber.Length > 0 ? ItemNumber : FormattableString.Invariant($"{Position}");

    /// <summary>As it was typed.</summary>
    public required string Asked { get; init; }
    public required int Quantity { get; init; }

    /// <summary>The matching product; null if the catalogue had none, or it was deleted since.</summary>
    public int? ProductId { get; init; }
    public Product? Product { get; private set; }

    /// <summary>The product's data at the time of the inquiry; empty without a product.</summary>
    public string Sku { get; init; } = "";
    public string Name { get; init; } = "";
    public long? ListPriceFen { get; init; }

    /// <summary>Offered price of one piece; null until offered, and for unavailable items.</summary>
    public long? UnitPriceFen { get; private set; }
    public string Remark { get; private set; } = "";

    public long? SubtotalFen => UnitPriceFen * Quantity;

    /// <summary>
    /// The number to be stored, or empty if the text is not a number. It is included in e-mails, so it must not contain words or URLs.
    /// </summary>
    public static string ItemNumberOf(string text) => ItemNumberPattern().IsMatch(text) ? text : "";

    [GeneratedRegex(@"^(?:[A-Za-z]{0,2}-?[0-9]{1,5}(?:[.\-][0-9]{1,4}){0,2}|[一二三四五六七八九十]{1,4})$", RegexOptions.None, 1000)]
    private static partial Regex ItemNumberPattern();

    internal void Offer(long? unitPriceFen, string remark)
    {
        if (unitPriceFen is { } price && (price <= 0 || price > Yuan.MostFen / Quantity))
            throw new ArgumentOutOfRangeException(nameof(unitPriceFen), unitPriceFen, null);
        (UnitPriceFen, Remark) = (unitPriceFen, remark);
    }
}

/// <summary>A step in the processing of an inquiry part. Append-only: a new answer leaves the earlier one here.</summary>
public sealed class InquiryStep
{
    public long Id { get; private set; }
    public int PartId { get; private init; }
    public InquiryPart? Part { get; private set; }
    public required DateTime At { get; init; }
    public required InquiryState State { get; init; }
    public int? StaffId { get; init; }

    /// <summary>Who, by their name at that time.</summary>
    public required string Name { get; init; }

    /// <summary>The new owner; empty if it was not reassigned, or was assigned to all.</summary>
    public string GivenTo { get; init; } = "";

    /// <summary>JSON: the answer sent to the buyer, or a string for what happened to it. Empty if the step is not about an answer.</summary>
    private string Told { get; init; } = "";

    internal const string ToldColumn = nameof(Told);

    private const string Opened = "\"opened\"", Recalled = "\"recalled\"";

    public InquiryAnswer? Answer => Told.StartsWith('{') ? JsonSerializer.Deserialize<InquiryAnswer>(Told) : null;

    /// <summary>Whether the buyer opened the page with the preceding answer; not a step of the staff.</summary>
    public bool IsOpening => Told == Opened;

    /// <summary>Whether the preceding answer was recalled.</summary>
    public bool IsRecall => Told == Recalled;

    internal static InquiryStep OpeningOf(InquiryPart part, DateTime now) => new() { PartId = part.Id, State = part.State, At = now, Name = "", Told = Opened };

    internal static InquiryStep RecallOf(Actor by, DateTime now) =>
        new() { State = InquiryState.Working, At = now, StaffId = by.StaffId, Name = PlainText.Truncate(by.Name, Actor.MaxNameLength), Told = Recalled };

    internal static InquiryStep Of(InquiryState state, Actor by, DateTime now, InquiryAnswer? answer = null, string givenTo = "") => new()
    {
        State = state,
        At = now,
        StaffId = by.StaffId,
        Name = PlainText.Truncate(by.Name, Actor.MaxNameLength),
        GivenTo = givenTo,
        Told = answer is null ? "" : JsonSerializer.Serialize(answer),
    };
}
