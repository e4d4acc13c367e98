using BaiguStore.Web.Urls;

namespace BaiguStore.Web.Setup;

public static class CanonicalPathSetup
{
    public static void UseCanonicalPaths(this WebApplication app) => app.Use(CanonicalPaths.RedirectAsync);
}
