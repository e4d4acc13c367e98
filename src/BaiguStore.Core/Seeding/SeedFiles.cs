using System.Reflection;
using System.Text.Json;

namespace BaiguStore.Core.Seeding;

/// <summary>The files of `seeds/`, embedded in this assembly.</summary>
public static class SeedFiles
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
}
