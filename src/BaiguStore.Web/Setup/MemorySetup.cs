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

    /// <summary>M_ARENA_MAX of glibc's malloc.h.</summary>
    private const int MostAreas = -8;

    /// <summary>Before any thread has an area of its own. Other C libraries have no such setting, and do not need it.</summary>
    public static void KeepNativeMemoryTogether()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Set(MostAreas, Areas);
        }
        catch (EntryPointNotFoundException)
        {
            // musl
        }
    }

    [DllImport("libc", EntryPoint = "mallopt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
