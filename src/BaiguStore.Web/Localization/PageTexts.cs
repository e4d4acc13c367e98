using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Localization;

/// <summary>
/// Caches localized texts per language: a page shows some two hundred, and the framework's localizer builds a cache key for each lookup. All keys are
/// ours, so the cache is bounded.
/// </summary>
internal sealed class PageTexts(IHtmlLocalizerFactory factory) : IHtmlLocalizer<Ui>
{
    private readonly IHtmlLocalizer _resource = factory.Create(typeof(Ui));
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, LocalizedHtmlString>> _languages = new(StringComparer.Ordinal);

    public LocalizedHtmlString this[string name] =>
        _languages.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => new(StringComparer.Ordinal)).GetOrAdd(name, (key, resource) => Plain.Of(resource[key]), _resource);

    public LocalizedHtmlString this[string name, params object[] arguments]
    {
        get
        {
            var text = this[name];
            return new(name, text.Value, text.IsResourceNotFound, arguments);
        }
    }

    public LocalizedString GetString(string name) => _resource.GetString(name);

    public LocalizedString GetString(string name, params object[] arguments) => _resource.GetString(name, arguments);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _resource.GetAllStrings(includeParentCultures);

    /// <summary>A text without arguments. The framework's own class formats it at every write.</summary>
    private sealed class Plain(LocalizedHtmlString text) : LocalizedHtmlString(text.Name, text.Value, text.IsResourceNotFound), IHtmlContent
    {
        public static LocalizedHtmlString Of(LocalizedHtmlString text) => text.Value.AsSpan().ContainsAny('{', '}') ? text : new Plain(text);

        void IHtmlContent.WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(Value);
    }
}
