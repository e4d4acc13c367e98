using System.Linq.Expressions;
using System.Reflection;

namespace BaiguStore.Core.Data;

/// <summary>What staff look for in texts of the form of <see cref="Text.RowText"/>.</summary>
/// <param name="All">Each of these must be there, in any of its forms.</param>
/// <param name="Or">Or this alone; null for nothing else.</param>
public sealed record AskedWords(IReadOnlyList<IReadOnlyList<string>> All, string? Or = null)
{
    private static readonly MethodInfo Contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;

    /// <summary>The rows whose text has them; none where nothing is asked for.</summary>
    public IQueryable<T> In<T>(IQueryable<T> rows, Expression<Func<T, string>> text)
    {
        var all = All.Select(forms => forms.Select(Has).Aggregate(Expression.OrElse)).DefaultIfEmpty(Expression.Constant(false))
            .Aggregate(Expression.AndAlso);
        return rows.Where(Expression.Lambda<Func<T, bool>>(Or is null ? all : Expression.OrElse(all, Has(Or)), text.Parameters));

        // A property of an object is sent as a parameter.
        Expression Has(string form) =>
            Expression.Call(text.Body, Contains, Expression.Property(Expression.Constant(new Form(form)), nameof(Form.Text)));
    }

    private sealed record Form(string Text);
}
