using System.Security.Claims;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Mail;
using BaiguStore.Web.Areas.Admin.Services;
using BaiguStore.Web.Security;
using BaiguStore.Web.Staff;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>A number of items that need attention.</summary>
/// <param name="Name">Key of a localized text.</param>
/// <param name="Url">URL of a list of these items; null if there is none.</param>
public sealed record Waiting(string Name, int Count, string? Url);

/// <summary>A bar chart by day with a table.</summary>
/// <param name="Id">Id of its heading.</param>
/// <param name="Title">Key of a localized text, like the names of the series.</param>
public sealed record DayChart(string Id, string Title, IReadOnlyList<string> Series, IReadOnlyList<(DateOnly Day, IReadOnlyList<long> Counts)> Days)
{
    public const int Width = 600, Height = 120, Step = 20, Bar = 14;

    public bool IsEmpty => Days.All(d => d.Counts.Sum() == 0);

    public long Most => Math.Max(1, Days.Max(d => d.Counts.Sum()));

    /// <summary>The stacked bars of a day: series, offset, height.</summary>
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

/// <summary>`/admin`: items that need this member's attention, recent changes, and visits.</summary>
/// <param name="Inquiries">Inquiries that have waited longest for an answer.</param>
public sealed record DashboardPage(IReadOnlyList<Section> Rooms, IReadOnlyList<Waiting> Waits, IReadOnlyList<InquiryCard> Inquiries, IReadOnlyList<HistoryLine> Changes, Overview Overview, IReadOnlyList<DayChart> Charts)
{
    private const int ChangesShown = 12, InquiriesShown = 5;

    /// <summary>Heading (key of a localized text) and its id, top items, and their URLs.</summary>
    public IEnumerable<(string Title, string Id, IReadOnlyList<Visited> Most, Func<string, string> Place)> MostVisited =>
        [("一周里看得最多的文章", "most-articles", Overview.Articles, Links.Article), ("一周里看得最多的产品线", "most-lines", Overview.Lines, Links.Category)];

    public static async Task<DashboardPage> LoadAsync(StoreDb db, StoreOverview overview, HistoryLines history, Sections sections, MailSettings mail, ClaimsPrincipal user, CancellationToken cancel)
    {
        var counted = await overview.GetAsync(cancel);
        List<Waiting> waits = [];
        List<DayChart> charts = [];
        IReadOnlyList<InquiryCard> inquiries = [];
        if (user.May(Policies.Inquiries))
        {
            var waiting = await db.InquiryParts.In(InquiryState.New).CountAsync(cancel);
            waits.Add(new("新询价", waiting, new BoardQuery(BoardQuery.All, State: InquiryState.New).Url));
            inquiries = waiting == 0 ? [] : await db.InquiryParts.AsNoTracking().In(InquiryState.New).AsWaiting(InquiryState.New).Take(InquiriesShown).AsCards().ToListAsync(cancel);
        }
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
        if (user.May(Policies.Administration))
            waits.AddRange(await LettersAsync(db, mail, cancel));
        if (user.May(Policies.Inquiries))
            charts.Add(new("inquiries-by-day", "每天的询价", ["询价数"], [.. counted.Days.Select(d => (d.Day, (IReadOnlyList<long>)[d.Inquiries]))]));
        if (user.May(Policies.Catalogue))
            charts.Add(new("empty-searches-by-day", "每天搜不到的次数", ["搜索"], [.. counted.Days.Select(d => (d.Day, (IReadOnlyList<long>)[d.EmptySearches]))]));
        charts.Add(new("visits-by-day", "每天的访问", ["文章", "产品线"], [.. counted.Days.Select(d => (d.Day, (IReadOnlyList<long>)[d.Articles, d.Lines]))]));
        return new([.. sections.For(user).Where(s => s != Sections.Dashboard)], waits, inquiries,
            user.May(Policies.History) ? await LatelyAsync(db, history, user, cancel) : [], counted, charts);
    }

    /// <summary>There are only hundreds of articles, so they are counted at each request.</summary>
    private static async Task<IEnumerable<Waiting>> ArticlesAsync(StoreDb db, Sections sections, CancellationToken cancel)
    {
        var states = (await db.Articles.AsNoTracking().Select(a => new { a.Status, a.PublishFrom, a.DeletedAt }).ToListAsync(cancel))
            .CountBy(a => a.DeletedAt is not null ? PublicationState.Bin : a.PublishFrom is not null ? PublicationState.Scheduled : a.Status == ArticleStatus.Draft ? PublicationState.Draft : PublicationState.Published)
            .ToDictionary();
        var list = sections.Has("/admin/articles") ? "/admin/articles" : null;
        (string Name, PublicationState State)[] shown = [("文章草稿", PublicationState.Draft), ("定时发布的文章", PublicationState.Scheduled), ("回收站里的文章", PublicationState.Bin)];
        return shown.Select(s => new Waiting(s.Name, states.GetValueOrDefault(s.State), list is null ? null : $"{list}?state={s.State}"));
    }

    private static async Task<IEnumerable<Waiting>> LettersAsync(StoreDb db, MailSettings mail, CancellationToken cancel)
    {
        var states = await db.OutboxMails.Where(m => m.State != MailState.Sent).GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return
        [
            new("没有发出的邮件", states.GetValueOrDefault(MailState.Failed), new MailQuery(MailState.Failed).Url),
            new(mail.IsConfigured ? "等待发送的邮件" : "等待发送的邮件（还没有配置邮件服务器）", states.GetValueOrDefault(MailState.Waiting), new MailQuery(MailState.Waiting).Url),
        ];
    }

    private static IEnumerable<Waiting> Products(CatalogueFigures products, Sections sections)
    {
        var list = sections.Has("/admin/products") ? "/admin/products" : null;
        yield return new("商品草稿", products.Drafts, list is null ? null : $"{list}?state=Draft");
        yield return new("定时发布的商品", products.Scheduled, list is null ? null : $"{list}?state=Scheduled");
        yield return new("回收站里的商品", products.Bin, list is null ? null : $"{list}?state=Bin");
        yield return new("没有价格的商品", products.WithoutPrice, list is null ? null : $"{list}?noPrice=true");
        yield return new("没有图片的商品", products.WithoutPicture, list is null ? null : $"{list}?noPicture=true");
        yield return new("180 天没有确认的商品", products.NotConfirmed, list is null ? null : $"{list}?unconfirmed=true");
    }

    /// <summary>The newest changes of the kinds that the member may see: by primary key, and one query per kind.</summary>
    private static async Task<IReadOnlyList<HistoryLine>> LatelyAsync(StoreDb db, HistoryLines history, ClaimsPrincipal user, CancellationToken cancel)
    {
        var rows = await db.Revisions.AsNoTracking().OfKinds(user.Kinds).Where(r => r.BulkChangeId == null || r.EntityId == 0)
            .OrderByDescending(r => r.Id).Take(ChangesShown).ToListAsync(cancel);
        return await history.ReadAsync(rows, user, cancel);
    }
}
