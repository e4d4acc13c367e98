using System.Globalization;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Field = BaiguStore.Core.History.Field;

namespace BaiguStore.Web.Areas.Admin.Services;

/// <summary>Prepares the history for display: names instead of ids, prices in yuan, times in China's time zone.</summary>
public sealed class HistoryReader(StoreDb db, IStringLocalizer<Ui> text)
{
    private static readonly string[] Places = [nameof(Product.CategoryId), nameof(Category.ParentId), nameof(Article.HelpsToChoose)];

    /// <summary>A page of an entity's history.</summary>
    public async Task<ThingHistory> OfAsync(RevisionKind kind, int id, int? below, int count, CancellationToken cancel)
    {
        var steps = await db.StepsOfAsync(kind, id, below, count + 1, cancel);
        var readable = await ReadableAsync(steps.SelectMany(s => s.Changes).SelectMany(c => new[] { (c.Field, c.Was), (c.Field, c.Is) }), cancel);
        var words = await WordsAsync(steps.Select(s => s.Revision).ToList(), cancel);
        return new(kind, id, [.. steps.Take(count)], steps.Count > count, readable) { Words = words };
    }

    /// <summary>Descriptions of these rows, by id.</summary>
    public async Task<IReadOnlyDictionary<long, ActWords>> WordsAsync(IReadOnlyCollection<Revision> rows, CancellationToken cancel)
    {
        var ids = rows.Select(r => r.BulkChangeId).OfType<int>().Distinct().ToArray();
        var many = ids.Length == 0 ? []
            : await db.BulkChanges.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        BulkChange? Many(Revision row) => row.BulkChangeId is { } id ? many.GetValueOrDefault(id) : null;
        var places = await NamesAsync(RevisionKind.Category, [.. rows.SelectMany(r => ActNames.PlacesIn(r, Many(r))).Distinct()], cancel);
        return rows.ToDictionary(r => r.Id, r => text.OfRow(r, Many(r), places));
    }

    /// <summary>Formatter for these values; the names that they refer to are resolved at once.</summary>
    public async Task<Readable> ReadableAsync(IEnumerable<(Field Field, string? Text)> values, CancellationToken cancel)
    {
        var all = values.Where(v => v.Text is { Length: > 0 }).ToList();
        var places = await NamesAsync(db.Categories.Select(c => new Named { Id = c.Id, Name = c.Name }), Ids(all, Places), cancel);
        var vendors = await NamesAsync(db.Vendors.Select(v => new Named { Id = v.Id, Name = v.Name }), Ids(all, [nameof(Product.VendorId)]), cancel);
        var people = await NamesAsync(db.Salespeople.Select(s => new Named { Id = s.Id, Name = s.Name }), Ids(all, [nameof(Category.SalespersonId)]), cancel);
        return new(text, new() { [nameof(Product.VendorId)] = vendors, [nameof(Category.SalespersonId)] = people, [nameof(Product.CategoryId)] = places, [nameof(Category.ParentId)] = places, [nameof(Article.HelpsToChoose)] = places });
    }

    /// <summary>Present names of the entities of many changes, with one query per kind.</summary>
    public async Task<IReadOnlyDictionary<(RevisionKind, int), string>> NamesAsync(IEnumerable<Revision> changes, CancellationToken cancel)
    {
        Dictionary<(RevisionKind, int), string> names = [];
        foreach (var things in changes.Where(c => c.EntityId != 0).GroupBy(c => c.Kind, c => c.EntityId))
            foreach (var (id, name) in await NamesAsync(things.Key, [.. things.Distinct()], cancel))
                names[(things.Key, id)] = name;
        return names;
    }

