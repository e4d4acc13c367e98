using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Inquiries;

public static class RowTextFilling
{
    /// <summary>Rows per batch.</summary>
    private const int Portion = 500;

    extension(StoreDb db)
    {
        /// <summary>
        /// Backfills the searchable text of comments and inquiries saved by an older version; returns how many. A concurrent save of a row sets it,
        /// too, and wins.
        /// </summary>
        public async Task<int> FillRowTextsAsync(CancellationToken cancel)
        {
            var filled = 0;
            for (var read = Portion; read == Portion;)
            {
                var comments = await db.Comments.AsNoTracking().Where(c => c.SearchText == "").OrderBy(c => c.Id).Take(Portion)
                    .Select(c => new { c.Id, c.Title, c.Body, c.Author }).ToListAsync(cancel);
                read = comments.Count;
                foreach (var comment in comments)
                {
                    var text = RowText.Of(comment.Title, comment.Body, comment.Author);
                    filled += await db.Comments.Where(c => c.Id == comment.Id && c.SearchText == "")
                        .ExecuteUpdateAsync(set => set.SetProperty(c => c.SearchText, text), cancel);
                }
            }
            for (var read = Portion; read == Portion;)
            {
                var parts = await db.InquiryParts.AsNoTracking().Include(p => p.Inquiry).Include(p => p.Lines).AsSplitQuery()
                    .Where(p => p.SearchText == "").OrderBy(p => p.Id).Take(Portion).ToListAsync(cancel);
                read = parts.Count;
                foreach (var part in parts)
                {
                    part.BeFoundBy(part.Inquiry!);
                    filled += await db.InquiryParts.Where(p => p.Id == part.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(p => p.SearchText, part.SearchText), cancel);
                }
            }
            return filled;
        }
    }
}
