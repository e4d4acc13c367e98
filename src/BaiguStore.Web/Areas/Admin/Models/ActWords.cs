using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.History;
using BaiguStore.Web.Localization;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Description of a history row.</summary>
/// <param name="Told">Fields that <paramref name="What"/> already mentions.</param>
/// <param name="Many">For a row about many entities: their number, and a link to them.</param>
public sealed record ActWords(string What, IReadOnlyList<string> Told, NamedThing? Many = null);

/// <summary>Descriptions of actions: moves in the tree, bulk changes, and all that follow from the row's kind.</summary>
public static class ActNames
{
    private static readonly string[] Place = [nameof(Category.ParentId), nameof(Category.Position)];

    /// <summary>Ids of categories that a row's description mentions.</summary>
    public static IEnumerable<int> PlacesIn(Revision row, BulkChange? many) =>
        many is not null ? BulkNames.PlacesIn(many.What) : IsMove(row) && ParentBefore(row) is { } parent ? [parent] : [];

    extension(IStringLocalizer<Ui> text)
    {
        /// <param name="many">The bulk change of the row, or null.</param>
        /// <param name="places">Names of categories.</param>
        public ActWords OfRow(Revision row, BulkChange? many, IReadOnlyDictionary<int, string> places) => row switch
        {
            _ when many is not null => new(text.OfBulk(many.What, places), ["CategoryId", .. Place, nameof(Category.DeletedAt)], text.Many(many)),
            { EntityId: 0 } => text.OfMany(row.Note),
            _ when IsMove(row) => new(text.OfMove(row, places), Place),
            { RestoredVersion: { } version } => new(text["恢复到第 {0} 版", HistoryNames.Number(version)], []),
            { Kind: RevisionKind.Category } when row.Was.Count == 1 && row.Was.ContainsKey(nameof(Category.Position)) => new(text["调整了顺序"], Place),
            _ => new(text[HistoryNames.Of(row.Action)], []),
        };

        public NamedThing Items(int count) => new(text["{0} 项", Format.Number(count)]);

        /// <summary>The actor: a member by their name at that time, or the program.</summary>
        public string Who(string name, string origin) => name.Length > 0 && name != origin ? name : text.OfOrigin(origin);

        /// <summary>The origin: a network address, or the program.</summary>
        public string OfOrigin(string origin) => origin == "store" ? text["商店程序"]
            : origin.StartsWith("baigu", StringComparison.Ordinal) ? text["命令 {0}", origin] : origin;

        private NamedThing Many(BulkChange many)
        {
            var count = Format.Number(many.Count);
            return new(CategoryMerge.Of(many.What) is null ? text["{0} 件商品", count] : text["分类和其中的 {0} 个商品", count],
                $"/admin/products/bulk?below={many.Id + 1}#change-{many.Id}");
        }

        /// <summary>Notes such as "tree: 55" (first start) and "13292" (bulk statement).</summary>
        private ActWords OfMany(string note)
        {
            var what = note.StartsWith("tree", StringComparison.Ordinal) ? text["建立初始数据"] : text["批量修改"];
            return new(what, [], text.Items(CountIn(note)));
        }

        private string OfMove(Revision row, IReadOnlyDictionary<int, string> places)
        {
            var name = row.Note.Split(' ', 3) is [_, _, var named] ? named : "";
            var from = ParentBefore(row) is { } id ? places.GetValueOrDefault(id) ?? text["已不存在（{0}）", id] : text["顶层"].Value;
            return row.Note.Split(' ')[0] switch
            {
                TreeEditing.BeforeWord => text["移到“{0}”前面", name],
                TreeEditing.UnderWord => text["从“{0}”移到“{1}”", from, name],
                TreeEditing.TopWord => text["从“{0}”移到顶层", from],
                _ => text["移到最后"],
            };
        }
    }

    /// <summary>The number of entities in the note of a row about many.</summary>
    public static int CountIn(string note) => int.TryParse(note.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static bool IsMove(Revision row) => row is { Kind: RevisionKind.Category, EntityId: not 0, Note.Length: > 0 };

    private static int? ParentBefore(Revision row) =>
        int.TryParse(row.Was.GetValueOrDefault(nameof(Category.ParentId)), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
