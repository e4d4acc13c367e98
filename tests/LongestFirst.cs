using Xunit.Sdk;
using Xunit.v3;

namespace BaiguStore.Tests;

/// <summary>
/// The order in which classes of tests begin, several at a time: first those that take longest, so that none of them runs alone at the end; last
/// those that wait for something that is still being made.
/// </summary>
public abstract class LongestFirst(Type[] first, Func<Type, bool> isLast) : ITestCollectionOrderer
{
    private readonly Type[] _first = first;
    private readonly HashSet<string> _last = [.. first.First().Assembly.GetTypes().Where(isLast).Select(type => type.FullName!)];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection =>
        [.. testCollections.OrderBy(collection => Rank(collection))];

    /// <summary>A class in no named collection is called "Test collection for NAMESPACE.CLASS (id: ...)". Others have the name of a type.</summary>
    private int Rank(ITestCollection collection)
    {
        var words = collection.TestCollectionDisplayName.Split(' ');
        var rank = Array.FindIndex(_first, type => words.Contains(type.FullName) || words.Contains(type.Name));
        return rank >= 0 ? rank : words.Any(_last.Contains) ? int.MaxValue : _first.Length;
    }
}
