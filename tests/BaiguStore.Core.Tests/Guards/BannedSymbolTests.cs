using System.Reflection;
using System.Text.RegularExpressions;

namespace BaiguStore.Core.Tests.Guards;

/// <summary>
/// `src/BannedSymbols.txt` makes the build fail where a source below src uses one of its APIs. The analyzer passes over a line whose API it does not
/// find, so these tests find them, and those that a list by hand forgets.
/// </summary>
public sealed class BannedSymbolTests
{
    private static readonly string[][] Lines =
    [
        .. SourceTree.Read("src/BannedSymbols.txt").Split('\n').Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))
            .Select(l => l.Split(';', 2)),
    ];

    [Fact]
    public void Every_banned_API_exists_and_has_a_reason()
    {
        var known = Lines.Select(l => TypeOf(l[0])).Distinct().SelectMany(IdsOf).ToHashSet();

        Assert.Equal([], Lines.Select(l => l[0]).Where(id => !known.Contains(id)));
        Assert.All(Lines, l => Assert.InRange(l[1].Trim().Length, 20, 200));
        Assert.Distinct(Lines.Select(l => l[0]));
    }

    [Fact]
    public void Every_way_to_make_a_regular_expression_out_of_a_text_is_banned() =>
        AssertBanned(typeof(Regex), m => m.IsConstructor || (m.IsStatic && m.GetParameters().Any(p => p.Name == "pattern")));

    [Fact]
    public void Every_way_to_wait_in_a_thread_for_a_task_is_banned()
    {
        AssertBanned(typeof(Task), m => m.Name is nameof(Task.Wait) or nameof(Task.WaitAll) or nameof(Task.WaitAny));
        AssertBanned(typeof(SemaphoreSlim), m => m.Name == nameof(SemaphoreSlim.Wait));
        AssertBanned(typeof(Thread), m => m.Name == nameof(Thread.Sleep));
        Assert.Contains(Lines, l => l[0] == "P:System.Threading.Tasks.Task`1.Result");
    }

    private static void AssertBanned(Type type, Func<MethodBase, bool> isMeant)
    {
        var meant = MethodsOf(type).Where(isMeant).Select(IdOf).ToList();

        Assert.NotEmpty(meant);
        Assert.Equal([], meant.Except(Lines.Select(l => l[0])));
    }

    /// <summary>The longest beginning of an id that is a type, nested ones behind a dot.</summary>
    private static Type TypeOf(string id)
    {
        var name = id[2..].Split('(')[0];
        while ((name = name[..name.LastIndexOf('.')]).Contains('.', StringComparison.Ordinal))
            if (Find(name) is { } type || (name.LastIndexOf('.') is var at && (type = Find(name[..at] + '+' + name[(at + 1)..])!) is not null))
                return type;
        throw new InvalidOperationException($"No type of {id} is known.");

        static Type? Find(string name) => typeof(object).Assembly.GetType(name) ?? typeof(Regex).Assembly.GetType(name);
    }

    private static IEnumerable<string> IdsOf(Type type) =>
        MethodsOf(type).Select(IdOf).Concat(type.GetProperties().Select(p => $"P:{NameOf(type)}.{p.Name}"));

    private static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetConstructors().Cast<MethodBase>().Concat(type.GetMethods()).Where(m => m.DeclaringType == type);

    /// <summary>As the compiler names a method in its documentation.</summary>
    private static string IdOf(MethodBase method)
    {
        var generic = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var parameters = string.Join(',', method.GetParameters().Select(p => NameOf(p.ParameterType)));
        return $"M:{NameOf(method.DeclaringType!)}.{method.Name.Replace('.', '#')}{generic}{(parameters.Length == 0 ? "" : $"({parameters})")}";
    }

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter)
            return $"{(type.DeclaringMethod is null ? "`" : "``")}{type.GenericParameterPosition}";
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsByRef)
            return NameOf(type.GetElementType()!) + "@";
        if (!type.IsConstructedGenericType)
            return type.FullName!.Replace('+', '.');
        var definition = type.GetGenericTypeDefinition().FullName!.Split('`')[0].Replace('+', '.');
        return $"{definition}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}";
    }
}
