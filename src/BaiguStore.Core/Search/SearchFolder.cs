namespace BaiguStore.Core.Search;

/// <summary>
/// The folder `index` below the store's data: a folder for each generation of the index, a file that names the one in use, and now and then a
/// file that asks for a new one.
/// </summary>
public sealed class SearchFolder(string dataPath)
{
    private readonly string _root = Path.Combine(dataPath, "index");

    private string Pointer => Path.Combine(_root, "current");

    private string Request => Path.Combine(_root, "rebuild");

    /// <summary>The generation in use, or null where there is none.</summary>
    public string? Current => ReadPointer() is { } name && Directory.Exists(Path.Combine(_root, name)) ? Path.Combine(_root, name) : null;

    /// <summary>When a new index was asked for, or null.</summary>
    public DateTime? AskedAt => File.Exists(Request) ? File.GetLastWriteTimeUtc(Request) : null;

    /// <summary>Asks whoever writes the index to build it anew: another process, since only one may write.</summary>
    public void Ask()
    {
        Directory.CreateDirectory(_root);
        File.WriteAllText(Request, "");
    }

    /// <summary>The request is done with, unless it was made again meanwhile.</summary>
    public void Answered(DateTime? askedAt)
    {
        if (askedAt is not null && AskedAt == askedAt)
            File.Delete(Request);
    }

    public string NewGeneration(DateTime now) =>
        Directory.CreateDirectory(Path.Combine(_root, $"g{now:yyyyMMddHHmmssfff}-{Guid.NewGuid().ToString("N")[..8]}")).FullName;

    /// <summary>From now on this one is in use: the pointer is written beside the old one and takes its place in one step.</summary>
    public void Use(string generation)
    {
        var written = Pointer + ".new";
        using (var file = new FileStream(written, FileMode.Create))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(generation)));
            file.Flush(flushToDisk: true);
        }
        File.Move(written, Pointer, overwrite: true);
    }

    /// <summary>Deletes what is not in use: older generations, and half-made ones that a killed process left.</summary>
    public void Tidy()
    {
        if (!Directory.Exists(_root))
            return;
        var current = Current;
        foreach (var folder in Directory.EnumerateDirectories(_root).Where(f => f != current))
            Delete(folder);
    }

    public static void Delete(string generation)
    {
        try
        {
            Directory.Delete(generation, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still being read, where the system does not allow that: the next time.
        }
    }

    private string? ReadPointer()
    {
        try
        {
            return File.Exists(Pointer) && File.ReadAllText(Pointer) is { Length: > 0 and < 100 } name && name == Path.GetFileName(name) ? name : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
