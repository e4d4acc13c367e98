using System.Collections.Concurrent;
using BaiguStore.Core.Search;

namespace BaiguStore.Web.Visits;

/// <summary>Remembers on this node, until it is written down, what was searched for in vain.</summary>
public sealed class ZeroResultCounters
{
    /// <summary>Different texts between two writings; a flood of made-up ones fills no table.</summary>
    private const int MostTexts = 200;

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a person's search that no product has all of.</summary>
    public void Add(HttpRequest request, string typed)
    {
        if (VisitCounters.IsByPerson(request) && EmptySearches.KeyOf(typed) is { Length: > 0 } text && (_counts.Count < MostTexts || _counts.ContainsKey(text)))
            _counts.AddOrUpdate(text, 1, (_, count) => count + 1);
    }

    /// <summary>Takes all that was counted since it was last taken.</summary>
    public List<(string Text, long Count)> Take() =>
        [.. _counts.Keys.Select(text => (text, Count: _counts.TryRemove(text, out var count) ? count : 0)).Where(c => c.Count > 0)];

    /// <summary>Puts back what could not be written down.</summary>
    public void PutBack(IEnumerable<(string Text, long Count)> searches)
    {
        foreach (var (text, count) in searches)
            _counts.AddOrUpdate(text, count, (_, more) => more + count);
    }
}
