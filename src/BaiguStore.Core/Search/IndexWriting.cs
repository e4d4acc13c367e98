using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>A generation of the index that is open for writing.</summary>
internal sealed class IndexWriting : IDisposable
{
    public IndexWriting(string generation)
    {
        Generation = generation;
        // Not memory-mapped: truncating a mapped file would crash the process.
        Directory = new NIOFSDirectory(new DirectoryInfo(generation));
        try
        {
            Writer = NewWriter();
        }
        catch
        {
            Directory.Dispose();
            throw;
        }
    }

    public string Generation { get; }

    /// <summary>Whether segments were merged and that is not committed yet.</summary>
    public bool HasJoined { get; private set; }

    public NIOFSDirectory Directory { get; }

    public IndexWriter Writer { get; private set; }

    public void Commit(long stamp)
    {
        HasJoined = false;
        Writer.SetCommitData(IndexView.CommitData(stamp));
        Writer.Commit();
    }

    /// <summary>
    /// Merges all segments into one while the index is in use: a search looks up each word in each segment, so one segment halves the time. On
    /// failure (disk full, index closed) nothing changes.
    /// </summary>
    public void BeginJoining() => _ = Task.Run(() =>
    {
        try
        {
            Writer.ForceMerge(1);
            HasJoined = true;
        }
        catch (Exception e) when (SearchIndex.IsDamage(e))
        {
            // Damage of the files is detected when they are read.
        }
    });

    /// <summary>Replaces a failed writer, which may have lost changes or be closed, by a new one at the last commit.</summary>
    public void StartOver()
    {
        HasJoined = false;
        Forget();
        Writer = NewWriter();
    }

    public void Dispose()
    {
        Forget();
        Directory.Dispose();
    }

    private IndexWriter NewWriter() => new(Directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, null)
    {
        // Threads flush small segments themselves while others continue, so that little is left to flush at commit.
        RAMBufferSizeMB = 16,
        MergeScheduler = new OneMerger(),
    });

    /// <summary>Drops uncommitted changes: the feed delivers them again.</summary>
    private void Forget()
    {
        try
        {
            Writer.Rollback();
        }
        catch (Exception e) when (SearchIndex.IsDamage(e))
        {
            // Its files are damaged or gone, and are not needed any more.
        }
    }

    /// <summary>
    /// Merges in the calling thread, so that exceptions are thrown where they are caught. If a merge is running already, the caller continues, and
    /// the running thread takes over its merge.
    /// </summary>
    private sealed class OneMerger : MergeScheduler
    {
        private readonly System.Threading.Lock _one = new();

        public override void Merge(IndexWriter writer, MergeTrigger trigger, bool newMergesFound)
        {
            if (!_one.TryEnter())
                return;
            try
            {
                while (writer.GetNextMerge() is { } merge)
                    writer.Merge(merge);
            }
            finally
            {
                _one.Exit();
            }
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
