using System.Globalization;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>
/// Prepares the audit trail for display. Subject and detail of an entry are machine-readable ("comment:101 product:7"); names are resolved for a page
/// at once.
/// </summary>
public sealed class AuditReader(StoreDb db, IStringLocalizer<Ui> text)
{
    private const string Rules = "CommentRules", Comments = " comments";

    /// <summary>Maximum comments resolved, and quotations shown per entry.</summary>
    private const int Most = 200, Quoted = 5;

    /// <summary>Entries that contain a text, as stored or as displayed: the action's name, the product or article of a comment.</summary>
    public async Task<IQueryable<AuditEntry>> NamedAsync(IQueryable<AuditEntry> entries, string query, CancellationToken cancel)
    {
        var (products, articles) = (await db.ProductIdsAsync(query, cancel), await db.ArticleIdsAsync(query, cancel));
        var comments = products.Length + articles.Length == 0 ? [] : await db.Comments.AsNoTracking()
            .Where(c => EF.Parameter(products).Contains(c.ProductId!.Value) || EF.Parameter(articles).Contains(c.ArticleId!.Value))
            .OrderByDescending(c => c.Id).Select(c => new { c.Id, c.ArticleId, c.ProductId }).Take(Most).ToListAsync(cancel);
        var subjects = comments.Select(c => $"comment:{c.Id} {new CommentTarget(c.ArticleId, c.ProductId)}");
        return entries.Naming(query, text.ActsNamed(query), [.. subjects]);
    }

