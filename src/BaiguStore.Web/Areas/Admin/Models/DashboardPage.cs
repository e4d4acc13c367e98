using System.Security.Claims;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Models;
using BaiguStore.Web.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>So many of something wait for somebody.</summary>
/// <param name="Name">A text of the pages.</param>
/// <param name="Url">The list of just these; null where there is none.</param>
public sealed record Waiting(string Name, int Count, string? Url);

/// <summary>Something that was saved lately.</summary>
/// <param name="Url">Its history, or its editor; null where the member may open neither.</param>
public sealed record LatelyChanged(Revision Revision, string? Name, string? Url);

/// <summary>A bar chart by day with its table.</summary>
/// <param name="Id">Of its heading.</param>
/// <param name="Title">A text of the pages, as the series' names are.</param>
public sealed record DayChart(string Id, string Title, IReadOnlyList<string> Series, IReadOnlyList<(DateOnly Day, IReadOnlyList<long> Counts)> Days)
{
    public const int Width = 600, Height = 120, Step = 20, Bar = 14;

    public long Most => Math.Max(1, Days.Max(d => d.Counts.Sum()));

    /// <summary>The bars of a day, one upon the other: which series, where it begins, how high it is.</summary>
    public IEnumerable<(int Series, int Top, int Height)> BarsOf(IReadOnlyList<long> counts)
    {
        long below = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            var (bottom, top) = (HeightOf(below), HeightOf(below += counts[i]));
            if (top > bottom)
                yield return (i, Height - top, top - bottom);
        }
    }

    private int HeightOf(long count) => (int)Math.Round((double)count / Most * (Height - 4));
}

/// <summary>`/admin`: what waits for this member, what changed lately, and how the store is visited.</summary>
public sealed record DashboardPage(IReadOnlyList<Section> Rooms, IReadOnlyList<Waiting> Waits, IReadOnlyList<LatelyChanged> Changes, Overview Overview, IReadOnlyList<DayChart> Charts)
{
    private const int ChangesShown = 12;

    /// <summary>A text of the pages, the id of its heading, what was visited, and where it is.</summary>
    public IEnumerable<(string Title, string Id, IReadOnlyList<Visited> Most, Func<string, string> Place)> MostVisited =>
        [("一周里看得最多的文章", "most-articles", Overview.Articles, Links.Article), ("一周里看得最多的产品线", "most-lines", Overview.Lines, Links.Category)];

    public static async Task<DashboardPage> LoadAsync(StoreDb db, StoreOverview overview, Sections sections, ClaimsPrincipal user, CancellationToken cancel)
    {
        var counted = await overview.GetAsync(cancel);
        List<Waiting> waits = [];
        List<DayChart> charts = [];
        if (user.May(Policies.Moderation))
        {
            waits.Add(new("待审核的评论", await db.Comments.CountAsync(c => c.Status == CommentStatus.Pending, cancel), sections.Has("/admin/comments") ? "/admin/comments" : null));
            charts.Add(new("comments-by-day", "每天的评论", ["评论"], [.. counted.Days.Select(d => (d.Day, (IReadOnlyList<long>)[d.Comments]))]));
        }
        if (user.May(Policies.Catalogue))
        {
            waits.AddRange(await ArticlesAsync(db, sections, cancel));
            waits.AddRange(Products(counted.Catalogue, sections));
        }
        charts.Add(new("visits-by-day", "每天的访问", ["文章", "产品线"], [.. counted.Days.Select(d => (d.Day, (IReadOnlyList<long>)[d.Articles, d.Lines]))]));
        return new([.. sections.For(user).Where(s => s != Sections.Dashboard)], waits,
            user.May(Policies.History) ? await LatelyAsync(db, sections, user, cancel) : [], counted, charts);
    }

    /// <summary>Articles are hundreds: counted at each look.</summary>
    private static async Task<IEnumerable<Waiting>> ArticlesAsync(StoreDb db, Sections sections, CancellationToken cancel)
    {
        var states = (await db.Articles.AsNoTracking().Select(a => new { a.Status, a.PublishFrom, a.DeletedAt }).ToListAsync(cancel))
            .CountBy(a => a.DeletedAt is not null ? PublicationState.Bin : a.PublishFrom is not null ? PublicationState.Scheduled : a.Status == ArticleStatus.Draft ? PublicationState.Draft : PublicationState.Published)
            .ToDictionary();
        var list = sections.Has("/admin/articles") ? "/admin/articles" : null;
        (string Name, PublicationState State)[] shown = [("文章草稿", PublicationState.Draft), ("定时发布的文章", PublicationState.Scheduled), ("回收站里的文章", PublicationState.Bin)];
        return shown.Select(s => new Waiting(s.Name, states.GetValueOrDefault(s.State), list is null ? null : $"{list}?state={s.State}"));
    }

