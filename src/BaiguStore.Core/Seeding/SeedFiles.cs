using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Seeding;

/// <summary>The files of `seeds/`, embedded in this assembly.</summary>
public static partial class SeedFiles
{
    private const string Root = "seeds/";
    private static readonly Assembly Home = typeof(SeedFiles).Assembly;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    public static string Text(string name)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(Root + name) ?? throw new FileNotFoundException($"No seed named '{name}'."));
        return reader.ReadToEnd();
    }

    public static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(Text(name), Json) ?? throw new InvalidDataException($"The seed '{name}' is empty.");

    /// <summary>File names below a folder of the seeds ("articles/"), in ordinal order.</summary>
    public static IEnumerable<string> Names(string folder) => Home.GetManifestResourceNames()
        .Where(n => n.StartsWith(Root + folder, StringComparison.Ordinal))
        .Select(n => n[Root.Length..])
        .Order(StringComparer.Ordinal);

    /// <summary>The bytes of a figure by its file name, or null.</summary>
    public static Stream? Figure(string name) => Home.GetManifestResourceStream($"{Root}figures/{name}");

    /// <summary>Width and height of a figure by its URL path in the store ("/figures/x.svg").</summary>
    public static (int Width, int Height)? FigureSize(string path)
    {
        using var stream = Figure(path.Split('/')[^1]);
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
