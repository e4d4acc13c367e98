using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore.Query;

namespace BaiguStore.Core.Catalog;

public enum PriceRounding
{
    /// <summary>To whole fen.</summary>
    Fen = 0,

    /// <summary>To whole yuan.</summary>
    Yuan = 1,
}

/// <summary>Why a bulk edit skips a product.</summary>
public enum BulkRefusal
{
    /// <summary>It already has the new value.</summary>
    Same = 0,

    /// <summary>It has no price to change.</summary>
    NoPrice = 1,

    /// <summary>The new price would be zero or above the maximum.</summary>
    PriceOutOfRange = 2,
    InBin = 3,
}

/// <summary>The fields of a product that a bulk edit can change.</summary>
public sealed record BulkRow(
    int Id, int Version, string Sku, string Name, int CategoryId, long? ListPriceFen, StockState Stock,
    DateTime? PublishedAt, DateTime? PublishFrom, DateTime? PublishUntil, DateTime? DeletedAt, DateTime? ConfirmedAt)
{
    /// <summary>The fields, by name, in which another row of the same product differs, with this row's values.</summary>
    internal Dictionary<string, string?> WasUnlike(BulkRow after) =>
        Fields().Zip(after.Fields()).Where(f => f.First.Text != f.Second.Text).ToDictionary(f => f.First.Name, f => f.First.Text);

    /// <summary>A copy of this row with the given fields set to their former values.</summary>
    internal BulkRow With(IReadOnlyDictionary<string, string?> was) => was.Aggregate(this, (row, field) => field.Key switch
    {
        nameof(CategoryId) => row with { CategoryId = FieldText.Number(field.Value)!.Value },
        nameof(ListPriceFen) => row with { ListPriceFen = FieldText.Fen(field.Value) },
        nameof(Stock) => row with { Stock = Enum.Parse<StockState>(field.Value!) },
        nameof(PublishedAt) => row with { PublishedAt = FieldText.Time(field.Value) },
        nameof(PublishFrom) => row with { PublishFrom = FieldText.Time(field.Value) },
        nameof(PublishUntil) => row with { PublishUntil = FieldText.Time(field.Value) },
        nameof(DeletedAt) => row with { DeletedAt = FieldText.Time(field.Value) },
        _ => throw new InvalidDataException($"No edit of many changes {field.Key}."),
    });

    /// <summary>Sets these fields to this row's values in an ExecuteUpdate.</summary>
    internal void Set(UpdateSettersBuilder<Product> set, IEnumerable<string> names)
    {
        foreach (var name in names)
            _ = name switch
            {
                nameof(CategoryId) => set.SetProperty(p => p.CategoryId, CategoryId),
                nameof(ListPriceFen) => set.SetProperty(p => p.ListPriceFen, ListPriceFen).SetProperty(p => p.PriceOrder, ListPriceFen ?? long.MaxValue),
                nameof(Stock) => set.SetProperty(p => p.Stock, Stock),
                nameof(PublishedAt) => set.SetProperty(p => p.PublishedAt, PublishedAt),
                nameof(PublishFrom) => set.SetProperty(p => p.PublishFrom, PublishFrom),
                nameof(PublishUntil) => set.SetProperty(p => p.PublishUntil, PublishUntil),
                nameof(DeletedAt) => set.SetProperty(p => p.DeletedAt, DeletedAt),
                _ => throw new InvalidDataException($"No edit of many changes {name}."),
            };
    }

    private IEnumerable<(string Name, string? Text)> Fields() =>
    [
        (nameof(CategoryId), FieldText.Of(CategoryId)),
        (nameof(ListPriceFen), FieldText.Of(ListPriceFen)),
        (nameof(Stock), FieldText.Of(Stock)),
        (nameof(PublishedAt), FieldText.Of(PublishedAt)),
        (nameof(PublishFrom), FieldText.Of(PublishFrom)),
        (nameof(PublishUntil), FieldText.Of(PublishUntil)),
        (nameof(DeletedAt), FieldText.Of(DeletedAt)),
    ];
}

/// <summary>
/// A bulk edit of products. Implemented twice: in memory for previews and history, as ExecuteUpdate for the database. Tests compare the two.
/// </summary>
public abstract record BulkEdit
{
    private BulkEdit() { }

    /// <summary>Its name in the history.</summary>
    public abstract string What { get; }

    /// <summary>Why this row would be skipped, or null.</summary>
    public virtual BulkRefusal? Refusal(BulkRow row, DateTime now) =>
        After(row, now) == row ? BulkRefusal.Same : row.DeletedAt is not null ? BulkRefusal.InBin : null;

    public abstract BulkRow After(BulkRow row, DateTime now);

    internal abstract void Set(UpdateSettersBuilder<Product> set, DateTime now);

    public sealed record SetPrice(long Fen) : BulkEdit
    {
        public long Fen { get; } = Fen > 0 ? Fen : throw new ArgumentOutOfRangeException(nameof(Fen), Fen, "价格须大于 0 分。");

        public override string What => $"{nameof(SetPrice)} {Fen}";

        public override BulkRow After(BulkRow row, DateTime now) => row with { ListPriceFen = Fen };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => set.SetProperty(p => p.ListPriceFen, Fen).SetProperty(p => p.PriceOrder, Fen);
    }

    /// <summary>Raises or lowers the price by basis points (-500 is five percent less); halves are rounded up.</summary>
    public sealed record ChangePrice(int BasisPoints, PriceRounding Rounding) : BulkEdit
    {
        private const int Whole = 10_000;

