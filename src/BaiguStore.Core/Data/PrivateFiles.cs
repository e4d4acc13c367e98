using System.Runtime.InteropServices;
using BaiguStore.Core.Data.Sqlite;

namespace BaiguStore.Core.Data;

/// <summary>
/// The data folder holds keys and password hashes: only the account that runs the store may read it. Windows uses its own permissions.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite, OfFolders = OfFiles | UnixFileMode.UserExecute;

    /// <summary>Permission bits that no new file gets: all of group and others.</summary>
    private const uint Mask = 0b000_111_111;

    /// <summary>Sets the umask for all files of this process, whichever library creates them.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(Mask);
    }

    /// <summary>Removes access for others that an earlier version or a copy has left. Files of another account are unchanged.</summary>
    public static void Tighten(StoreSettings settings)
    {
        if (OperatingSystem.IsWindows())
            return;
        Close(settings.DataPath, OfFolders);
        foreach (var folder in (string[])["logs", "index", "keys"])
            if (new DirectoryInfo(Path.Combine(settings.DataPath, folder)) is { Exists: true } ours)
            {
                Close(ours.FullName, OfFolders);
                foreach (var entry in ours.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
                    Close(entry.FullName, entry is DirectoryInfo ? OfFolders : OfFiles);
            }
        if (settings.Provider == DatabaseProvider.Sqlite && SqliteFile.PathOf(settings.ConnectionString) is { } database)
            foreach (var suffix in (string[])["", "-wal", "-shm", "-setup"])
                Close(database + suffix, OfFiles);
    }

    private static void Close(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            if (File.Exists(path) || Directory.Exists(path))
                if (File.GetUnixFileMode(path) is var now && (now & mode) != now)
                    File.SetUnixFileMode(path, now & mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Belongs to another account, or was deleted meanwhile.
        }
    }

    [DllImport("libc", EntryPoint = "umask"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
