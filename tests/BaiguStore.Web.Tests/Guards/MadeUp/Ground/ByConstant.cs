using BaiguStore.Web.Tests.Guards.MadeUp.Roof;

namespace BaiguStore.Web.Tests.Guards.MadeUp.Ground;

internal static class ByConstant
{
    public static int Number => Tile.Size;
}
