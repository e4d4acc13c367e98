using System.Reflection;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Tests.Text;

/// <summary>A regular expression without a timeout lets one request occupy a core for as long as its author likes.</summary>
public sealed partial class RegexTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Fact]
    public void Every_regular_expression_of_the_core_has_a_time_limit()
    {
        var expressions = GeneratedIn(typeof(BaiguStore.Core.Data.StoreDb).Assembly).ToList();

        Assert.NotEmpty(expressions);
        Assert.Equal([], expressions.Where(e => !IsLimited(e.Regex)).Select(e => e.Name));
    }

    [Fact]
    public void One_without_a_time_limit_would_be_found()
    {
        var found = GeneratedIn(typeof(RegexTests).Assembly).Where(e => e.Name.StartsWith(nameof(RegexTests), StringComparison.Ordinal)).ToList();

        Assert.Equal([nameof(Unlimited)], found.Where(e => !IsLimited(e.Regex)).Select(e => e.Name.Split('.')[1]));
        Assert.Equal(3, found.Count);
    }

    /// <summary>
    /// In all of src, always in the same notation. Regular expressions made in any other way are banned by `src/BannedSymbols.txt`.
    /// </summary>
    [Fact]
    public void Every_attribute_in_the_source_that_makes_a_regular_expression_gives_it_a_time_limit()
    {
        var sources = SourceTree.Files("src", "*.cs").ToList();

        Assert.NotEmpty(sources);
        Assert.Equal([], sources.SelectMany(f => Unlimiteds(File.ReadAllText(f)).Select(m => $"{Path.GetFileName(f)}: {m}")));
    }

    [Theory]
    [InlineData("[GeneratedRegex(\"a+\")]\n")]
    [InlineData("[GeneratedRegex(@\"a+\", RegexOptions.None)]\n")]
    [InlineData("[RegularExpression(\"a+\", MatchTimeoutInMilliseconds = -1)]\n")]
    public void Ways_to_make_one_without_are_found(string code) => Assert.NotEmpty(Unlimiteds(code));

    [Theory]
    [InlineData("[GeneratedRegex(@\"^[a]+$\", RegexOptions.None, 1000)]\n")]
    [InlineData("[GeneratedRegex(\"\"\"a\"b\"\"\", RegexOptions.None, matchTimeoutMilliseconds: 1000)]\n")]
    [InlineData("[RegularExpression(\"a+\")]\n")] // ASP.NET Core limits it to two seconds
    public void Ways_to_make_one_with_a_limit_are_not(string code) => Assert.Empty(Unlimiteds(code));

    private static bool IsLimited(Regex regex) => regex.MatchTimeout > TimeSpan.Zero && regex.MatchTimeout <= Longest;

    private static IEnumerable<(string Name, Regex Regex)> GeneratedIn(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(Regex) && method.IsStatic && method.GetParameters().Length == 0
            && method.GetCustomAttribute<GeneratedRegexAttribute>() is not null
        select ($"{type.Name}.{method.Name}", (Regex)method.Invoke(null, null)!);

    private static IEnumerable<string> Unlimiteds(string code) => Makers().Matches(code).Select(m => m.Value.Trim())
        .Where(m => m.StartsWith("[GeneratedRegex", StringComparison.Ordinal)
            ? !LimitAtEnd().IsMatch(m) : m.Contains("MatchTimeoutInMilliseconds", StringComparison.Ordinal));

    [GeneratedRegex(@"\[(GeneratedRegex|RegularExpression)\(.*", RegexOptions.None, 1000)]
    private static partial Regex Makers();

    [GeneratedRegex(@", (matchTimeoutMilliseconds: )?\d+\)\]\s*$", RegexOptions.None, 1000)]
    private static partial Regex LimitAtEnd();

    [GeneratedRegex("a+")]
    private static partial Regex Unlimited();
}
