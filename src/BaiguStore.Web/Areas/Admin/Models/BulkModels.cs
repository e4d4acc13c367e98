using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.History;
using BaiguStore.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Areas.Admin.Models;

public enum BulkAct
{
    SetPrice = 0,
    ChangePrice = 1,
    ClearPrice = 2,
    InStock = 3,
    ToOrder = 4,
    OutOfStock = 5,
    Publish = 6,
    Withdraw = 7,
    Move = 8,
    Bin = 9,
    Confirm = 10,
    Restore = 11,
}

/// <summary>Request of a bulk change: products, action, and value.</summary>
public sealed record BulkForm
{
    public static IReadOnlyList<(BulkAct Act, string Text)> Acts { get; } =
    [
        (BulkAct.ChangePrice, "按比例调价…"), (BulkAct.SetPrice, "统一价格…"), (BulkAct.ClearPrice, "去掉价格，改为询价"),
        (BulkAct.InStock, "货期改为现货"), (BulkAct.ToOrder, "货期改为订货"), (BulkAct.OutOfStock, "货期改为缺货"),
        (BulkAct.Publish, "发布"), (BulkAct.Withdraw, "下架"), (BulkAct.Move, "移到另一分类…"), (BulkAct.Confirm, "确认内容无误"), (BulkAct.Bin, "放入回收站"), (BulkAct.Restore, "从回收站恢复"),
    ];

    /// <summary>Ticked products; ignored if <see cref="All"/> is set.</summary>
    public List<int> Ids { get; init; } = [];

    /// <summary>All products of the filter.</summary>
    public bool All { get; init; }
    public ProductListQuery Filter { get; init; } = new();
    public BulkAct Act { get; init; }

    /// <summary>Yuan.</summary>
    public string? Price { get; init; }

    /// <summary>"5", "-2.5": percent.</summary>
    public string? Percent { get; init; }
    public PriceRounding Rounding { get; init; }
    [ModelBinder<CategoryBinder>]
    public int? CategoryId { get; init; }

    /// <summary>From the preview.</summary>
    public string? Fingerprint { get; init; }

    public bool NeedsValue => Act is BulkAct.SetPrice or BulkAct.ChangePrice or BulkAct.Move;

    /// <summary>Whether a value was submitted, valid or not.</summary>
    public bool HasValue => Act switch
    {
        BulkAct.SetPrice => Price is not null,
        BulkAct.ChangePrice => Percent is not null,
        BulkAct.Move => CategoryId is not null,
        _ => true,
    };

    /// <summary>Null if the value is missing or invalid.</summary>
    public BulkEdit? ToEdit() => Act switch
    {
        BulkAct.SetPrice => Yuan.TryParse(Price, out var fen) && fen is { } known ? new BulkEdit.SetPrice(known) : null,
        BulkAct.ChangePrice => ToChange(),
        BulkAct.ClearPrice => new BulkEdit.ClearPrice(),
        BulkAct.InStock => new BulkEdit.SetStock(StockState.InStock),
        BulkAct.ToOrder => new BulkEdit.SetStock(StockState.ToOrder),
        BulkAct.OutOfStock => new BulkEdit.SetStock(StockState.OutOfStock),
        BulkAct.Publish => new BulkEdit.Publish(),
        BulkAct.Withdraw => new BulkEdit.Withdraw(),
        BulkAct.Move => CategoryId is { } category ? new BulkEdit.MoveTo(category) : null,
        BulkAct.Bin => new BulkEdit.ToBin(),
        BulkAct.Confirm => new BulkEdit.Confirm(),
        BulkAct.Restore => new BulkEdit.Restore(),
        _ => null,
    };

    /// <summary>Hidden fields for the next page.</summary>
    public IEnumerable<(string Name, string Value)> Carried()
    {
        foreach (var id in All ? [] : Ids)
            yield return (nameof(Ids), $"{id}");
        if (All)
            yield return (nameof(All), "true");
        foreach (var (name, value) in Filter.Chosen())
            yield return ($"{nameof(Filter)}.{name}", value);
        yield return (nameof(Act), $"{Act}");
    }

    public IEnumerable<(string Name, string Value)> CarriedWithValue()
    {
        foreach (var carried in Carried())
            yield return carried;
        foreach (var (name, value) in ((string, string?)[])[(nameof(Price), Price), (nameof(Percent), Percent), (nameof(CategoryId), CategoryId?.ToString(CultureInfo.InvariantCulture))])
            if (!string.IsNullOrEmpty(value))
                yield return (name, value);
        yield return (nameof(Rounding), $"{Rounding}");
    }

