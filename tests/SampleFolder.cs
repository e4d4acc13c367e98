namespace BaiguStore.Tests;

/// <summary>
/// A store's folder with all samples and their index: half a minute of work for a processor. Where BAIGU_TEST_SAMPLES names a path, it is filled
/// there once for all projects, by the one that needs it first; else once for each project. Nobody starts a store on it: each takes a copy.
/// </summary>
internal static class SampleFolder
{
    private const string PathKey = "BAIGU_TEST_SAMPLES";

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether the samples are needed in any case.</summary>
    public static bool IsRunOfAllTests => Shared is not null;

    private static string? Shared => Environment.GetEnvironmentVariable(PathKey) is { Length: > 0 } path ? path : null;

    /// <summary>A new folder with a copy, which the caller deletes.</summary>
    /// <param name="prefix">Of the new folder's name.</param>
    /// <param name="fill">Fills a folder that is empty and leaves no process at work in it.</param>
    public static async Task<string> CopyAsync(string prefix, Func<string, Task> fill) => CopyOf(await Filled.GetOrAdd(fill), prefix);

    public static string CopyOf(string folder, string prefix)
    {
        var copy = Directory.CreateTempSubdirectory(prefix).FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    /// <summary>A folder that is filled for this process and goes with it.</summary>
    public static async Task<string> OwnAsync(Func<string, Task> fill)
    {
        var folder = Directory.CreateTempSubdirectory("baigu-samples-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await fill(folder);
        return folder;
    }

    private static class Filled
    {
        private static readonly Lock Starting = new();
        private static Task<string>? _filled;

        public static Task<string> GetOrAdd(Func<string, Task> fill)
        {
            lock (Starting)
                return _filled ??= Shared is { } shared ? SharedAsync(shared, fill) : OwnAsync(fill);
        }
    }

    /// <summary>The folder gets its name when it is whole. Another process may be about to fill it: then it is waited for.</summary>
    private static async Task<string> SharedAsync(string shared, Func<string, Task> fill)
    {
        await using var alone = await LockAsync(shared + ".lock");
        if (Directory.Exists(shared))
            return shared;
        var begun = shared + ".begun";
        if (Directory.Exists(begun))
            Directory.Delete(begun, recursive: true); // by a process that has ended
        Directory.CreateDirectory(begun);
        await fill(begun);
        Directory.Move(begun, shared);
        return shared;
    }

    private static async Task<FileStream> LockAsync(string file)
    {
        while (true)
            try
            {
                return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LookAgainAfter); // held by another process
            }
    }
}
