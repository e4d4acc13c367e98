using System.Diagnostics;

namespace BaiguStore.Core.Tests.Search;

/// <summary>A tmpfs of a few megabytes that can be filled up. If it cannot be mounted, which requires Linux and root, the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Size = 4 * 1024 * 1024;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    public static SmallDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux mounts a disk in memory.");
        var folder = Directory.CreateTempSubdirectory("baigu-disk-").FullName;
        var (isMounted, answer) = Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", folder);
        if (!isMounted)
            Directory.Delete(folder);
        Assert.SkipUnless(isMounted, $"No disk in memory can be mounted here: {answer}");
        return new(folder);
    }

    /// <summary>Redirects this path to the disk by a symbolic link, so that the store's folder is deleted as usual.</summary>
    public void Become(string path) => Directory.CreateSymbolicLink(path, _folder);

    /// <summary>Leaves no room at all.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4 * 1024];
        try
        {
            // At most its size, so that a failed mount does not fill another disk.
            for (var written = 0; written < Size; written += page.Length)
                filler.Write(page);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    /// <summary>Detached at once, even if a file on it is still open.</summary>
    public void Dispose()
    {
        Run("umount", "-l", _folder);
        Directory.Delete(_folder);
    }

    private static (bool IsDone, string Answer) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var answer = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0, answer.Trim());
    }
}