        /// <summary>At most tenfold; and no price exceeds a hundred billion yuan, far below the limits of the arithmetic.</summary>
        private const int MostBasisPoints = 90_000;
        private const long MostFen = Yuan.MostFen;

        public int BasisPoints { get; } = BasisPoints is > -Whole and <= MostBasisPoints ? BasisPoints
            : throw new ArgumentOutOfRangeException(nameof(BasisPoints), BasisPoints, "调价幅度须大于 -100% 且不超过 900%。");

        public override string What => $"{nameof(ChangePrice)} {BasisPoints} {Rounding}";

        private long Factor => Whole + BasisPoints;

        /// <summary>Rounding step in fen.</summary>
        private long Step => Rounding == PriceRounding.Yuan ? 100 : 1;

        public override BulkRefusal? Refusal(BulkRow row, DateTime now) =>
            row.ListPriceFen is not { } fen ? BulkRefusal.NoPrice
            : fen > MostFen || NewPrice(fen) is <= 0 or > MostFen ? BulkRefusal.PriceOutOfRange
            : base.Refusal(row, now);

        public override BulkRow After(BulkRow row, DateTime now) => row.ListPriceFen is { } fen and <= MostFen ? row with { ListPriceFen = NewPrice(fen) } : row;

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now)
        {
            var (factor, step, half) = (Factor, Step, Whole * Step / 2);
            set.SetProperty(p => p.ListPriceFen, p => (p.ListPriceFen * factor + half) / (Whole * step) * step)
                .SetProperty(p => p.PriceOrder, p => (p.ListPriceFen!.Value * factor + half) / (Whole * step) * step);
        }

        private long NewPrice(long fen) => (fen * Factor + Whole * Step / 2) / (Whole * Step) * Step;
    }

    public sealed record ClearPrice : BulkEdit
    {
        public override string What => nameof(ClearPrice);

        public override BulkRow After(BulkRow row, DateTime now) => row with { ListPriceFen = null };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) =>
            set.SetProperty(p => p.ListPriceFen, (long?)null).SetProperty(p => p.PriceOrder, long.MaxValue);
    }

    public sealed record SetStock(StockState Stock) : BulkEdit
    {
        public override string What => $"{nameof(SetStock)} {Stock}";

        public override BulkRow After(BulkRow row, DateTime now) => row with { Stock = Stock };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => set.SetProperty(p => p.Stock, Stock);
    }

    public sealed record Publish : BulkEdit
    {
        public override string What => nameof(Publish);

        public override BulkRow After(BulkRow row, DateTime now) =>
            row with { PublishedAt = row.PublishedAt ?? now, PublishFrom = null, PublishUntil = row.PublishUntil > now ? row.PublishUntil : null };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => set
            .SetProperty(p => p.PublishedAt, p => p.PublishedAt ?? now)
            .SetProperty(p => p.PublishFrom, (DateTime?)null)
            .SetProperty(p => p.PublishUntil, p => p.PublishUntil > now ? p.PublishUntil : null);
    }

    public sealed record Withdraw : BulkEdit
    {
        public override string What => nameof(Withdraw);

        public override BulkRow After(BulkRow row, DateTime now) => row with { PublishedAt = null, PublishFrom = null, PublishUntil = null };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => SetWithdrawn(set);
    }

    public sealed record MoveTo(int CategoryId) : BulkEdit
    {
        public override string What => $"{nameof(MoveTo)} {CategoryId}";

        /// <summary>Soft-deleted products too: a category can only be merged when all products have left it.</summary>
        public override BulkRefusal? Refusal(BulkRow row, DateTime now) => row.CategoryId == CategoryId ? BulkRefusal.Same : null;

        public override BulkRow After(BulkRow row, DateTime now) => row with { CategoryId = CategoryId };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => set.SetProperty(p => p.CategoryId, CategoryId);
    }

    public sealed record ToBin : BulkEdit
    {
        public override string What => nameof(ToBin);

        public override BulkRow After(BulkRow row, DateTime now) =>
            row with { PublishedAt = null, PublishFrom = null, PublishUntil = null, DeletedAt = row.DeletedAt ?? now };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now)
        {
            SetWithdrawn(set);
            set.SetProperty(p => p.DeletedAt, p => p.DeletedAt ?? now);
        }
    }

    /// <summary>Undoes the soft delete; the product stays unpublished.</summary>
    public sealed record Restore : BulkEdit
    {
        public override string What => nameof(Restore);

        public override BulkRefusal? Refusal(BulkRow row, DateTime now) => row.DeletedAt is null ? BulkRefusal.Same : null;

        public override BulkRow After(BulkRow row, DateTime now) => row with { DeletedAt = null };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => set.SetProperty(p => p.DeletedAt, (DateTime?)null);
    }

    /// <summary>Confirms that the data is still correct; changes no field.</summary>
    public sealed record Confirm : BulkEdit
    {
        public override string What => nameof(Confirm);

        public override BulkRow After(BulkRow row, DateTime now) => row with { ConfirmedAt = now };

        internal override void Set(UpdateSettersBuilder<Product> set, DateTime now) => set.SetProperty(p => p.ConfirmedAt, now);
    }

    private static void SetWithdrawn(UpdateSettersBuilder<Product> set) => set
        .SetProperty(p => p.PublishedAt, (DateTime?)null).SetProperty(p => p.PublishFrom, (DateTime?)null).SetProperty(p => p.PublishUntil, (DateTime?)null);
}
