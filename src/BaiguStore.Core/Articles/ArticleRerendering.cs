using BaiguStore.Core.Data;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Articles;

public static class ArticleRerendering
{
    extension(StoreDb db)
    {
        /// <summary>
        /// Stored pages of articles that an older version of the store has rendered become what this one makes of the same text; answers how many
        /// did. Found by rendering each and comparing, so that nobody has to count the renderer's versions. Throttled by a pause behind each article.
        /// One that somebody saves meanwhile is left alone: that save renders it.
        /// </summary>
        public async Task<int> RerenderArticlesAsync(TimeSpan pause, CancellationToken cancel)
        {
            var changed = 0;
            foreach (var id in await db.Articles.AsNoTracking().OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel))
            {
                if (await db.Articles.FindAsync([id], cancel) is { } article && await db.RerenderAsync(article, cancel))
                    changed++;
                db.ChangeTracker.Clear();
                await Task.Delay(pause, cancel);
            }
            return changed;
        }

        private async Task<bool> RerenderAsync(Article article, CancellationToken cancel)
        {
            var shown = article.BodyHtml;
            try
            {
                article.Write(article.Body, await db.PictureSizesInAsync(article.Body, cancel));
                if (article.BodyHtml == shown)
                    return false;
                await db.SaveChangesAsync(cancel);
                return true;
            }
            catch (Exception e) when (e is MarkdownRefusedException or DbUpdateConcurrencyException)
            {
                return false; // what was stored stays
            }
        }
    }
}
