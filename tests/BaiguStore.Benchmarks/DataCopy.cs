using Microsoft.Data.Sqlite;

namespace BaiguStore.Benchmarks;

/// <summary>A temporary copy of a store's data, including the index, which would otherwise be built during the measurement.</summary>
internal sealed class DataCopy : IDisposable
{
    public DataCopy(string dataPath)
    {
        foreach (var file in Directory.GetFiles(dataPath, "store.db*").Concat(Directory.GetFiles(System.IO.Path.Combine(dataPath, "index"), "*", SearchOption.AllDirectories)))
        {
            var copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(dataPath, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("baigu-bench-write-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
