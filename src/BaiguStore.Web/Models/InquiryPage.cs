using BaiguStore.Core.Catalog;
using BaiguStore.Core.Inquiries;
using BaiguStore.Web.Inquiries;

namespace BaiguStore.Web.Models;

/// <summary>The rows that one person answers for; without a person, the company.</summary>
/// <param name="IsOpen">Whether these rows have yet to be looked at: something is wrong with them, or several products may be meant.</param>
public sealed record InquiryGroup(Contact? Salesperson, IReadOnlyList<AskedRow> Lines, bool IsOpen = false);

/// <summary>A mail to one address with all that it can answer.</summary>
public sealed record InquiryLetter(string Email, IReadOnlyList<InquiryGroup> Groups)
{
    /// <summary>Characters of the link; some mail programs and systems cut or refuse longer ones.</summary>
    private const int MaxLink = 1_800;

    public string Text => ListOf(Groups, line => $"{line.Sku} x {line.Quantity}");

    /// <summary>The address to write to, with the list where it fits.</summary>
    public string Link(string subject, string greeting) =>
        $"mailto:{Email}?subject={Uri.EscapeDataString(subject)}&body={Uri.EscapeDataString($"{greeting}\n\n{Text}".ReplaceLineEndings("\r\n"))}" is { Length: <= MaxLink } link
            ? link
            : $"mailto:{Email}?subject={Uri.EscapeDataString(subject)}";

    public bool Fits(string subject, string greeting) => Link(subject, greeting).Contains("&body=", StringComparison.Ordinal);

    public static string ListOf(IEnumerable<InquiryGroup> groups, Func<AskedRow, string> line) => string.Join("\n\n", groups.Select(group =>
        string.Join('\n', group.Lines.Select(line).Prepend(group.Salesperson?.Name).Where(text => text is not null))));
}

/// <summary>`/inquiry`: what is asked for, by who answers, and the form that sends it.</summary>
/// <param name="Stamp">Of the form.</param>
public sealed record InquiryPage(InquiryFault Fault, IReadOnlyList<InquiryGroup> Groups, Company Company, InquiryForm Form, string Stamp)
{
    /// <summary>What was done with what was pasted or uploaded, in the visitor's language.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it came from a form that was posted, and so has no address of its own.</summary>
    public bool IsPosted { get; init; }

    public IReadOnlyList<AskedRow> Lines { get; } = [.. Groups.SelectMany(g => g.Lines)];

    /// <summary>The rows that have a price, together.</summary>
    public long TotalFen => Lines.Sum(l => l.SubtotalFen ?? 0);

    public int WithoutPrice => Lines.Count(l => l.SubtotalFen is null);

    public int Open => Groups.Where(g => g.IsOpen).Sum(g => g.Lines.Count);

    /// <summary>The list as it was understood; its address.</summary>
    public InquiryList List => new([.. Lines.Where(l => l.Fault is RowFault.None or RowFault.Quantity).Select(l => new InquiryItem(l.Sku, Math.Max(1, l.Quantity)))]);

    public string Text => InquiryLetter.ListOf(Groups, line => line.Product is null ? $"{line.Sku} x {line.Quantity}" : $"{line.Sku} x {line.Quantity}  {line.Product.Name}");

    public IEnumerable<InquiryLetter> Letters => Groups.GroupBy(g => g.Salesperson?.Email ?? Company.Email)
        .Where(letter => letter.Key.Length > 0).Select(letter => new InquiryLetter(letter.Key, [.. letter]));

    public static InquiryPage Of(IEnumerable<AskedRow> rows, Company company, InquiryForm form, string stamp)
    {
        var groups = rows.GroupBy(row => (IsOpen: row.Fault != RowFault.None || row.Near.Count > 0, row.Category?.Salesperson))
            .OrderByDescending(group => group.Key.IsOpen).ThenBy(group => group.Key.Salesperson is null)
            .Select(group => new InquiryGroup(group.Key.Salesperson, [.. group], group.Key.IsOpen));
        return new(InquiryFault.None, [.. groups], company, form, stamp);
    }

    public static InquiryPage Faulty(InquiryFault fault, Company company, string stamp) => new(fault, [], company, new(), stamp);
}

/// <summary>`/inquiry/{number}/{secret}`: an inquiry that was sent, as its buyer sees it.</summary>
/// <param name="Path">Of this page.</param>
/// <param name="Url">The same as the world sees it.</param>
public sealed record SentInquiryPage(Inquiry Inquiry, Company Company, string Path, string Url, DateTime Now)
{
    public IEnumerable<InquiryLine> Lines => Inquiry.Parts.SelectMany(p => p.Lines).OrderBy(l => l.Position);

    public bool IsAnswered => Inquiry.Parts.Exists(p => p.Told is not null);

    /// <summary>What is offered so far, together.</summary>
    public long TotalFen => Inquiry.Parts.Sum(p => QuotationTable.TotalFen(p));
}
