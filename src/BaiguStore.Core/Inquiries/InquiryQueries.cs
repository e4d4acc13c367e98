using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Inquiries;

/// <summary>An inquiry part on the board.</summary>
/// <param name="TotalFen">Total of the prices entered so far; 0 if there are none.</param>
public sealed record InquiryCard(
    int Id, string Number, string Name, string Company, InquiryState State, int? SalespersonId, string SalespersonName, DateTime CreatedAt, DateTime UpdatedAt,
    DateOnly? ValidUntil, int Lines, string First, long TotalFen);

/// <summary>A column of the board: the total number of cards, and the first of them.</summary>
public sealed record InquiryColumn(InquiryState State, int Count, IReadOnlyList<InquiryCard> Cards);

public static class InquiryQueries
{
    extension(IQueryable<InquiryPart> parts)
    {
        public IQueryable<InquiryPart> In(InquiryState state) => parts.Where(p => p.State == state);

        /// <summary>Parts of one salesperson, or the unassigned ones.</summary>
        public IQueryable<InquiryPart> For(int? salespersonId) => parts.Where(p => p.SalespersonId == null || p.SalespersonId == salespersonId);

        /// <summary>Parts with these words in number, contact, message or lines.</summary>
        public IQueryable<InquiryPart> Naming(AskedWords words) => words.In(parts, p => p.SearchText);

        /// <summary>Open parts oldest first; finished ones newest first.</summary>
        public IQueryable<InquiryPart> AsWaiting(InquiryState state) =>
            state is InquiryState.New or InquiryState.Working ? parts.OrderBy(p => p.Id) : parts.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id);

        public IQueryable<InquiryCard> AsCards() => parts.Select(p => new InquiryCard(
            p.Id, p.Inquiry!.Number, p.Inquiry.Name, p.Inquiry.Company, p.State, p.SalespersonId, p.SalespersonName, p.Inquiry.CreatedAt, p.UpdatedAt, p.ValidUntil,
            p.Lines.Count, p.Lines.OrderBy(l => l.Position).Select(l => l.Sku != "" ? l.Sku : l.Asked).FirstOrDefault() ?? "", p.Lines.Sum(l => l.UnitPriceFen * l.Quantity) ?? 0));

        /// <summary>The columns of the board, each with its count and its first cards up to the limit.</summary>
        public async Task<IReadOnlyList<InquiryColumn>> BoardAsync(int most, CancellationToken cancel)
        {
            var counts = await parts.GroupBy(p => p.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count, cancel);
            List<InquiryColumn> columns = [];
            foreach (var state in Enum.GetValues<InquiryState>())
                columns.Add(new(state, counts.GetValueOrDefault(state),
                    counts.ContainsKey(state) ? await parts.In(state).AsWaiting(state).Take(most).AsCards().ToListAsync(cancel) : []));
            return columns;
        }
    }
}

public static class InquiryReads
{
    extension(StoreDb db)
    {
        /// <summary>A part with everything that its page shows.</summary>
        public Task<InquiryPart?> InquiryPartAsync(int id, CancellationToken cancel) =>
            db.InquiryParts.Include(p => p.Inquiry).Include(p => p.Lines.OrderBy(l => l.Position)).Include(p => p.Steps.OrderBy(s => s.Id)).Include(p => p.Salesperson)
                .AsSplitQuery().FirstOrDefaultAsync(p => p.Id == id, cancel);

        /// <summary>Records that the buyer has opened the current answers, each once.</summary>
        public async Task RecordOpeningAsync(Inquiry inquiry, DateTime now, CancellationToken cancel)
        {
            var unopened = inquiry.Parts.FindAll(p => p.Told is not null && p.OpenedAt is null);
            db.AddRange(unopened.Select(part => InquiryStep.OpeningOf(part, now)));
            if (unopened.Count > 0)
                await db.SaveChangesAsync(cancel);
        }

        /// <summary>The whole inquiry as its buyer sees it, or null if number and secret do not match.</summary>
        public Task<Inquiry?> WholeInquiryAsync(string number, string secret, CancellationToken cancel)
        {
            var hash = InquiryKey.HashOf(secret);
            return db.Inquiries.AsNoTracking().Include(i => i.Parts.OrderBy(p => p.Id)).ThenInclude(p => p.Lines.OrderBy(l => l.Position))
                .Include(i => i.Parts).ThenInclude(p => p.Steps).Include(i => i.Parts).ThenInclude(p => p.Salesperson)
                .AsSplitQuery().FirstOrDefaultAsync(i => i.Number == number && i.Keys.Any(k => k.Hash == hash), cancel);
        }
    }
}
