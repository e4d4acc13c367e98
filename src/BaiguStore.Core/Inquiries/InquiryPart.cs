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

/// <summary>The lines of an inquiry that one salesperson answers for; those of lines without an owner are a part without a person, which all of Sales sees.</summary>
public sealed class InquiryPart : IVersioned
{
    public const int MaxAnswerLength = 4_000;

    public int Id { get; private set; }
    public int InquiryId { get; private set; }
    public Inquiry? Inquiry { get; private set; }
    public int? SalespersonId { get; private set; }
    public Salesperson? Salesperson { get; private set; }

    /// <summary>Who had it last, as they were called then; empty for nobody.</summary>
    public string SalespersonName { get; private set; } = "";
    public InquiryState State { get; private set; }
    public string Answer { get; private set; } = "";

    /// <summary>The last day on which the prices hold, in China; null while nothing was answered.</summary>
    public DateOnly? ValidUntil { get; private set; }
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>When anything of it, or of its lines, was last changed: so a change of a line alone raises the version too.</summary>
    public required DateTime UpdatedAt { get; set; }
    public int Version { get; private set; }

    /// <summary>
    /// What staff find it by, in the form of <see cref="RowText"/>. Nothing of that changes later; empty where an older version took it in.
    /// </summary>
    public string SearchText { get; private set; } = "";
    public List<InquiryLine> Lines { get; } = [];
    public List<InquiryStep> Steps { get; } = [];

    /// <summary>What the buyer was told last and was not recalled; null while nothing was. What has been changed since, they do not see.</summary>
    public InquiryAnswer? Told => ToldStep?.Answer;

    /// <summary>The step that told it.</summary>
    public InquiryStep? ToldStep => Tellings().FirstOrDefault();

    /// <summary>When the buyer opened the page with what they were told last; null while they have not.</summary>
    public DateTime? OpenedAt => ToldStep is { } told ? Steps.Find(s => s.IsOpening && s.Id > told.Id)?.At : null;

    /// <summary>What nobody has read yet can be taken back, also by who has begun anew on it. What a recall left standing stays.</summary>
    public bool CanRecall => State is InquiryState.Answered or InquiryState.Working
        && ToldStep is { } told && OpenedAt is null && !Steps.Exists(s => s.IsRecall && s.Id > told.Id);

    /// <summary>Somebody works on it, for the first time or again. Whoever that is, its owner stays, and its buyer goes on to see them.</summary>
    public void Begin(Actor by, DateTime now) => Become(InquiryState.Working, by, now);

    /// <summary>Keeps what is written so far; the buyer sees nothing of it yet.</summary>
    public void Write(InquiryAnswer draft, DateTime now)
    {
        (Answer, ValidUntil, UpdatedAt) = (draft.Text, draft.ValidUntil, now);
        var quotes = draft.Lines.ToDictionary(l => l.Position);
        foreach (var line in Lines)
            if (quotes.GetValueOrDefault(line.Position) is { } quote)
                line.Offer(quote.UnitPriceFen, quote.Remark);
    }

    /// <summary>Tells the buyer what is written.</summary>
    public InquiryAnswer Send(Actor by, DateTime now)
    {
        var answer = new InquiryAnswer(Answer, ValidUntil, [.. Lines.OrderBy(l => l.Position).Select(l => new QuotedLine(l.Position, l.UnitPriceFen, l.Remark))]);
        if (!answer.SaysSomething)
            throw new InvalidOperationException("An answer needs a price or a text.");
        AnsweredAt = now;
        Become(InquiryState.Answered, by, now, answer);
        return answer;
    }

    /// <summary>Takes the last answer back; what the buyer was told before it, if anything, holds again.</summary>
    public void Recall(Actor by, DateTime now)
    {
        if (!CanRecall)
            throw new InvalidOperationException("The buyer has opened the answer, or there is none.");
        AnsweredAt = Tellings().Skip(1).FirstOrDefault()?.At;
        (State, UpdatedAt) = (InquiryState.Working, now);
        Steps.Add(InquiryStep.RecallOf(by, now));
    }

    /// <summary>How it ended.</summary>
    public void Close(bool won, Actor by, DateTime now) => Become(won ? InquiryState.Won : InquiryState.Lost, by, now);

    /// <summary>Another salesperson goes on with it, or all of Sales. The only way in which it changes hands once it was sent.</summary>
    public void GiveTo(Salesperson? person, Actor by, DateTime now)
    {
        BelongTo(person);
        UpdatedAt = now;
        Steps.Add(InquiryStep.Of(State, by, now, givenTo: SalespersonName));
    }

    /// <summary>The answers that were sent and not recalled, the last first.</summary>
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

