using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Catalog;

public static class DescriptionRerendering
{
    private const int Batch = 500;

    extension(StoreDb db)
    {
        /// <summary>
        /// Renders again all descriptions whose stored HTML differs from what this version produces; returns how many products changed. One
        /// transaction with one row in the change feed: the search index is rebuilt afterwards, so this is an administrator's command and does not
        /// run at start.
        /// </summary>
        public async Task<int> RerenderDescriptionsAsync(CancellationToken cancel)
        {
            var changed = await db.OutdatedDescriptionsAsync(cancel);
            return changed.Count == 0 ? 0 : await db.BulkAsync([ChangeKind.Catalogue], async () =>
            {
                var touched = 0;
                foreach (var (html, ids) in changed)
                    foreach (var some in ids.Chunk(Batch))
                        touched += await db.Products.Where(p => some.Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.DescriptionHtml, html), cancel);
                return touched;
            }, cancel);
        }

        /// <summary>The correct HTML, with the ids of products whose stored HTML differs.</summary>
        private async Task<Dictionary<string, List<int>>> OutdatedDescriptionsAsync(CancellationToken cancel)
        {
            Dictionary<string, List<int>> outdated = [];
            Dictionary<string, string?> rendered = []; // many products share a text
            for (var last = 0; ;)
            {
                var rows = await db.Products.AsNoTracking().Where(p => p.Id > last && p.Description != "").OrderBy(p => p.Id)
                    .Select(p => new { p.Id, p.Description, p.DescriptionHtml }).Take(Batch).ToListAsync(cancel);
                if (rows.Count == 0)
                    return outdated;
                foreach (var row in rows)
                {
                    if (!rendered.TryGetValue(row.Description, out var html))
                        rendered[row.Description] = html = Rendered(row.Description);
                    if (html is null || html == row.DescriptionHtml)
                        continue;
                    if (!outdated.TryGetValue(html, out var ids))
                        outdated[html] = ids = [];
                    ids.Add(row.Id);
                }
                last = rows[^1].Id;
                if (rendered.Count > Batch)
                    rendered.Clear();
            }
        }
    }

    /// <summary>Null for a text that would be refused today: the stored HTML stays.</summary>
    private static string? Rendered(string description)
    {
        try
        {
            return RichText.ToHtml(description);
        }
        catch (MarkdownRefusedException)
        {
            return null;
        }
    }
}
