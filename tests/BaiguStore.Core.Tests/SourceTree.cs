using System.Runtime.CompilerServices;

namespace BaiguStore.Core.Tests;

/// <summary>Files of the checkout that the tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string Top = FindTop();

    /// <summary>Files below a folder of the checkout, without build outputs.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Top, folder), pattern, SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Top, path));

    private static string FindTop([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BaiguStore.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No BaiguStore.sln above {here}.");
    }
}
