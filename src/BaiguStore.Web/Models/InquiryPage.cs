using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Models;

/// <summary>One row of an inquiry.</summary>
/// <param name="Product">Null for a part number that the catalogue does not have.</param>
public sealed record InquiryLine(string Sku, int Quantity, ProductRow? Product, CategoryNode? Category)
{
    public long? SubtotalFen => Product?.ListPriceFen * Quantity;
}

/// <summary>The rows that one person answers for; without a person, the company.</summary>
public sealed record InquiryGroup(Contact? Salesperson, IReadOnlyList<InquiryLine> Lines);

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

    public static string ListOf(IEnumerable<InquiryGroup> groups, Func<InquiryLine, string> line) => string.Join("\n\n", groups.Select(group =>
        string.Join('\n', group.Lines.Select(line).Prepend(group.Salesperson?.Name).Where(text => text is not null))));
}

/// <summary>`/inquiry`: what is asked for, by who answers; one query.</summary>
public sealed record InquiryPage(InquiryFault Fault, IReadOnlyList<InquiryGroup> Groups, Company Company)
{
    public IReadOnlyList<InquiryLine> Lines { get; } = [.. Groups.SelectMany(g => g.Lines)];

    /// <summary>The rows that have a price, together.</summary>
    public long TotalFen => Lines.Sum(l => l.SubtotalFen ?? 0);

    public int WithoutPrice => Lines.Count(l => l.SubtotalFen is null);

    /// <summary>The list as it was understood; its address.</summary>
    public InquiryList List => new([.. Lines.Select(l => new InquiryItem(l.Sku, l.Quantity))]);

    public string Text => InquiryLetter.ListOf(Groups, line => line.Product is null ? $"{line.Sku} x {line.Quantity}" : $"{line.Sku} x {line.Quantity}  {line.Product.Name}");

    public IEnumerable<InquiryLetter> Letters => Groups.GroupBy(g => g.Salesperson?.Email ?? Company.Email)
        .Where(letter => letter.Key.Length > 0).Select(letter => new InquiryLetter(letter.Key, [.. letter]));

    public static async Task<InquiryPage> LoadAsync(StoreDb db, StoreSnapshot store, InquiryList list, CancellationToken cancel)
    {
        var found = list.Items.Count == 0 ? []
            : await db.Products.AsNoTracking().Shown(store.Tree).WithSkuAmong([.. list.Items.Select(i => i.Sku)]).OrderBy(p => p.Id).AsRows().ToListAsync(cancel);
        var bySku = found.ToDictionary(p => p.Sku, StringComparer.Ordinal);
        var byKey = found.GroupBy(p => Product.KeyOf(p.Sku)).Where(same => same.Key.Length > 0).ToDictionary(same => same.Key, same => same.First());
        var lines = list.Items.Select(item => (item.Sku, item.Quantity, Product: bySku.GetValueOrDefault(item.Sku) ?? byKey.GetValueOrDefault(Product.KeyOf(item.Sku))))
            .GroupBy(item => item.Product?.Sku ?? item.Sku, StringComparer.Ordinal) // the same part number twice is one row
            .Select(same => new InquiryLine(
                same.Key, Math.Min(same.Sum(item => item.Quantity), InquiryItem.MaxQuantity), same.First().Product,
                same.First().Product is { } product ? store.Tree.Find(product.CategoryId) : null));
        var groups = lines.GroupBy(line => line.Category?.Salesperson).OrderBy(group => group.Key is null)
            .Select(group => new InquiryGroup(group.Key, [.. group]));
        return new(list.Fault, [.. groups], store.Company);
    }
}
