using System.Security.Cryptography;
using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Inquiries;

/// <summary>A submitted inquiry, validated and normalized.</summary>
/// <param name="FormKey">Unique per rendered form: resubmitting the form gives the same inquiry; the same list from another form gives a new
/// one.</param>
/// <param name="Address">The sender's IP address; its network is stored for a limited time.</param>
public sealed record InquiryDraft(
    IReadOnlyList<AskedRow> Rows, string Name, string Company, string Phone, string Email, string Message, string Language, string FormKey, string Address);

/// <summary>Result of a submission.</summary>
/// <param name="Secret">Opens the buyer's page; the store keeps only its hash.</param>
/// <param name="IsNew">False if the same form was submitted before.</param>
public sealed record SentInquiry(Inquiry Inquiry, string Secret, bool IsNew);

/// <summary>Saves submitted inquiries.</summary>
public static class InquiryPosting
{
    /// <summary>Attempts to find a free number.</summary>
    private const int Tries = 12;

    extension(StoreDb db)
    {
        /// <summary>
        /// Saves an inquiry and assigns its lines to their owners. Idempotent: the same form sent again, at once or later, on any node, returns the
        /// first inquiry.
        /// </summary>
        /// <param name="also">Additional work in the same transaction, once the inquiry and its parts have ids.</param>
        public async Task<SentInquiry> SendAsync(InquiryDraft draft, DateTime now, Func<SentInquiry, Task>? also, CancellationToken cancel)
        {
            var secret = SecretOf(draft);
            for (var tries = 0; ; tries++)
            {
                if (await db.FindInquiryAsync(secret, cancel) is { } earlier)
                    return new(earlier, secret, IsNew: false);
                var sent = new SentInquiry(New(draft, await db.OwnersAsync(draft.Rows, cancel), secret, now, tries), secret, IsNew: true);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                try
                {
                    db.Inquiries.Add(sent.Inquiry);
                    await db.SaveChangesAsync(cancel);
                    await (also?.Invoke(sent) ?? Task.CompletedTask);
                    await db.SaveChangesAsync(cancel);
                    await transaction.CommitAsync(cancel);
                    return sent;
                }
                catch (DbUpdateException e) when (tries < Tries && DatabaseErrors.IsUniqueViolation(e))
                {
                    db.ChangeTracker.Clear(); // the number is taken, or the form was submitted concurrently
                }
            }
        }

        /// <summary>The inquiry that a secret opens, or null.</summary>
        public Task<Inquiry?> FindInquiryAsync(string secret, CancellationToken cancel)
        {
            var hash = InquiryKey.HashOf(secret);
            return db.Inquiries.FirstOrDefaultAsync(i => i.Keys.Any(k => k.Hash == hash), cancel);
        }

        private async Task<Dictionary<string, Salesperson>> OwnersAsync(IEnumerable<AskedRow> rows, CancellationToken cancel)
        {
            var names = rows.Select(r => r.Category?.Salesperson?.Name).OfType<string>().Distinct().ToList();
            return names.Count == 0 ? [] : await db.Salespeople.Where(s => names.Contains(s.Name)).ToDictionaryAsync(s => s.Name, StringComparer.Ordinal, cancel);
        }
    }

    /// <summary>
    /// Derived from the form and all its content, so that a second click finds the page of the first. The form's key is sealed and random, so nobody
    /// else can compute the secret.
    /// </summary>
    private static string SecretOf(InquiryDraft draft)
    {
        var rows = draft.Rows.SelectMany(r => (string[])[r.Asked, r.Product?.Sku ?? "", FormattableString.Invariant($"{r.Quantity}"), r.ItemNumber]);
        string[] all = [draft.FormKey, draft.Name, draft.Company, draft.Phone, draft.Email, draft.Message, .. rows];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', all))));
    }

    private static Inquiry New(InquiryDraft draft, Dictionary<string, Salesperson> people, string secret, DateTime now, int tries)
    {
        var inquiry = new Inquiry
        {
            Number = Inquiry.NewNumber(now, tries),
            Name = draft.Name,
            Company = draft.Company,
            Phone = draft.Phone,
            Email = draft.Email,
            Message = draft.Message,
            Language = draft.Language,
            Address = SenderNetwork.Of(draft.Address),
            CreatedAt = now,
        };
        inquiry.Keys.Add(InquiryKey.Of(secret, now));
        var owned = draft.Rows.Select((row, i) => (Row: row, Position: i + 1, Owner: row.Category?.Salesperson is { } person ? people.GetValueOrDefault(person.Name) : null));
        foreach (var lines in owned.GroupBy(o => o.Owner).OrderBy(g => g.Key is null))
        {
            var part = new InquiryPart { UpdatedAt = now };
            part.BelongTo(lines.Key);
            part.Lines.AddRange(lines.Select(l => LineOf(l.Row, l.Position)));
            part.BeFoundBy(inquiry);
            inquiry.Parts.Add(part);
        }
        return inquiry;
    }

    private static InquiryLine LineOf(AskedRow row, int position) => new()
    {
        Position = position,
        ItemNumber = row.ItemNumber,
        Asked = row.Asked,
        Quantity = row.Quantity,
        ProductId = row.Product?.Id,
        Sku = row.Product?.Sku ?? "",
        Name = row.Product?.Name ?? "",
        ListPriceFen = row.Product?.ListPriceFen,
    };
}
