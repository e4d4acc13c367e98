using System.Globalization;
using BaiguStore.Core.History;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Primitives;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>
/// Joins the pieces that a conflict page posts, before any action sees the form: `Merged.Body.0`, `Merged.Body.1` ... become `Body`. So choosing
/// needs no script, and editors know nothing of pieces.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MergedFieldsAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(context.HttpContext.RequestAborted);
            if (form.Keys.Any(MergedFields.IsPiece))
                request.Form = new FormCollection(MergedFields.Assemble(form), form.Files);
        }
        await next();
    }
}

internal static class MergedFields
{
    private const string Prefix = "Merged.", List = "list";

    /// <summary>Field name of a piece of a long text.</summary>
    public static string PieceOf(string field, int at) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{field}.{at}");

    /// <summary>Field name for several ids as one value.</summary>
    public static string ListOf(string field) => $"{Prefix}{field}.{List}";

    public static bool IsPiece(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    public static Dictionary<string, StringValues> Assemble(IFormCollection form)
    {
        var fields = form.Where(f => !IsPiece(f.Key)).ToDictionary(f => f.Key, f => f.Value);
        var pieces = form.Where(f => IsPiece(f.Key)).Select(f => (Name: f.Key.Split('.'), Value: f.Value.ToString())).Where(p => p.Name.Length == 3);
        foreach (var field in pieces.GroupBy(p => p.Name[1], p => (At: p.Name[2], p.Value)))
            fields[field.Key] = field.First() is { At: List } list
                ? list.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)
                : TextMerge.Join(field.OrderBy(p => Number(p.At)).Select(p => p.Value.ReplaceLineEndings("\n")));
        return fields;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
