using BaiguStore.Core.Catalog;
using BaiguStore.Core.Inquiries;

namespace BaiguStore.Web.Inquiries;

/// <summary>The rows of one salesperson; without one, of the company.</summary>
public sealed record InquiryGroup(Contact? Salesperson, IReadOnlyList<AskedRow> Lines);

/// <summary>A mailto link to one address with the rows that it can answer.</summary>
public sealed record InquiryMailLink(string Email, IReadOnlyList<InquiryGroup> Groups)
{
    /// <summary>Maximum length of the link; some mail programs and systems truncate or refuse longer ones.</summary>
    private const int MaxLink = 1_800;

    public string Text { get; } = ListOf(Groups, line => $"{line.Sku} x {line.QuantityText}");

    /// <summary>The mailto link, with the list if it fits.</summary>
    public string Link(string subject, string greeting) =>
        Text.Length <= MaxLink // checked before escaping: a list of 500 lines is long
        && $"mailto:{Email}?subject={Uri.EscapeDataString(subject)}&body={Uri.EscapeDataString($"{greeting}\n\n{Text}".ReplaceLineEndings("\r\n"))}" is { Length: <= MaxLink } link
            ? link
            : $"mailto:{Email}?subject={Uri.EscapeDataString(subject)}";

    public bool Fits(string subject, string greeting) => Link(subject, greeting).Contains("&body=", StringComparison.Ordinal);

    public static string ListOf(IEnumerable<InquiryGroup> groups, Func<AskedRow, string> line) => string.Join("\n\n", groups.Select(group =>
        string.Join('\n', group.Lines.Select(line).Prepend(group.Salesperson?.Name).Where(text => text is not null))));
}

/// <summary>`/inquiry`: the requested items in the buyer's order, and the form.</summary>
/// <param name="Stamp">Form stamp.</param>
public sealed record InquiryPage(InquiryFault Fault, IReadOnlyList<AskedRow> Lines, Company Company, InquiryForm Form, string Stamp)
{
    /// <summary>Notes on the result of a paste or upload, localized.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it is a posted form, and so has no URL of its own.</summary>
    public bool IsPosted { get; init; }

    /// <summary>Whether a file could not be read because others are being read.</summary>
    public bool IsBusy { get; init; }

    public bool HasItemNumbers => Lines.Any(l => l.ItemNumber.Length > 0);

    /// <summary>Grouped by salesperson, for e-mails; unassigned rows come last.</summary>
    public IReadOnlyList<InquiryGroup> Groups { get; } =
        [.. Lines.GroupBy(row => row.Category?.Salesperson).OrderBy(group => group.Key is null).Select(group => new InquiryGroup(group.Key, [.. group]))];

    /// <summary>Total of all rows with a price.</summary>
    public long TotalFen => Lines.Sum(l => l.SubtotalFen ?? 0);

    public int WithoutPrice => Lines.Count(l => l.SubtotalFen is null);

    public int Open => Lines.Count(l => l.IsOpen);

    /// <summary>The valid rows, as a URL. Rows with a fault are excluded: they would become quantity one.</summary>
    public InquiryList List => new([.. Lines.Where(l => l.Fault == RowFault.None).Select(l => new InquiryItem(l.Sku, l.Quantity))]);

    public string Text => InquiryMailLink.ListOf(Groups, line => line.Product is null ? $"{line.Sku} x {line.QuantityText}" : $"{line.Sku} x {line.QuantityText}  {line.Product.Name}");

    public IEnumerable<InquiryMailLink> MailLinks => Groups.GroupBy(g => g.Salesperson?.Email ?? Company.Email)
        .Where(group => group.Key.Length > 0).Select(group => new InquiryMailLink(group.Key, [.. group]));

    public static InquiryPage Faulty(InquiryFault fault, Company company, string stamp) => new(fault, [], company, new(), stamp);
}

/// <summary>`/inquiry/{number}/{secret}`: a sent inquiry, for its buyer.</summary>
/// <param name="Path">Path of this page.</param>
/// <param name="Url">Public URL of this page.</param>
public sealed record SentInquiryPage(Inquiry Inquiry, Company Company, string Path, string Url, DateTime Now)
{
    /// <summary>In the buyer's order, whoever answers them.</summary>
    public IEnumerable<InquiryLine> Lines => Inquiry.Parts.SelectMany(p => p.Lines).OrderBy(l => l.Position);

    /// <summary>Lines in the buyer's order, each with its part and its quotation.</summary>
    public IEnumerable<(InquiryLine Line, InquiryPart Part, QuotedLine? Quote)> QuotedLines =>
        Inquiry.Parts.Select(part => (Part: part, part.Told)).SelectMany(p => p.Part.Lines.Select(line => (line, p.Part, p.Told?.Of(line.Position)))).OrderBy(l => l.line.Position);

    public bool HasItemNumbers => Lines.Any(l => l.ItemNumber.Length > 0);

    public bool IsAnswered => Inquiry.Parts.Exists(p => p.Told is not null);

    /// <summary>Total of all sent quotations.</summary>
    public long TotalFen => Inquiry.Parts.Sum(p => QuotationTable.TotalFen(p));
}