    /// <summary>Once inquiry and lines are there.</summary>
    internal void BeFoundBy(Inquiry inquiry) => SearchText = RowText.Of([
        inquiry.Number, inquiry.Name, inquiry.Company, inquiry.Phone, string.Concat(inquiry.Phone.Where(char.IsAsciiDigit)),
        inquiry.Email, inquiry.Message,
        .. Lines.SelectMany(l => (string[])[l.Asked, l.Sku, l.Name])]);

    internal void BelongTo(Salesperson? person) => (SalespersonId, Salesperson, SalespersonName) = (person?.Id, person, person?.Name ?? "");

    private void Become(InquiryState state, Actor by, DateTime now, InquiryAnswer? answer = null)
    {
        if (state == State && answer is null)
            return; // a second click
        (State, UpdatedAt) = (state, now);
        Steps.Add(InquiryStep.Of(state, by, now, answer));
    }
}

/// <summary>What a salesperson answers.</summary>
/// <param name="ValidUntil">The last day on which the prices hold, in China; null for no promise.</param>
public sealed record InquiryAnswer(string Text, DateOnly? ValidUntil, IReadOnlyList<QuotedLine> Lines)
{
    public bool SaysSomething => Text.Length > 0 || Lines.Any(l => l.UnitPriceFen is not null || l.Remark.Length > 0);

    public QuotedLine? Of(int position) => Lines.FirstOrDefault(l => l.Position == position);

    public bool HasExpired(DateTime now) => ValidUntil < Visit.DayOf(now);
}

/// <param name="Position">Of the line in its inquiry.</param>
/// <param name="UnitPriceFen">Null for what is not offered.</param>
public sealed record QuotedLine(int Position, long? UnitPriceFen, string Remark);

/// <summary>Something asked for, how many of it, and what it was answered.</summary>
public sealed partial class InquiryLine
{
    /// <summary>Characters of what was asked for: a part number, or a few words where nobody knows it.</summary>
    public const int MaxAskedLength = 200;
    public const int MaxRemarkLength = 200, MaxItemNumberLength = 20;

    public int Id { get; private set; }
    public int PartId { get; private set; }
    public InquiryPart? Part { get; private set; }

    /// <summary>Its place in the whole inquiry, from 1 on.</summary>
    public required int Position { get; init; }

    /// <summary>What the buyer's own list numbers it ("3", "2.1", "A-4"); empty where it does not.</summary>
    public string ItemNumber { get; init; } = "";

    /// <summary>What buyer and salesperson call the line: by the buyer's number where there is one.</summary>
    public string Label => ItemNumber.Length > 0 ? ItemNumber : FormattableString.Invariant($"{Position}");

    /// <summary>As it was typed.</summary>
    public required string Asked { get; init; }
    public required int Quantity { get; init; }

    /// <summary>The product that was meant; null where the catalogue did not know it, or it was deleted since.</summary>
    public int? ProductId { get; init; }
    public Product? Product { get; private set; }

    /// <summary>Of the product, as they stood when it was asked for; empty where there is none.</summary>
    public string Sku { get; init; } = "";
    public string Name { get; init; } = "";
    public long? ListPriceFen { get; init; }

    /// <summary>What one piece is offered for; null while it is not, and for what cannot be had.</summary>
    public long? UnitPriceFen { get; private set; }
    public string Remark { get; private set; } = "";

    public long? SubtotalFen => UnitPriceFen * Quantity;

    /// <summary>The number as it is kept, or empty for a text that is none. It goes into letters, so it holds no words and no addresses.</summary>
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

/// <summary>What somebody did with a part of an inquiry. Rows are added and never changed: an answer that is given anew leaves the earlier one here.</summary>
public sealed class InquiryStep
{
    public long Id { get; private set; }
    public int PartId { get; private init; }
    public InquiryPart? Part { get; private set; }
    public required DateTime At { get; init; }
    public required InquiryState State { get; init; }
    public int? StaffId { get; init; }

    /// <summary>Who, as they were called then.</summary>
    public required string Name { get; init; }

    /// <summary>Whom the part was given to; empty where it was not, or was left to all.</summary>
    public string GivenTo { get; init; } = "";

    /// <summary>JSON: the answer that the buyer was told, or a string that says what became of it. Empty where the step concerns no answer.</summary>
    private string Told { get; init; } = "";

    internal const string ToldColumn = nameof(Told);

    private const string Opened = "\"opened\"", Recalled = "\"recalled\"";

    public InquiryAnswer? Answer => Told.StartsWith('{') ? JsonSerializer.Deserialize<InquiryAnswer>(Told) : null;

    /// <summary>Whether the buyer opened the page with the answer before it. Nobody of the staff did anything.</summary>
    public bool IsOpening => Told == Opened;

    /// <summary>Whether the answer before it was taken back.</summary>
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
