using BaiguStore.Web.Assets;

namespace BaiguStore.Web.Setup;

public static class BundleSetup
{
    public static void AddBundles(this IServiceCollection services) => services.AddSingleton<Bundles>();

    public static void MapBundles(this WebApplication app)
    {
        foreach (var bundle in app.Services.GetRequiredService<Bundles>().All)
            app.MapMethods(bundle.Url, [HttpMethods.Get, HttpMethods.Head], bundle.SendAsync).ExcludeFromDescription();
    }
}
