using System.Linq.Expressions;
using System.Text;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Searches the history by an entity's name or part number.</summary>
public static class HistorySearch
{
    /// <summary>Maximum matching entities per kind.</summary>
    private const int Most = 200;

    extension(StoreDb db)
    {
        /// <summary>
        /// Rows of entities with a matching present name. If there are none, rows with a matching former value: so deleted and renamed entities are
        /// found.
        /// </summary>
        public async Task<IQueryable<Revision>> NamedAsync(
            IQueryable<Revision> revisions, string query, IReadOnlyCollection<RevisionKind> kinds, CancellationToken cancel)
        {
            Dictionary<RevisionKind, int[]> ids = [];
            foreach (var kind in kinds)
                ids[kind] = await db.IdsOfAsync(kind, query, cancel);
            if (ids.Values.All(found => found.Length == 0))
                return revisions.Where(r => r.Before.Contains(query) || r.Note.Contains(query));
            // One condition per kind: each is a range of the index on kind and entity.
            return revisions.Where(ids.Where(k => k.Value.Length > 0).Select(k => Of(k.Key, k.Value)).Aggregate(Either));
        }

        /// <summary>Products by a prefix of the part number, or by words in name or part number.</summary>
        public async Task<int[]> ProductIdsAsync(string query, CancellationToken cancel)
        {
            if (KeyOf(query) is { Length: > 0 } from && from + "~" is var to)
            {
                var begun = db.Products.Where(p => p.SkuKey.CompareTo(from) >= 0 && p.SkuKey.CompareTo(to) < 0).OrderBy(p => p.SkuKey);
                if (await begun.Select(p => p.Id).Take(Most).ToArrayAsync(cancel) is { Length: > 0 } found)
                    return found;
            }
            var products = db.Products.AsNoTracking();
            foreach (var word in Words(query))
                products = KeyOf(word) is { Length: > 0 } key
                    ? products.Where(p => p.SkuKey.Contains(key) || p.Name.Contains(word))
                    : products.Where(p => p.Name.Contains(word));
            return await products.OrderByDescending(p => p.Id).Select(p => p.Id).Take(Most).ToArrayAsync(cancel);
        }

        public Task<int[]> ArticleIdsAsync(string query, CancellationToken cancel) =>
            db.Articles.Where(a => a.Title.Contains(query) || a.Slug == query).OrderByDescending(a => a.Id).Select(a => a.Id).Take(Most).ToArrayAsync(cancel);

        private Task<int[]> IdsOfAsync(RevisionKind kind, string query, CancellationToken cancel) => kind switch
        {
            RevisionKind.Product => db.ProductIdsAsync(query, cancel),
            RevisionKind.Article => db.ArticleIdsAsync(query, cancel),
            RevisionKind.Category => db.Categories.Like(query).OrderBy(c => c.Id).Select(c => c.Id).Take(Most).ToArrayAsync(cancel),
            RevisionKind.Vendor => db.Vendors.Where(v => v.Name.Contains(query) || v.Code == query).Select(v => v.Id).ToArrayAsync(cancel),
            RevisionKind.Salesperson => db.Salespeople.Where(s => s.Name.Contains(query)).Select(s => s.Id).ToArrayAsync(cancel),
            RevisionKind.Company => db.Companies.Where(c => c.Name.Contains(query)).Select(c => c.Id).ToArrayAsync(cancel),
            RevisionKind.Comment => db.Comments.Where(c => c.Author.Contains(query)).OrderByDescending(c => c.Id).Select(c => c.Id)
                .Take(Most).ToArrayAsync(cancel),
            _ => Task.FromResult<int[]>([]),
        };
    }

    private static string[] Words(string query) => query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The key of a possible part number; empty for Chinese words, even with digits.</summary>
    private static string KeyOf(string text) => VisibleText.Compatible(text) is var folded && Ascii.IsValid(folded) ? Product.KeyOf(folded) : "";

    private static Expression<Func<Revision, bool>> Of(RevisionKind kind, int[] ids) => r => r.Kind == kind && EF.Parameter(ids).Contains(r.EntityId);

    private static Expression<Func<Revision, bool>> Either(
        Expression<Func<Revision, bool>> one, Expression<Func<Revision, bool>> other) =>
        Expression.Lambda<Func<Revision, bool>>(Expression.OrElse(one.Body,
            new Renamed(other.Parameters[0], one.Parameters[0]).Visit(other.Body)), one.Parameters);

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
