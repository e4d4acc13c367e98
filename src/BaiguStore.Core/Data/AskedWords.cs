using System.Linq.Expressions;
using System.Reflection;

namespace BaiguStore.Core.Data;

/// <summary>Search terms of staff for texts in the form of <see cref="Text.RowText"/>.</summary>
/// <param name="All">Every term must occur, in any of its forms.</param>
/// <param name="Or">Alternative that is sufficient on its own; null for none.</param>
public sealed record AskedWords(IReadOnlyList<IReadOnlyList<string>> All, string? Or = null)
{
    private static readonly MethodInfo Contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;

    /// <summary>Rows whose text matches; no rows without a search term.</summary>
    public IQueryable<T> In<T>(IQueryable<T> rows, Expression<Func<T, string>> text)
    {
        var all = All.Select(forms => forms.Select(Has).Aggregate(Expression.OrElse)).DefaultIfEmpty(Expression.Constant(false))
            .Aggregate(Expression.AndAlso);
        return rows.Where(Expression.Lambda<Func<T, bool>>(Or is null ? all : Expression.OrElse(all, Has(Or)), text.Parameters));

        // A property of an object, because EF sends that as a parameter and not as a literal.
        Expression Has(string form) =>
            Expression.Call(text.Body, Contains, Expression.Property(Expression.Constant(new Form(form)), nameof(Form.Text)));
    }

    private sealed record Form(string Text);
}
