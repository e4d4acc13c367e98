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
        /// Renders again all articles whose stored HTML differs from what this version produces; returns how many changed. Outdated ones are found by
        /// rendering and comparing, so the renderer needs no version number. Throttled by a pause after each article. An article that is saved
        /// meanwhile is skipped: that save renders it.
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
                return false; // the stored HTML stays
            }
        }
    }
}
