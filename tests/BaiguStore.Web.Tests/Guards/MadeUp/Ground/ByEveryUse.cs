using BaiguStore.Web.Tests.Guards.MadeUp.Roof;

namespace BaiguStore.Web.Tests.Guards.MadeUp.Ground;

internal sealed class ByField
{
    public Tile? Above { get; set; }
}

internal sealed class ByBase : Tile;

[Tile]
internal sealed class ByAttribute;

internal sealed class ByGenericArgument
{
    public List<Tile> All { get; } = [];
}

internal static class ByCall
{
    public static int Number() => Tile.Count();
}

internal static class ByExtension
{
    public static int Number() => "text".Tiles();
}

internal static class ByLambda
{
    public static Func<int, int> Number() => n => n + Tile.Count();
}

internal static class ByLocalFunction
{
    public static int Number()
    {
        return Within();

        static int Within() => Tile.Count();
    }
}

internal static class ByAwait
{
    public static async Task<int> NumberAsync() => await Tile.CountAsync();
}

internal static class ByIterator
{
    public static IEnumerable<int> Numbers()
    {
        yield return Tile.Count();
    }
}

internal static class ByTypeOf
{
    public static string Name() => typeof(Tile).Name;
}
