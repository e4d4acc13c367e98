using System.Globalization;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Pictures;

/// <summary>The drawings of `seeds/figures/`, embedded in this assembly and served at `/figures/NAME.svg`.</summary>
public static partial class Figures
{
    /// <summary>The bytes of a figure by its file name, or null.</summary>
    public static Stream? Open(string name) => typeof(Figures).Assembly.GetManifestResourceStream($"seeds/figures/{name}");

    /// <summary>Width and height of a figure by its URL path in the store ("/figures/x.svg").</summary>
    public static (int Width, int Height)? SizeOf(string path)
    {
        using var stream = Open(path.Split('/')[^1]);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        var head = SvgSize().Match(reader.ReadToEnd());
        return head.Success
            ? (int.Parse(head.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(head.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex("""viewBox="0 0 (\d+) (\d+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SvgSize();
}
