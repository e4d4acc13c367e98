using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BaiguStore.Core.Data;
using Lucene.Net.Index;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Search;

/// <summary>Fills a new index with all products, published or not, and all published articles.</summary>
internal static class IndexFilling
{
    /// <summary>All products in batches by id, two batches in parallel; then the articles.</summary>
    public static async Task FillAsync(StoreDb db, IndexWriter writer, int portion, CancellationToken cancel)
    {
        using DocumentMaker one = new(), other = new();
        ConcurrentQueue<DocumentMaker> free = new([one, other]);
        var options = new ParallelOptions { MaxDegreeOfParallelism = free.Count, CancellationToken = cancel };
        // On failure it waits for both: nobody may still write when the writer is closed and its folder deleted.
        await Parallel.ForEachAsync(PortionsAsync(db, portion, cancel), options, (products, _) =>
        {
            free.TryDequeue(out var maker);
            foreach (var product in products)
                writer.AddDocument(maker!.Make(product));
            free.Enqueue(maker!);
            return ValueTask.CompletedTask;
        });
        await foreach (var article in db.Articles.ForIndex().AsAsyncEnumerable().WithCancellation(cancel))
            writer.AddDocument(one.Make(article));
    }

    private static async IAsyncEnumerable<List<IndexedProduct>> PortionsAsync(StoreDb db, int portion, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (int last = 0, read = portion; read == portion;)
        {
            var after = last;
            var products = await db.Products.Where(p => p.Id > after).ForIndex().Take(portion).ToListAsync(cancel);
            (read, last) = (products.Count, products.LastOrDefault()?.Id ?? last);
            yield return products;
        }
    }
}
