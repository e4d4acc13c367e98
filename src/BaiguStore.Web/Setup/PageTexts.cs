using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Setup;

/// <summary>
/// The texts of pages, looked up once a language: a page shows some two hundred, and the framework's localizer puts a key together
/// for each of them each time. Keys are ours, so there is an end to them.
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
            return arguments is [string argument] && Filled.PlaceIn(text.Value) is { } place
                ? new Filled(text, place, argument, arguments)
                : new LocalizedHtmlString(name, text.Value, text.IsResourceNotFound, arguments);
        }
    }

    public LocalizedString GetString(string name) => _resource.GetString(name);

    public LocalizedString GetString(string name, params object[] arguments) => _resource.GetString(name, arguments);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _resource.GetAllStrings(includeParentCultures);

    /// <summary>A text without arguments. The framework's own looks through it for places to fill each time that it is written.</summary>
    private sealed class Plain(LocalizedHtmlString text) : LocalizedHtmlString(text.Name, text.Value, text.IsResourceNotFound), IHtmlContent
    {
        public static LocalizedHtmlString Of(LocalizedHtmlString text) => text.Value.AsSpan().ContainsAny('{', '}') ? text : new Plain(text);

        void IHtmlContent.WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(Value);
    }

    /// <summary>A text with one place and what fills it, as most have them: a format of its own would be read anew for each row of a list.</summary>
    private sealed class Filled(LocalizedHtmlString text, int place, string argument, object[] arguments)
        : LocalizedHtmlString(text.Name, text.Value, text.IsResourceNotFound, arguments), IHtmlContent
    {
        private const string Place = "{0}";

        /// <summary>Where the only place of a text is; null where it has another or none.</summary>
        public static int? PlaceIn(string text) =>
            text.IndexOf(Place, StringComparison.Ordinal) is var place and >= 0 && !text.AsSpan(0, place).ContainsAny('{', '}') && !text.AsSpan(place + Place.Length).ContainsAny('{', '}')
                ? place
                : null;

        void IHtmlContent.WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            writer.Write(Value.AsSpan(0, place));
            encoder.Encode(writer, argument);
            writer.Write(Value.AsSpan(place + Place.Length));
        }
    }
}
