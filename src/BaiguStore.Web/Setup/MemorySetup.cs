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

    /// <summary>M_ARENA_MAX and M_TRIM_THRESHOLD of glibc's malloc.h.</summary>
    private const int MostAreas = -8, TrimFrom = -1;

    /// <summary>Before the pool's threads have areas of their own. Other C libraries have no such settings, and do not need them.</summary>
    public static void KeepNativeMemoryTogether()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Set(MostAreas, Areas);
            _ = Set(TrimFrom, GivenBackFrom);
        }
        catch (EntryPointNotFoundException)
        {
            // musl
        }
    }

    [DllImport("libc", EntryPoint = "mallopt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
