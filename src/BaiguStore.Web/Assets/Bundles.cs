using System.Reflection;
using System.Text.RegularExpressions;

namespace BaiguStore.Web.Assets;

/// <summary>
/// The public stylesheet and script, built from `wwwroot/css` and `wwwroot/js/elements`, which are embedded in the assembly; and those for staff,
/// from `admin` below each.
/// </summary>
public sealed partial class Bundles
{
    /// <summary>The first declares the order of the cascade layers; the rest follows in any order.</summary>
    private static readonly string[] FirstStyles = ["tokens.css", "base.css", "frame.css"];

    private static readonly Assembly Home = typeof(Bundles).Assembly;

    public Bundle Style { get; } = new("css/store", "css", "text/css; charset=utf-8", Squeezed().Replace(TextOf("css/"), " "));

    public Bundle Script { get; } = new("js/store", "js", "text/javascript; charset=utf-8", TextOf("js/elements/"));

    /// <summary>Separate, because it runs before the first paint: otherwise a dark page would flash.</summary>
    public Bundle Theme { get; } = new("js/theme", "js", "text/javascript; charset=utf-8", TextOf("js/"));

    /// <summary>Loaded by staff only, not by visitors.</summary>
    public Bundle AdminStyle { get; } = new("css/admin", "css", "text/css; charset=utf-8", Squeezed().Replace(TextOf("css/admin/"), " "));

    public Bundle AdminScript { get; } = new("js/admin", "js", "text/javascript; charset=utf-8", TextOf("js/elements/admin/"));

    /// <summary>For the page that shows every component.</summary>
    public Bundle DesignStyle { get; } = new("css/design", "css", "text/css; charset=utf-8", Squeezed().Replace(TextOf("css/design/"), " "));

    public IEnumerable<Bundle> All => [Style, Script, Theme, AdminStyle, AdminScript, DesignStyle];

    /// <summary>Contents of one folder without its subfolders.</summary>
    private static string TextOf(string folder) =>
        string.Join('\n', Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.IndexOf('/', folder.Length) < 0)
            .OrderBy(name => (uint)Array.IndexOf(FirstStyles, name[folder.Length..])).ThenBy(name => name, StringComparer.Ordinal)
            .Select(Read));

    private static string Read(string name)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Comments and runs of white space, which have no meaning in our stylesheets.</summary>
    [GeneratedRegex(@"/\*.*?\*/|\s+", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Squeezed();
}