    /// <summary>Present names of entities of a kind; deleted ones are missing.</summary>
    public async Task<IReadOnlyDictionary<int, string>> NamesAsync(RevisionKind kind, IReadOnlyCollection<int> ids, CancellationToken cancel) => await NamesAsync(kind switch
    {
        RevisionKind.Product => db.Products.Select(p => new Named { Id = p.Id, Name = p.Sku }),
        RevisionKind.Category => db.Categories.Select(c => new Named { Id = c.Id, Name = c.Name }),
        RevisionKind.Article => db.Articles.Select(a => new Named { Id = a.Id, Name = a.Title }),
        RevisionKind.Company => db.Companies.Select(c => new Named { Id = c.Id, Name = c.Name }),
        RevisionKind.Salesperson => db.Salespeople.Select(s => new Named { Id = s.Id, Name = s.Name }),
        RevisionKind.Comment => db.Comments.Select(c => new Named { Id = c.Id, Name = c.Author }),
        RevisionKind.CommentRules => db.CommentRules.Select(r => new Named { Id = r.Id, Name = "" }),
        _ => db.Vendors.Select(v => new Named { Id = v.Id, Name = v.Name }),
    }, ids, cancel);

    private static async Task<IReadOnlyDictionary<int, string>> NamesAsync(IQueryable<Named> named, IReadOnlyCollection<int> ids, CancellationToken cancel) => ids.Count == 0
        ? new Dictionary<int, string>()
        : await named.Where(n => EF.Parameter(ids).Contains(n.Id)).ToDictionaryAsync(n => n.Id, n => n.Name, cancel);

    private static List<int> Ids(List<(Field Field, string? Text)> values, string[] fields) =>
        [.. values.Where(v => fields.Contains(v.Field.Name)).SelectMany(v => v.Text!.Split('\n')).Select(t => int.Parse(t, CultureInfo.InvariantCulture)).Distinct()];

    /// <summary>A class with settable properties, because EF can translate those but not a constructor.</summary>
    private sealed class Named
    {
        public required int Id { get; init; }
        public required string Name { get; init; }
    }
}

/// <summary>Formats values of the history for display.</summary>
public sealed class Readable(IStringLocalizer<Ui> text, Dictionary<string, IReadOnlyDictionary<int, string>> names)
{
    private static readonly string[] Times = [nameof(IPublished.PublishFrom), nameof(IPublished.PublishUntil), nameof(IPublished.DeletedAt), nameof(Product.PublishedAt)];

    /// <summary>Null if the field was empty.</summary>
    public string? Of(Field field, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (names.TryGetValue(field.Name, out var named))
            return Format.Facts(value.Split('\n').Select(id => named.GetValueOrDefault(int.Parse(id, CultureInfo.InvariantCulture)) ?? text["已不存在（{0}）", id]));
        if (Times.Contains(field.Name))
            return Format.Minute(DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        return field.Name switch
        {
            nameof(Product.ListPriceFen) => Format.Price(long.Parse(value, CultureInfo.InvariantCulture)),
            nameof(Product.Stock) => Stock(Enum.Parse<StockState>(value)),
            nameof(Product.Specs) or nameof(Article.Parameters) => string.Join('\n', value.Split('\n').Select(Spec)),
            nameof(Product.Pictures) => string.Join('\n', (ProductPicture.Parse(value) ?? []).Select((p, i) => $"{i + 1}. {p.Alt} ({p.Width} × {p.Height}, {p.Key[..8]})")),
            nameof(Article.Status) => State(Enum.Parse<PublicationState>(value)),
            nameof(Category.IsHidden) or nameof(CommentRules.PublishAtOnce) => value == "1" ? text["是"] : text["否"],
            _ => value,
        };
    }

    public string Stock(StockState stock) => stock switch
    {
        StockState.InStock => text["现货"],
        StockState.ToOrder => text["订货"],
        _ => text["缺货"],
    };

    public string State(PublicationState state) => state switch
    {
        PublicationState.Published => text["已发布"],
        PublicationState.Scheduled => text["定时发布"],
        PublicationState.Withdrawn => text["已下架"],
        PublicationState.Bin => text["回收站"],
        _ => text["草稿"],
    };

    /// <summary>The history separates name, value and unit by tabs.</summary>
    private static string Spec(string line) => line.Split('\t') is [var name, var value, .. var unit] ? $"{name}: {value}{(unit is [{ Length: > 0 } of] ? $" [{of}]" : "")}" : line;
}
