using System.Globalization;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>A picture of a product; the first is the main picture.</summary>
/// <param name="Width">Pixels of the largest file.</param>
/// <param name="Alt">Alternative text; may be empty.</param>
public sealed record ProductPicture(string Key, int Width, int Height, string Alt)
{
    public const int MaxAltLength = 160;

    /// <summary>Limits for parsing, in characters of a line and in lines: above anything that our forms send.</summary>
    private const int MaxLine = 1_000, MaxRead = 100;

    public string Small => PictureAddress.Of(Key, Width, 480);
    public string Large => PictureAddress.Of(Key, Width, Width);
    public string SourceSet => PictureAddress.SourceSet(Key, Width);

    /// <summary>One picture per line, `key width height alt`, as in the history and the editor's form.</summary>
    public static string Lines(IEnumerable<ProductPicture> pictures) => string.Join('\n', pictures.Select(p =>
        string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Width} {p.Height} {PlainText.Line(p.Alt)}").TrimEnd()));

    /// <summary>Empty lines are skipped. Null if a line is malformed.</summary>
    public static List<ProductPicture>? Parse(string? lines)
    {
        List<ProductPicture> pictures = [];
        foreach (var typed in (lines ?? "").AsSpan().EnumerateLines())
        {
            if (typed.Length > MaxLine || pictures.Count > MaxRead)
                return null;
            if (PlainText.Line(typed.ToString()) is not { Length: > 0 } line)
                continue;
            if (line.Split(' ', 4) is not [var key, var width, var height, .. var alt] || !PictureAddress.IsKey(key) || !IsSize(width, out var w) || !IsSize(height, out var h))
                return null;
            pictures.Add(new(key, w, h, alt is [var said] ? said : ""));
        }
        return pictures;

        static bool IsSize(string text, out int size) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size > 0;
    }
}
