using System.Buffers;
using System.Globalization;

namespace BaiguStore.Core.Pictures;

/// <summary>URL of a picture in one width: `/pictures/{key}-{width}.webp`.</summary>
public sealed record PictureAddress(string Key, int Width)
{
    public const string Folder = "/pictures/", Extension = ".webp";

    /// <summary>Pixels for a list, a page and a large screen. Pictures are never enlarged; a smaller one ends with its own width.</summary>
    private static readonly int[] Widths = [480, 960, MaxWidth];

    public const int MaxWidth = 1_600;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>The widths that a picture is stored in, ascending.</summary>
    /// <param name="largest">The width of its largest file.</param>
    public static IEnumerable<int> WidthsOf(int largest) => Widths.Where(w => w < largest).Append(largest);

    /// <summary>URL of the narrowest file of at least that width, or the largest.</summary>
    public static string Of(string key, int largest, int atLeast) =>
        $"{new PictureAddress(key, WidthsOf(largest).FirstOrDefault(w => w >= atLeast, largest))}";

    /// <summary>The same picture in its narrowest width, for lists; any other path is returned unchanged.</summary>
    public static string Narrow(string path) => Parse(path) is { } picture && picture.Width > Widths[0] ? $"{picture with { Width = Widths[0] }}" : path;

    /// <summary>For the attribute `srcset`.</summary>
    public static string SourceSet(string key, int largest) =>
        string.Join(", ", WidthsOf(largest).Select(w => string.Create(CultureInfo.InvariantCulture, $"{new PictureAddress(key, w)} {w}w")));

    /// <summary>Null for a path that is not one of our pictures.</summary>
    public static PictureAddress? Parse(string path)
    {
        if (!path.StartsWith(Folder, StringComparison.Ordinal) || !path.EndsWith(Extension, StringComparison.Ordinal))
            return null;
        var name = path[Folder.Length..^Extension.Length];
        return name.Length > Picture.KeyLength + 1 && IsKey(name[..Picture.KeyLength]) && name[Picture.KeyLength] == '-'
            && int.TryParse(name.AsSpan(Picture.KeyLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                ? new(name[..Picture.KeyLength], width)
                : null;
    }

    public static bool IsKey(string text) => text.Length == Picture.KeyLength && !text.AsSpan().ContainsAnyExcept(Hex);

    /// <summary>Keys of the pictures that a text refers to.</summary>
    public static IReadOnlyCollection<string> KeysIn(string text)
    {
        HashSet<string> keys = [];
        for (var at = 0; (at = text.IndexOf(Folder, at, StringComparison.Ordinal)) >= 0; at += Folder.Length)
            if (at + Folder.Length + Picture.KeyLength <= text.Length && text.Substring(at + Folder.Length, Picture.KeyLength) is var key && IsKey(key))
                keys.Add(key);
        return keys;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Folder}{Key}-{Width}{Extension}");
}
