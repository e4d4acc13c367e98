using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BaiguStore.Core.Data;

/// <summary>
/// A query that is compiled once, for the few queries that almost every request runs: EF spends more time on its query cache lookup than SQLite on
/// the answer. Stored in a static field.
/// </summary>
/// <param name="query">Called once per model with placeholder values as arguments, so it must not inspect them: no `if`, no arithmetic.</param>
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

/// <summary>Unique placeholder values. Where one occurs in the query, a parameter is substituted.</summary>
internal sealed class QueryMarks : ExpressionVisitor
{
    private const int FirstNumber = 1_618_033_988;

    private readonly Dictionary<object, ParameterExpression> _marks = [];
    private readonly HashSet<object> _found = [];

    public IEnumerable<ParameterExpression> Parameters => _marks.Values;

    /// <summary>A placeholder for the next argument: an int or a string.</summary>
    public T Next<T>()
    {
        object mark = typeof(T) == typeof(int) ? FirstNumber + _marks.Count
            : typeof(T) == typeof(string) ? $"\u0001{_marks.Count}\u0001"
            : throw new NotSupportedException($"Compiled queries take int and string, not {typeof(T)}.");
        _marks.Add(mark, Expression.Parameter(typeof(T), $"p{_marks.Count}"));
        return (T)mark;
    }

    /// <summary>
    /// The query with its parameters. Throws if a placeholder is missing: then the lambda inspected it, and its query is not the same for every
    /// value.
    /// </summary>
    public Expression Replace(IQueryable query)
    {
        var replaced = Visit(query.Expression);
        return _found.Count == _marks.Count ? replaced
            : throw new InvalidOperationException("A compiled query must pass each of its arguments on as it is.");
    }

    protected override Expression VisitConstant(ConstantExpression node) => node.Value is { } value && ParameterOf(value) is { } parameter ? parameter : node;

    /// <summary>A captured variable of a lambda: a placeholder, or another query with placeholders in it.</summary>
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
