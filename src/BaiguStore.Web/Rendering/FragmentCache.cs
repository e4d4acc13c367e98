using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// Partial views of something that never changes, such as the tree of a snapshot, rendered once a language and kept for as long as
/// the thing itself.
/// </summary>
public sealed class FragmentCache(HtmlEncoder encoder)
{
    private readonly ConditionalWeakTable<object, ConcurrentDictionary<(string Partial, string Language), CachedHtml>> _pieces = [];

    public Task<IHtmlContent> RenderAsync(IHtmlHelper html, string partial, object model) => RenderAsync(html, partial, model, model);

    /// <summary>For a model that is made anew for each page, of a thing that stays.</summary>
    public async Task<IHtmlContent> RenderAsync(IHtmlHelper html, string partial, object thing, object model)
    {
        var ofModel = _pieces.GetOrCreateValue(thing);
        var key = (partial, CultureInfo.CurrentUICulture.Name);
        if (ofModel.TryGetValue(key, out var text))
            return text;
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        (await html.PartialAsync(partial, model)).WriteTo(writer, encoder);
        return ofModel[key] = new CachedHtml(writer.ToString());
    }
}
