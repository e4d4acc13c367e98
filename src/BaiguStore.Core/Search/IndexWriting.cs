using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>A generation that is open for writing.</summary>
internal sealed class IndexWriting : IDisposable
{
    public IndexWriting(string generation)
    {
        Generation = generation;
        // Not mapped into memory: a file that is cut while it is mapped ends the process.
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

    /// <summary>Whether the segments were joined, and no commit has that yet.</summary>
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
    /// Joins all segments into one while the index is in use: each search asks each segment for each of its words, and in one it takes half
    /// the time. Where it fails, by a full disk or because the index is closed, everything stays as it is.
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
            // What is wrong with the files shows where they are read.
        }
    });

    /// <summary>A writer that failed may have lost some of what it was given, or be closed: another takes its place, at the last commit.</summary>
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
        // Small segments are written by whoever fills them, while the other goes on; only what is left waits for the commit.
        RAMBufferSizeMB = 16,
        MergeScheduler = new OneMerger(),
    });

    /// <summary>What was not committed is forgotten: the feed brings it again.</summary>
    private void Forget()
    {
        try
        {
            Writer.Rollback();
        }
        catch (Exception e) when (SearchIndex.IsDamage(e))
        {
            // Its files are damaged or gone; nothing of it is wanted any more.
        }
    }

    /// <summary>
    /// Merges in the thread that asks for it: what it meets is thrown where it is caught. Who comes while another merges goes on; the other takes that
    /// merge, too.
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
