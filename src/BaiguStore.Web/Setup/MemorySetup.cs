using System.Runtime.InteropServices;

namespace BaiguStore.Web.Setup;

/// <summary>Tunes the C library's allocator for SQLite and the compressor.</summary>
public static class MemorySetup
{
    /// <summary>
    /// The default is up to eight arenas per core, each of which keeps freed memory: 15 MB more for the same work. Two are enough for programs that
    /// allocate as seldom as SQLite.
    /// </summary>
    private const int Areas = 2;

    /// <summary>
    /// Free bytes at an arena's end from which they are returned. By default the threshold adapts to freed blocks, up to many megabytes: 10 MB more.
    /// </summary>
    private const int GivenBackFrom = 1 << 20;

    /// <summary>
    /// Bytes from which a block is mapped separately. The default threshold adapts, too, but not after the other one is set: then it stays at 128 KB,
    /// the size of Brotli's table for one part of a page, and every page would map, clear and unmap it (a quarter of the cost of a category page).
    /// </summary>
    private const int MappedFrom = 1 << 20;

    /// <summary>M_ARENA_MAX, M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h.</summary>
    private const int MostAreas = -8, TrimFrom = -1, MapFrom = -3;

    /// <summary>Called before the thread pool creates arenas. Other C libraries have no such settings, and do not need them.</summary>
    public static void KeepNativeMemoryTogether()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Set(MostAreas, Areas);
            _ = Set(TrimFrom, GivenBackFrom);
            _ = Set(MapFrom, MappedFrom);
        }
        catch (EntryPointNotFoundException)
        {
            // musl
        }
    }

    [DllImport("libc", EntryPoint = "mallopt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
