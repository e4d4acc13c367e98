namespace BaiguStore.Web.Tests.Guards.MadeUp.Roof;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TileAttribute : Attribute;

internal class Tile
{
    public const int Size = 3;

    public Ground.ByField Below { get; } = new();

    public static int Count() => 1;

    public static Task<int> CountAsync() => Task.FromResult(1);
}

internal static class TileExtensions
{
    extension(string text)
    {
        public int Tiles() => text.Length;
    }
}
