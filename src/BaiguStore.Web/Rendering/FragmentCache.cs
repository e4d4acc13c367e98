using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaiguStore.Web.Rendering;

/// <summary>
/// Caches rendered partial views of immutable objects, such as the tree of a snapshot, per language and for the lifetime of the object.
/// </summary>
public sealed class FragmentCache(HtmlEncoder encoder)
{
    private readonly ConditionalWeakTable<object, ConcurrentDictionary<(string Partial, string Language), CachedHtml>> _pieces = [];

    public Task<IHtmlContent> RenderAsync(IHtmlHelper html, string partial, object model) => RenderAsync(html, partial, model, model);

    /// <summary>For a model created per page that depends only on a cached object.</summary>
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
