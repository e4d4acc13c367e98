namespace BaiguStore.Core.Search;

/// <summary>
/// The folder `index` in the data path: a folder per generation of the index, a pointer file with the current one, and possibly a file that requests
/// a rebuild.
/// </summary>
public sealed class SearchFolder(string dataPath)
{
    private readonly string _root = Path.Combine(dataPath, "index");

    private string Pointer => Path.Combine(_root, "current");

    private string Request => Path.Combine(_root, "rebuild");

    /// <summary>The current generation, or null.</summary>
    public string? Current => ReadPointer() is { } name && Directory.Exists(Path.Combine(_root, name)) ? Path.Combine(_root, name) : null;

    /// <summary>Time of a rebuild request, or null.</summary>
    public DateTime? AskedAt => File.Exists(Request) ? File.GetLastWriteTimeUtc(Request) : null;

    /// <summary>Requests a rebuild from the process that writes the index; only one process may write.</summary>
    public void Ask()
    {
        Directory.CreateDirectory(_root);
        File.WriteAllText(Request, "");
    }

    /// <summary>Deletes the request, unless it was renewed meanwhile.</summary>
    public void Answered(DateTime? askedAt)
    {
        if (askedAt is not null && AskedAt == askedAt)
            File.Delete(Request);
    }

    public string NewGeneration(DateTime now) =>
        Directory.CreateDirectory(Path.Combine(_root, $"g{now:yyyyMMddHHmmssfff}-{Guid.NewGuid().ToString("N")[..8]}")).FullName;

    /// <summary>Makes a generation current: the pointer file is replaced atomically.</summary>
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

    /// <summary>Deletes unused generations, including incomplete ones of a killed process.</summary>
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
            // Still in use on a system that forbids deletion: next time.
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
