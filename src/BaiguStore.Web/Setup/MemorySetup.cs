using System.Runtime.InteropServices;

namespace BaiguStore.Web.Setup;

/// <summary>How the C library keeps what SQLite and the compressor free.</summary>
public static class MemorySetup
{
    /// <summary>
    /// By default up to eight areas for each processor, each of which keeps what was freed in it: 15 MB more for the same work. Two are
    /// enough for programs that allocate as seldom as SQLite.
    /// </summary>
    private const int Areas = 2;

    /// <summary>Bytes freed at the end of an area from which they go back. By default the limit grows with what was freed, to many megabytes: 10 MB more.</summary>
    private const int GivenBackFrom = 1 << 20;

    /// <summary>
    /// Bytes from which a block is mapped by the system alone. By default the limit grows, too, but no longer once the other one is set: then it stays 128 KB,
    /// as much as Brotli's table for one part of a page, and every page pays for mapping, clearing and giving it back (a quarter of what a line's page costs).
    /// </summary>
    private const int MappedFrom = 1 << 20;

    /// <summary>M_ARENA_MAX, M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h.</summary>
    private const int MostAreas = -8, TrimFrom = -1, MapFrom = -3;

    /// <summary>Before the pool's threads have areas of their own. Other C libraries have no such settings, and do not need them.</summary>
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