    private BulkEdit.ChangePrice? ToChange()
    {
        var typed = Core.Text.VisibleText.Compatible(Percent).Trim().TrimEnd('%');
        if (!decimal.TryParse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is <= -100 or > 900 || percent * 100 % 1 != 0)
            return null;
        return new((int)(percent * 100), Enum.IsDefined(Rounding) ? Rounding : PriceRounding.Fen);
    }
}

/// <summary>A bulk change before it is applied; without a preview it asks for the value first.</summary>
public sealed record BulkPage(BulkForm Form, BulkPreview? Preview, string What, CategoryOptions Categories, IReadOnlyDictionary<int, string> Places)
{
    /// <summary>Categories listed in a preview; the rest is counted.</summary>
    private const int Named = 12;

    /// <summary>Categories that most products would leave.</summary>
    public static IEnumerable<KeyValuePair<int, int>> MostLeft(BulkPreview preview) => preview.Leaving.OrderByDescending(l => l.Value).ThenBy(l => l.Key).Take(Named);
}

/// <summary>`/admin/products/bulk`.</summary>
/// <param name="Undone">Ids of bulk changes that were undone.</param>
public sealed record BulkList(IReadOnlyList<BulkChange> Changes, IReadOnlySet<int> Undone, IReadOnlyDictionary<int, string> Places, int? Below, bool HasOlder);

/// <summary>Descriptions of bulk changes.</summary>
public static class BulkNames
{
    extension(IStringLocalizer<Ui> text)
    {
        /// <summary>Description of an edit from its name and value in the history.</summary>
        /// <param name="places">Names of categories.</param>
        public string OfBulk(string what, IReadOnlyDictionary<int, string> places) => what.Split(' ') switch
        {
            ["undo:", .. var undone] => text["撤销：{0}", text.OfBulk(string.Join(' ', undone), places)],
            [nameof(BulkEdit.SetPrice), var fen] => text["价格改为 {0}", Format.Price(long.Parse(fen, CultureInfo.InvariantCulture))],
            [nameof(BulkEdit.ChangePrice), var points, var rounding] => text.OfChange(int.Parse(points, CultureInfo.InvariantCulture), rounding == nameof(PriceRounding.Yuan)),
            [nameof(BulkEdit.ClearPrice)] => text["去掉价格，改为询价"],
            [nameof(BulkEdit.SetStock), nameof(StockState.InStock)] => text["货期改为现货"],
            [nameof(BulkEdit.SetStock), nameof(StockState.ToOrder)] => text["货期改为订货"],
            [nameof(BulkEdit.SetStock), _] => text["货期改为缺货"],
            [nameof(BulkEdit.Publish)] => text["发布"],
            [nameof(BulkEdit.Withdraw)] => text["下架"],
            [nameof(BulkEdit.MoveTo), var id] => text["移到“{0}”", text.OfPlace(id, places)],
            ["Merge", var from, var into] => text["“{0}”合并到“{1}”", text.OfPlace(from, places), text.OfPlace(into, places)],
            [nameof(BulkEdit.ToBin)] => text["放入回收站"],
            [nameof(BulkEdit.Restore)] => text["从回收站恢复"],
            [nameof(BulkEdit.Confirm)] => text["确认内容无误"],
            _ => what,
        };

        /// <summary>Name of a category by id, or a note that it is gone.</summary>
        private string OfPlace(string id, IReadOnlyDictionary<int, string> places) =>
            places.GetValueOrDefault(int.Parse(id, CultureInfo.InvariantCulture)) ?? text["已不存在（{0}）", id];

        public string OfRefusal(BulkRefusal refusal) => refusal switch
        {
            BulkRefusal.NoPrice => text["没有价格，无从调整"],
            BulkRefusal.PriceOutOfRange => text["调整后的价格超出范围"],
            BulkRefusal.InBin => text["在回收站中"],
            _ => text["已经是这样"],
        };

        private string OfChange(int points, bool toYuan)
        {
            var percent = (Math.Abs(points) / 100m).ToString("0.##", CultureInfo.InvariantCulture);
            return (points < 0, toYuan) switch
            {
                (false, false) => text["价格上调 {0}%", percent],
                (false, true) => text["价格上调 {0}%，取整到元", percent],
                (true, false) => text["价格下调 {0}%", percent],
                _ => text["价格下调 {0}%，取整到元", percent],
            };
        }
    }

    /// <summary>Ids of categories that such a name mentions.</summary>
    public static IEnumerable<int> PlacesIn(string what) => CategoryMerge.Of(what) is { } merge ? [merge.FromId, merge.IntoId]
        : what.Split(' ') is [.., nameof(BulkEdit.MoveTo), var id] && int.TryParse(id, CultureInfo.InvariantCulture, out var place) ? [place] : [];
}
