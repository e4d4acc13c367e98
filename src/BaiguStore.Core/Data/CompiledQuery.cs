using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BaiguStore.Core.Data;

/// <summary>
/// A query written in the vocabulary and compiled once, for the few that almost every request asks: EF spends more time on
/// recognising an ordinary query than SQLite on answering it. Kept in a static field.
/// </summary>
/// <param name="query">Asked once for each model with marks instead of arguments, so it must not look at them: no `if`, no arithmetic.</param>
public sealed class CompiledQuery<T1, TRow>(Func<StoreDb, T1, IQueryable<TRow>> query)
{
    private readonly ConditionalWeakTable<IModel, Func<StoreDb, T1, IAsyncEnumerable<TRow>>> _byModel = [];

    public async Task<List<TRow>> ToListAsync(StoreDb db, T1 argument, CancellationToken cancel)
    {
        using var _ = db.OnlyReading();
        return await _byModel.GetValue(db.Model, _ => Compile(db))(db, argument).ToListAsync(cancel);
    }

    public async Task<TRow?> FirstOrDefaultAsync(StoreDb db, T1 argument, CancellationToken cancel) =>
        (await ToListAsync(db, argument, cancel)).FirstOrDefault();

    private Func<StoreDb, T1, IAsyncEnumerable<TRow>> Compile(StoreDb db)
    {
        var marks = new QueryMarks();
        var body = marks.Replace(query(db, marks.Next<T1>()));
        return EF.CompileAsyncQuery(Expression.Lambda<Func<StoreDb, T1, IQueryable<TRow>>>(body, [Expression.Parameter(typeof(StoreDb)), .. marks.Parameters]));
    }
}

/// <inheritdoc cref="CompiledQuery{T1, TRow}"/>
public sealed class CompiledQuery<T1, T2, T3, TRow>(Func<StoreDb, T1, T2, T3, IQueryable<TRow>> query)
{
    private readonly ConditionalWeakTable<IModel, Func<StoreDb, T1, T2, T3, IAsyncEnumerable<TRow>>> _byModel = [];

    public async Task<List<TRow>> ToListAsync(StoreDb db, T1 first, T2 second, T3 third, CancellationToken cancel)
    {
        using var _ = db.OnlyReading();
        return await _byModel.GetValue(db.Model, _ => Compile(db))(db, first, second, third).ToListAsync(cancel);
    }

    private Func<StoreDb, T1, T2, T3, IAsyncEnumerable<TRow>> Compile(StoreDb db)
    {
        var marks = new QueryMarks();
        var body = marks.Replace(query(db, marks.Next<T1>(), marks.Next<T2>(), marks.Next<T3>()));
        return EF.CompileAsyncQuery(Expression.Lambda<Func<StoreDb, T1, T2, T3, IQueryable<TRow>>>(body, [Expression.Parameter(typeof(StoreDb)), .. marks.Parameters]));
    }
}

/// <summary>Values that nobody else would write into a query. Where they turn up in it, its parameters belong.</summary>
internal sealed class QueryMarks : ExpressionVisitor
{
    private const int FirstNumber = 1_618_033_988;

    private readonly Dictionary<object, ParameterExpression> _marks = [];
    private readonly HashSet<object> _found = [];

    public IEnumerable<ParameterExpression> Parameters => _marks.Values;

    /// <summary>A mark for the next argument: an int or a string.</summary>
    public T Next<T>()
    {
        object mark = typeof(T) == typeof(int) ? FirstNumber + _marks.Count
            : typeof(T) == typeof(string) ? $"\u0001{_marks.Count}\u0001"
            : throw new NotSupportedException($"Compiled queries take int and string, not {typeof(T)}.");
        _marks.Add(mark, Expression.Parameter(typeof(T), $"p{_marks.Count}"));
        return (T)mark;
    }

    /// <summary>The query with its parameters. Throws where one is not found: it was looked at, and its query is not the same for every value.</summary>
    public Expression Replace(IQueryable query)
    {
        var replaced = Visit(query.Expression);
        return _found.Count == _marks.Count ? replaced
            : throw new InvalidOperationException("A compiled query must pass each of its arguments on as it is.");
    }

    protected override Expression VisitConstant(ConstantExpression node) => node.Value is { } value && ParameterOf(value) is { } parameter ? parameter : node;

    /// <summary>What a lambda has captured: a mark, or another query with marks in it.</summary>
    protected override Expression VisitMember(MemberExpression node)
    {
        if (node is not { Expression: ConstantExpression { Value: { } captured }, Member: FieldInfo field } || field.GetValue(captured) is not { } value)
            return base.VisitMember(node);
        return value is IQueryable query ? Visit(query.Expression) : ParameterOf(value) ?? base.VisitMember(node);
    }

    private ParameterExpression? ParameterOf(object value)
    {
        if (value is not (int or string) || !_marks.TryGetValue(value, out var parameter))
            return null;
        _found.Add(value);
        return parameter;
    }
}