    private static IEnumerable<Waiting> Products(CatalogueFigures products, Sections sections)
    {
        var list = sections.Has("/admin/products") ? "/admin/products" : null;
        yield return new("商品草稿", products.Drafts, list is null ? null : $"{list}?state=Draft");
        yield return new("定时发布的商品", products.Scheduled, list is null ? null : $"{list}?state=Scheduled");
        yield return new("回收站里的商品", products.Bin, list is null ? null : $"{list}?state=Bin");
        yield return new("没有价格的商品", products.WithoutPrice, list is null ? null : $"{list}?noPrice=true");
        yield return new("180 天没有确认的商品", products.NotConfirmed, list is null ? null : $"{list}?unconfirmed=true");
    }

    /// <summary>The newest rows by their key, and one query for each kind among them.</summary>
    private static async Task<IReadOnlyList<LatelyChanged>> LatelyAsync(StoreDb db, Sections sections, ClaimsPrincipal user, CancellationToken cancel)
    {
        var rows = await db.Revisions.AsNoTracking().OrderByDescending(r => r.Id).Take(ChangesShown).ToListAsync(cancel);
        Dictionary<(RevisionKind, int), string> names = [];
        foreach (var kind in rows.Where(r => r.EntityId != 0).GroupBy(r => r.Kind, r => r.EntityId))
            foreach (var (id, name) in await NamesAsync(db, kind.Key, [.. kind.Distinct()], cancel))
                names[(kind.Key, id)] = name;
        return rows.ConvertAll(r => new LatelyChanged(r, names.GetValueOrDefault((r.Kind, r.EntityId)), r.EntityId == 0 ? null : PlaceOf(r, sections, user)));
    }

    private static string? PlaceOf(Revision revision, Sections sections, ClaimsPrincipal user) =>
        sections.Has("/admin/history/{kind}/{id:int}") && user.May(Policies.History) ? $"/admin/history/{revision.Kind}/{revision.EntityId}"
        : revision.Kind switch
        {
            RevisionKind.Product => sections.EditorOf(Sections.Products, revision.EntityId, user),
            RevisionKind.Category => sections.EditorOf(Sections.Categories, revision.EntityId, user),
            RevisionKind.Article => sections.EditorOf(Sections.Articles, revision.EntityId, user),
            RevisionKind.Comment => sections.EditorOf(Sections.Comments, revision.EntityId, user),
            _ => user.May(Policies.Administration) ? Sections.Settings.Path : null,
        };

    private static async Task<IEnumerable<(int Id, string Name)>> NamesAsync(StoreDb db, RevisionKind kind, List<int> ids, CancellationToken cancel)
    {
        var named = kind switch
        {
            RevisionKind.Product => db.Products.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }),
            RevisionKind.Category => db.Categories.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }),
            RevisionKind.Article => db.Articles.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, Name = e.Title }),
            RevisionKind.Company => db.Companies.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }),
            RevisionKind.Salesperson => db.Salespeople.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }),
            RevisionKind.Vendor => db.Vendors.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }),
            RevisionKind.Comment => db.Comments.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, Name = e.Author }),
            _ => null,
        };
        return named is null ? [] : (await named.AsNoTracking().ToListAsync(cancel)).Select(n => (n.Id, n.Name));
    }
}

public static class RevisionNames
{
    /// <summary>As texts of the pages.</summary>
    public static string Of(RevisionKind kind) => kind switch
    {
        RevisionKind.Product => "商品",
        RevisionKind.Category => "分类",
        RevisionKind.Article => "文章",
        RevisionKind.Company => "公司",
        RevisionKind.Salesperson => "销售人员",
        RevisionKind.Vendor => "品牌",
        RevisionKind.Comment => "评论",
        _ => "评论规则",
    };

    public static string Of(Happening happening) => happening switch
    {
        Happening.Created => "新建",
        Happening.Deleted => "删除",
        Happening.Restored => "恢复",
        Happening.Bulk => "批量",
        Happening.Confirmed => "确认",
        _ => "修改",
    };
}