    public async Task<IReadOnlyList<AuditLine>> ReadAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        var names = await NamesAsync(entries, cancel);
        return [.. entries.Select(e => new AuditLine(e.At, text.Who(e.Name, e.Origin), text.OfOrigin(e.Origin), text[HistoryNames.Of(e.Kind)],
            text.OfAct(e.What), ThingsOf(e, names), DetailsOf(e, names)))];
    }

    /// <summary>
    /// Whether the subject was written by the store. For sign-ins it is user input: an address that looks like a comment's key is not one.
    /// </summary>
    private static bool IsOfStore(AuditEntry entry) => entry.Kind is AuditKind.Moderation or AuditKind.Setting;

    private IReadOnlyList<NamedThing> ThingsOf(AuditEntry entry, Names names) => entry.Subject.Split([' ', ':'], 2) switch
    {
        _ when !IsOfStore(entry) => [new(entry.Subject, names.Staff.TryGetValue(entry.Subject, out var id) ? $"/admin/staff/{id}/edit" : null)],
        _ when CommentIn(entry.Subject) is { } comment => [OfComment(comment.Id, entry.Detail, names), OfTarget(comment.Target, names)],
        _ when entry.Subject == Rules => [new(text["评论规则"], "/admin/settings/comments")],
        [var count, _] when entry.Subject == count + Comments => [new(text["{0} 条评论", count])],
        [var kind, var what] when CommentNames.Blocks.FirstOrDefault(b => $"{b.Kind}" == kind).Name is { } block =>
            [new($"{text[block]} {what.Trim()}", "/admin/comments/blocks")],
        _ => [new(entry.Subject)],
    };

    private AuditDetail[] DetailsOf(AuditEntry entry, Names names) => entry.Detail switch
    {
        "" => [],
        var other when !IsOfStore(entry) => [new(null, other)],
        "refuses" => [new(null, text["直接拒收"])],
        "holds" => [new(null, text["留待审核"])],
        var act when act.StartsWith("act ", StringComparison.Ordinal) => [], // its id means nothing to a reader
        var rules when entry.Subject == Rules => [.. Differences(rules)],
        var quotes when quotes.StartsWith('#') => Quotes(quotes, isOne: CommentIn(entry.Subject) is not null, names),
        var other => [new(null, other)],
    };

    private AuditDetail[] Quotes(string detail, bool isOne, Names names)
    {
        var quotes = detail.Split('\n').Select(line => (Head: HeadOf(line), Line: line)).Where(q => q.Head is not null).ToList();
        var said = quotes.Take(Quoted).Select(q => new AuditDetail(isOne ? null : OfComment(q.Head!.Value.Id, q.Line, names), q.Head!.Value.Text));
        return quotes.Count > Quoted ? [.. said, new(null, text["还有 {0} 条", quotes.Count - Quoted])] : [.. said];
    }

    /// <summary>"PerMinute=3, MinSeconds= -> PerMinute=5, MinSeconds=": only the differences.</summary>
    private IEnumerable<AuditDetail> Differences(string rules)
    {
        var sides = rules.Split(" -> ").Select(side => side.Split(", ").Select(v => v.Split('=', 2)).Where(v => v.Length == 2)
            .ToDictionary(v => v[0], v => v[1])).ToArray();
        return sides is not [var was, var now] ? [] : now.Where(v => was.GetValueOrDefault(v.Key) != v.Value).Select(v => new AuditDetail(null,
            $"{text[FieldValues.LabelOf(RevisionKind.CommentRules, v.Key)]}: {Value(v.Key, was.GetValueOrDefault(v.Key))} → {Value(v.Key, v.Value)}"));

        string Value(string rule, string? value) => string.IsNullOrEmpty(value) ? text["按配置"]
            : rule == nameof(CommentRules.PublishAtOnce) ? value == "1" ? text["是"] : text["否"] : value;
    }

    private NamedThing OfComment(int id, string detail, Names names) =>
        names.Comments.TryGetValue(id, out var author) ? new(text["{0} 的评论", author], $"/admin/comments/{id}/edit")
        : new(HeadOf(detail.Split('\n')[0]) is { Author: { } said } ? text["{0} 的评论", said] : text["已不存在（{0}）", id]);

    private NamedThing OfTarget(CommentTarget target, Names names) => target.ArticleId is { } article
        ? NameOf(article, names.Articles, $"/admin/articles/{article}/edit")
        : target.ProductId is { } product ? NameOf(product, names.Products, $"/admin/products/{product}/edit") : new("");

    private NamedThing NameOf(int id, Dictionary<int, string> names, string url) =>
        names.TryGetValue(id, out var name) ? new(name, url) : new(text["已不存在（{0}）", id]);

    private async Task<Names> NamesAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        var subjects = entries.Where(IsOfStore).Select(e => CommentIn(e.Subject)).OfType<(int Id, CommentTarget Target)>().ToList();
        var quoted = entries.SelectMany(e => e.Detail.Split('\n').Take(Quoted)).Select(HeadOf).OfType<(int Id, string, string)>().Select(q => q.Id);
        var comments = subjects.Select(c => c.Id).Concat(quoted).Distinct().ToArray();
        var products = subjects.Select(c => c.Target.ProductId).OfType<int>().Distinct().ToArray();
        var articles = subjects.Select(c => c.Target.ArticleId).OfType<int>().Distinct().ToArray();
        var emails = entries.Where(e => e.Subject.Contains('@', StringComparison.Ordinal)).Select(e => e.Subject).Distinct().ToArray();
        return new(
            await OfAsync(db.Comments.Select(c => new Named { Id = c.Id, Name = c.Author }), comments),
            await OfAsync(db.Products.Select(p => new Named { Id = p.Id, Name = p.Sku }), products),
            await OfAsync(db.Articles.Select(a => new Named { Id = a.Id, Name = a.Title }), articles),
            emails.Length == 0 ? [] : await db.Staff.Where(m => EF.Parameter(emails).Contains(m.Email!)).Select(m => new { m.Id, Email = m.Email! })
                .ToDictionaryAsync(m => m.Email, m => m.Id, cancel));

        async Task<Dictionary<int, string>> OfAsync(IQueryable<Named> named, int[] ids) =>
            ids.Length == 0 ? [] : await named.Where(n => EF.Parameter(ids).Contains(n.Id)).ToDictionaryAsync(n => n.Id, n => n.Name, cancel);
    }

    /// <summary>"comment:101 product:7".</summary>
    private static (int Id, CommentTarget Target)? CommentIn(string subject) => subject.Split(' ') is [var comment, var target]
        && NumberAfter("comment:", comment) is { } id
        ? NumberAfter("article:", target) is { } article ? (id, CommentTarget.Article(article))
            : NumberAfter("product:", target) is { } product ? (id, CommentTarget.Product(product)) : null
        : null;

    private static int? NumberAfter(string word, string text) =>
        text.StartsWith(word, StringComparison.Ordinal) ? Number(text.AsSpan(word.Length)) : null;

    private static int? Number(ReadOnlySpan<char> text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>"#101 张三: what was said".</summary>
    private static (int Id, string Author, string Text)? HeadOf(string line) =>
        line.Split(' ', 2) is [['#', .. var number], var rest] && Number(number) is { } id && rest.Split(": ", 2) is [var author, var said]
            ? (id, author, said) : null;

    private sealed record Names(
        Dictionary<int, string> Comments, Dictionary<int, string> Products, Dictionary<int, string> Articles, Dictionary<string, int> Staff);

    private sealed class Named
    {
        public required int Id { get; init; }
        public required string Name { get; init; }
    }
}
