using BaiguStore.Core.Data;
using Lucene.Net.Index;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>Fills a new index with all products, published or not, and the published articles.</summary>
internal static class IndexFilling
{
    /// <summary>All products in portions by their ids, two of them taken in while the next is read; then the articles.</summary>
    public static async Task FillAsync(StoreDb db, IndexWriter writer, int portion, CancellationToken cancel)
    {
        using Filler one = new(writer), other = new(writer);
        Queue<Filler> fillers = new([one, other]); // whose turn it is: the one before is free when the last but one is done
        var (taking, takingNext) = (Task.CompletedTask, Task.CompletedTask);
        try
        {
            for (int last = 0, read = portion; read == portion;)
            {
                var after = last;
                var products = await db.Products.Where(p => p.Id > after).ForIndex().Take(portion).ToListAsync(cancel);
                (read, last) = (products.Count, products.LastOrDefault()?.Id ?? last);
                await taking;
                var filler = fillers.Dequeue();
                fillers.Enqueue(filler);
                (taking, takingNext) = (takingNext, Task.Run(() => filler.Take(products), cancel));
            }
            await Task.WhenAll(taking, takingNext);
        }
        finally
        {
            // Whatever failed: nobody writes any more when the writer is closed and its folder goes.
            await Task.WhenAll(taking, takingNext).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(Task.Run(one.Write, cancel), Task.Run(other.Write, cancel));
        using var maker = new DocumentMaker();
        await foreach (var article in db.Articles.ForIndex().AsAsyncEnumerable().WithCancellation(cancel))
            writer.AddDocument(maker.Make(article));
    }

    /// <summary>One of those that fill a new index: takes products in until they are a segment.</summary>
    private sealed class Filler(IndexWriter writer) : IDisposable
    {
        /// <summary>Documents of a segment: more of them take memory and save no time.</summary>
        private const int Most = 8_000;

        private readonly DocumentMaker _maker = new();
        private MemorySegment _segment = new();

        public void Take(IReadOnlyList<IndexedProduct> products)
        {
            foreach (var product in products)
                _segment.Add(_maker.Make(product));
            if (_segment.MaxDoc >= Most)
                Write();
        }

        public void Write()
        {
            using var full = _segment;
            _segment = new();
            if (full.MaxDoc == 0)
                return;
            writer.AddIndexes(full);
            writer.MaybeMerge(); // for an added index Lucene leaves that to its caller
        }

        public void Dispose()
        {
            _segment.Dispose();
            _maker.Dispose();
        }
    }
}
