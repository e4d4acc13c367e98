using System.Collections.Concurrent;
using BaiguStore.Core.Search;

namespace BaiguStore.Web.Visits;

/// <summary>Counts searches without results on this node until they are saved.</summary>
public sealed class ZeroResultCounters
{
    /// <summary>Maximum distinct texts between two saves, so that a flood of invented ones does not fill the table.</summary>
    private const int MostTexts = 200;

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a person's search without a complete match.</summary>
    public void Add(HttpRequest request, string typed)
    {
        if (VisitCounters.IsByPerson(request) && EmptySearches.KeyOf(typed) is { Length: > 0 } text && (_counts.Count < MostTexts || _counts.ContainsKey(text)))
            _counts.AddOrUpdate(text, 1, (_, count) => count + 1);
    }

    /// <summary>Returns all counts since the last call, and resets them.</summary>
    public List<(string Text, long Count)> Take() =>
        [.. _counts.Keys.Select(text => (text, Count: _counts.TryRemove(text, out var count) ? count : 0)).Where(c => c.Count > 0)];

    /// <summary>Adds counts back that could not be saved.</summary>
    public void PutBack(IEnumerable<(string Text, long Count)> searches)
    {
        foreach (var (text, count) in searches)
            _counts.AddOrUpdate(text, count, (_, more) => more + count);
    }
}
