using BaiguStore.Web.Security;

namespace BaiguStore.Web.Setup;

public static class GuardSetup
{
    public static void UseRequestGuards(this WebApplication app) => app.Use(RequestGuard.GuardAsync);

    public static void UseFormGuard(this WebApplication app)
    {
        var guard = new FormGuard(app.Services.GetRequiredService<WorkLimits>());
        app.Use(guard.GuardAsync);
    }
}
