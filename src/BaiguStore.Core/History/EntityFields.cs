using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.History;

/// <summary>A field with its getter and setter; the setter uses the entity's own methods, so its rules apply.</summary>
/// <param name="Set">Null for a field about visibility and not content: restoring an earlier state leaves it unchanged.</param>
internal sealed record EntityField(Field Field, Func<object, string?> Read, Action<object, string?>? Set)
{
    public string Name => Field.Name;

    /// <summary>A value of the field's column as text.</summary>
    public Func<object?, string?> Write { get; init; } = FieldText.Of;

    /// <summary>What the field's id refers to, or null.</summary>
    public FieldReference? Refers { get; init; }

    /// <summary>Null for a field that is a column.</summary>
    public FieldRelation? Relation { get; init; }
}

/// <param name="IsUsable">False if nothing may refer to the entity any more.</param>
internal sealed record FieldReference(Type Target, Func<object, bool> IsUsable);

/// <summary>A field stored as rows of a join table, which belong to the entity.</summary>
/// <param name="OwnerKey">The join table's column with the entity's id.</param>
/// <param name="SavedAsync">The saved value, for the entity with an id.</param>
/// <param name="RestoreAsync">Restores an earlier text; false if nothing differs.</param>
internal sealed record FieldRelation(
    string Table, string OwnerKey, Func<StoreDb, int, CancellationToken, Task<string?>> SavedAsync,
    Func<StoreDb, object, string?, CancellationToken, Task<bool>> RestoreAsync);

/// <summary>
/// The fields of a kind of entity, in the order of its form. Described beside the entity; all that the history knows about it is here.
/// </summary>
public abstract class EntityFields
{
    private readonly Dictionary<string, string> _formerNames = [];

    private protected EntityFields(RevisionKind kind, Type type) => (Kind, Type) = (kind, type);

    public RevisionKind Kind { get; }
    internal Type Type { get; }
    internal List<EntityField> Fields { get; } = [];

    /// <summary>Whether visitors create such entities: the history then records only what staff do with them, from the first change.</summary>
    internal bool IsMadeByVisitors { get; private protected set; }

    /// <summary>A column that is not a field, but whose change alone is a step of the history, too; null for none.</summary>
    internal string? ConfirmedBy { get; private protected set; }

    internal string LabelOf(string name) => Fields.FirstOrDefault(f => f.Name == name)?.Field.Label ?? _formerNames.GetValueOrDefault(name) ?? name;

    /// <summary>All fields, each with a null value.</summary>
    internal FieldValues Empty() => new(Fields.Select(f => new FieldValue(f.Field, null)));

    internal abstract Task<IVersioned?> FindAsync(StoreDb db, int id, bool tracked, CancellationToken cancel);

    /// <summary>Follow-up of a restored state that is not saved yet.</summary>
    internal abstract Task RestoredAsync(StoreDb db, object entity, DateTime now, CancellationToken cancel);

    /// <summary>Label of a former field that history rows still contain, or of a name that never was a field.</summary>
    private protected void Name(string name, string label) => _formerNames.Add(name, label);
}

/// <summary>Describes the fields of an entity, one per line.</summary>
public sealed class EntityFields<T>(RevisionKind kind) : EntityFields(kind, typeof(T)) where T : class, IVersioned
{
    private Func<StoreDb, T, DateTime, CancellationToken, Task>? _restored;
    private Func<IQueryable<T>, IQueryable<T>> _whole = all => all;

    internal EntityFields<T> Field(string name, string label, Func<T, object?> read, Action<T, string?>? set) => Add(new(name, label), read, set);

    /// <summary>A multi-line text.</summary>
    internal EntityFields<T> Long(string name, string label, Func<T, object?> read, Action<T, string?> set) =>
        Add(new(name, label, IsLong: true), read, set);

    /// <summary>A multi-line text with a setter of its own, because the history alone cannot set it.</summary>
    internal EntityFields<T> Long<TValue>(string name, string label, Func<T, TValue> read, Func<TValue, string> write, Action<T, string?> set)
    {
        Fields.Add(new(new(name, label, IsLong: true), e => write(read((T)e)), (e, text) => set((T)e, text))
        {
            Write = value => value is TValue of ? write(of) : null,
        });
        return this;
    }

    /// <param name="usable">Whether an entity may be referred to; without it all may.</param>
    internal EntityFields<T> Reference<TTarget>(
        string name, string label, Func<T, object?> read, Action<T, string?> set, Func<TTarget, bool>? usable = null) where TTarget : class =>
        Add(new(name, label), read, set, new FieldReference(typeof(TTarget), target => usable is null || usable((TTarget)target)));

    /// <summary>A field about visibility, set by the entity's own methods.</summary>
    internal EntityFields<T> State(string name, string label, Func<T, object?> read) => Add(new(name, label), read, null);

    /// <summary>Rows of a join table, whose changes modify no column.</summary>
    internal EntityFields<T> Relation(string name, string label, Func<T, object?> read, FieldRelation relation)
    {
        Fields.Add(new(new(name, label), e => FieldText.Of(read((T)e)), null) { Relation = relation });
        return this;
    }

    internal EntityFields<T> Former(string name, string label)
    {
        Name(name, label);
        return this;
    }

    internal EntityFields<T> MadeByVisitors()
    {
        IsMadeByVisitors = true;
        return this;
    }

    internal EntityFields<T> Confirmed(string column)
    {
        ConfirmedBy = column;
        return this;
    }

    internal EntityFields<T> Including(Func<IQueryable<T>, IQueryable<T>> whole)
    {
        _whole = whole;
        return this;
    }

    internal EntityFields<T> Restored(Func<StoreDb, T, DateTime, CancellationToken, Task> restored)
    {
        _restored = restored;
        return this;
    }

    internal override async Task<IVersioned?> FindAsync(StoreDb db, int id, bool tracked, CancellationToken cancel)
    {
        var all = _whole(db.Set<T>());
        return await (tracked ? all : all.AsNoTracking()).FirstOrDefaultAsync(e => EF.Property<int>(e, "Id") == id, cancel);
    }

    internal override Task RestoredAsync(StoreDb db, object entity, DateTime now, CancellationToken cancel) =>
        _restored is null ? Task.CompletedTask : _restored(db, (T)entity, now, cancel);

    private EntityFields<T> Add(Field field, Func<T, object?> read, Action<T, string?>? set, FieldReference? refers = null)
    {
        Fields.Add(new(field, e => FieldText.Of(read((T)e)), set is null ? null : (e, text) => set((T)e, text)) { Refers = refers });
        return this;
    }
}

/// <summary>All kinds with history, by kind and by type.</summary>
public sealed class DescribedEntities
{
    private readonly Dictionary<Type, EntityFields> _byType;
    private readonly Dictionary<RevisionKind, EntityFields> _byKind;

    internal DescribedEntities(params EntityFields[] all) =>
        (All, _byType, _byKind) = (all, all.ToDictionary(f => f.Type), all.ToDictionary(f => f.Kind));

    public IReadOnlyList<EntityFields> All { get; }

    internal EntityFields Of(Type type) => _byType[type];

    internal EntityFields Of(RevisionKind kind) => _byKind[kind];

    /// <summary>Null for a kind without history.</summary>
    internal EntityFields? Find(Type type) => _byType.GetValueOrDefault(type);
}
