using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>A type that uses another one in another folder.</summary>
internal sealed record Arrow(string FromFolder, string From, string ToFolder, string To)
{
    public override string ToString() => $"{FromFolder}: {From} uses {To} of {ToFolder}";
}

/// <summary>The folders of one project in an order: a type may use types of its own folder and of folders below.</summary>
/// <param name="Root">The namespace whose parts are the folders.</param>
/// <param name="Folder">The folder of the sources, from the top of the checkout.</param>
/// <param name="FromTheGround">Every folder, the lowest first; "Areas.Admin" for a folder within another.</param>
internal sealed partial record FolderOrder(Assembly Assembly, string Root, string Folder, IReadOnlyList<string> FromTheGround)
{
    /// <summary>The files that lie in no folder.</summary>
    public const string NoFolder = ".";

    private readonly Lazy<IReadOnlyList<Arrow>> _arrows = new(() => Load(Assembly));

    /// <summary>Types and namespaces, below the root, that may use every folder although the folders above use them.</summary>
    public IReadOnlyList<string> Hub { get; init; } = [];

    /// <summary>Namespaces outside of the root (of generated code), with the folder to which they belong.</summary>
    public IReadOnlyDictionary<string, string> Elsewhere { get; init; } = new Dictionary<string, string>();

    /// <summary>Wrong arrows that are known and wait to be mended, by the short names of both types.</summary>
    public IReadOnlyList<(string From, string To)> Known { get; init; } = [];

    /// <summary>Arrows from a folder to one that is not below it.</summary>
    public IReadOnlyList<Arrow> Wrong => [.. Upwards().Where(a => !Known.Contains(Short(a)))];

    /// <summary>What is known as wrong and is not there any more.</summary>
    public IReadOnlyList<(string From, string To)> Mended => [.. Known.Except(Upwards().Select(Short))];

    /// <summary>From folder to folder, without those of the hub.</summary>
    public IReadOnlyList<(string From, string To)> BetweenFolders =>
        [.. Placed().Where(a => !IsHub(a.From)).Select(a => (a.FromFolder, a.ToFolder)).Distinct().Order()];

    /// <summary>Types whose folder is not in the order.</summary>
    public IReadOnlyList<string> WithoutPlace =>
    [
        .. _arrows.Value.SelectMany(a => (string[])[a.From, a.To])
            .Where(type => type.StartsWith(Root + ".", StringComparison.Ordinal) && FolderOf(type) is null).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// `using` lines of a higher folder. The compiler copies the values of constants, so a type that uses nothing else of a higher folder shows
    /// in its source alone.
    /// </summary>
    public IReadOnlyList<string> WrongUsings =>
    [
        .. from source in Sources()
           where !IsHub(source.Type)
           from used in Using().Matches(source.Text).Select(m => m.Groups[1].Value)
           let own = FolderOf(source.Type)
           let other = FolderOf($"{used}.X")
           where own is not null && other is not null && !IsAllowed(own, other)
           select $"{source.Type} uses {used}",
    ];

    /// <summary>Files whose namespace is not their folder's.</summary>
    public IReadOnlyList<string> WrongNamespaces =>
    [
        .. from source in Sources()
           let space = Namespace().Match(source.Text).Groups[1].Value
           where space.Length > 0 && space != NamespaceOf(source.Type)
           select $"{source.Type}: {space}",
    ];

    public int Rank(string folder) => FromTheGround.Index().First(f => f.Item == folder).Index;

    private bool IsAllowed(string from, string to) => Rank(from) >= Rank(to);

    private bool IsHub(string type) => Hub.Any(hub => type == $"{Root}.{hub}" || type.StartsWith($"{Root}.{hub}.", StringComparison.Ordinal));

    private IEnumerable<Arrow> Upwards() => Placed().Where(a => !IsAllowed(a.FromFolder, a.ToFolder) && !IsHub(a.From)).Distinct();

    private (string From, string To) Short(Arrow arrow) => (arrow.From[(Root.Length + 1)..], arrow.To[(Root.Length + 1)..]);

    private IEnumerable<Arrow> Placed() =>
        from arrow in _arrows.Value
        let own = FolderOf(arrow.From)
        let other = FolderOf(arrow.To)
        where own is not null && other is not null && own != other
        select arrow with { FromFolder = own, ToFolder = other };

    /// <summary>The folder of a type, by its full name; null where it has no place in the order.</summary>
    private string? FolderOf(string type)
    {
        var space = NamespaceOf(type);
        if (space.Length == 0 || space == Root)
            return FromTheGround.Contains(NoFolder) ? NoFolder : null;
        return Elsewhere.GetValueOrDefault(space) ?? FromTheGround
            .Where(folder => space == $"{Root}.{folder}" || space.StartsWith($"{Root}.{folder}.", StringComparison.Ordinal))
            .MaxBy(folder => folder.Length);
    }

    private static string NamespaceOf(string type) => type.LastIndexOf('.') is >= 0 and var dot ? type[..dot] : "";

    private static List<Arrow> Load(Assembly assembly)
    {
        var types = new ArchLoader().LoadAssembly(assembly).Build().Types.ToList();
        var own = types.Select(Outermost).ToHashSet(StringComparer.Ordinal);
        return [.. types.SelectMany(type => type.Dependencies.Select(d => (From: Outermost(type), To: Outermost(d.Target))))
            .Where(a => a.From != a.To && a.From.Length > 0 && a.To.Length > 0 && own.Contains(a.From) && own.Contains(a.To))
            .Distinct().Select(a => new Arrow("", a.From, "", a.To))];
    }

    /// <summary>Without the types within it, the number of its parameters, and what the compiler adds.</summary>
    private static string Outermost(IType type) =>
        type.FullName.IndexOfAny(['+', '/', '<', '`']) is >= 0 and var end ? type.FullName[..end] : type.FullName;

    private IEnumerable<(string Type, string Text)> Sources() =>
        from file in Directory.EnumerateFiles(Path.Combine(SourceRuleTests.Root, Folder), "*.cs", SearchOption.AllDirectories)
        let folders = Path.GetRelativePath(Path.Combine(SourceRuleTests.Root, Folder), file).Split(Path.DirectorySeparatorChar)[..^1]
        where folders is not ["bin" or "obj", ..]
        select (string.Join('.', [Root, .. folders, Path.GetFileName(file).Split('.')[0]]), File.ReadAllText(file));

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline, 1000)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Namespace();
}
