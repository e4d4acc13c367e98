using System.Security.Claims;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>The history of everything, one line per action. Names are resolved with one query per kind.</summary>
public sealed class HistoryLines(StoreDb db, HistoryReader history, IStringLocalizer<Ui> text)
{
    /// <summary>Entities named in a line about several.</summary>
    private const int Named = 3;

    /// <summary>Fields that identify an entity, best first.</summary>
    private static readonly string[] Names = [nameof(Product.Sku), nameof(Article.Title), nameof(Comment.Author), nameof(Product.Name)];

    /// <summary>
    /// Older versions wrote a row for each sibling of a reorder, all within one save; seeding writes one row per batch, one after the other.
    /// </summary>
    private static readonly TimeSpan OneSave = TimeSpan.FromSeconds(2), OnePortion = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<HistoryLine>> ReadAsync(IReadOnlyList<Revision> rows, ClaimsPrincipal user, CancellationToken cancel)
    {
        var names = await NamesAsync(rows, cancel);
        var words = await history.WordsAsync(rows, cancel);
        List<HistoryLine> lines = [];
        for (var i = 0; i < rows.Count;)
        {
            var begin = i;
            var act = rows.Skip(begin).TakeWhile((row, n) => n == 0 || IsSameReorder(rows[begin], row) || IsNextPortion(rows[begin + n - 1], row)).ToList();
            i += act.Count;
            lines.Add(Line(act, names, words[act[0].Id], user));
        }
        return lines;
    }

    private HistoryLine Line(List<Revision> act, Dictionary<(RevisionKind, int), string> names, ActWords words, ClaimsPrincipal user)
    {
        var first = act[0];
        List<NamedThing> things = first.EntityId == 0 ? [act.Count == 1 ? words.Many! : text.Items(act.Sum(r => ActNames.CountIn(r.Note)))]
            : [.. act.Take(Named).Select(r => new NamedThing(NameOf(r, names), HistoryNames.UrlOf(r, user)))];
        var fields = first.EntityId == 0 || first.Action is RevisionAction.Created or RevisionAction.Deleted ? [] : first.Was.Keys.Except(words.Told);
        return new(first.At, text.Who(first.Name, first.Origin), text[HistoryNames.Of(first.Kind)], words.What, things,
            first.EntityId == 0 ? 0 : Math.Max(0, act.Count - Named), [.. fields.Select(field => text[FieldValues.LabelOf(first.Kind, field)].Value)]);
    }

    private string NameOf(Revision row, Dictionary<(RevisionKind, int), string> names) => names.GetValueOrDefault((row.Kind, row.EntityId)) switch
    {
        _ when row.Kind == RevisionKind.CommentRules => text[HistoryNames.Of(row.Kind)],
        null => text["已不存在（{0}）", row.EntityId],
        var author when row.Kind == RevisionKind.Comment => text["{0} 的评论", author],
        var name => name,
    };

    /// <summary>Present names of entities; a deleted one has its last name.</summary>
    private async Task<Dictionary<(RevisionKind, int), string>> NamesAsync(IReadOnlyList<Revision> rows, CancellationToken cancel)
    {
        var names = (await history.NamesAsync(rows, cancel)).ToDictionary();
        var unnamed = rows.Where(r => r.EntityId != 0 && !names.ContainsKey((r.Kind, r.EntityId)));
        foreach (var gone in unnamed.GroupBy(r => r.Kind, r => r.EntityId).ToList())
        {
            var (kind, ids) = (gone.Key, gone.Distinct().ToArray());
            var ends = db.Revisions.AsNoTracking()
                .Where(r => r.Kind == kind && EF.Parameter(ids).Contains(r.EntityId) && r.Action == RevisionAction.Deleted);
            foreach (var end in await ends.ToListAsync(cancel))
                if (Names.Select(field => end.Was.GetValueOrDefault(field)).FirstOrDefault(name => name is not null) is { } name)
                    names[(kind, end.EntityId)] = name;
        }
        return names;
    }

    private static bool IsSameReorder(Revision first, Revision row) =>
        IsReorder(first) && IsReorder(row) && AreOfOne(first, row) && (first.At - row.At).Duration() < OneSave;

    private static bool IsNextPortion(Revision one, Revision row) =>
        IsPortion(one) && IsPortion(row) && one.Kind == row.Kind && AreOfOne(one, row) && (one.At - row.At).Duration() < OnePortion;

    private static bool AreOfOne(Revision one, Revision other) => (one.StaffId, one.Name, one.Origin) == (other.StaffId, other.Name, other.Origin);

    /// <summary>A row whose note is only a number.</summary>
    private static bool IsPortion(Revision row) => row is { EntityId: 0, BulkChangeId: null, StaffId: null } && !row.Note.Contains(' ', StringComparison.Ordinal);

    private static bool IsReorder(Revision row) =>
        row is { Kind: RevisionKind.Category, Action: RevisionAction.Changed, EntityId: not 0 }
        && row.Was is { Count: 1 } was && was.ContainsKey(nameof(Category.Position));
}
