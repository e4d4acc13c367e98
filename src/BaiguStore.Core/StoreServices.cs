using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Search;
using BaiguStore.Core.Seeding;
using BaiguStore.Core.Staff;
using BaiguStore.Core.Storefront;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BaiguStore.Core;

/// <summary>Services of both the web store and the command line.</summary>
public static class StoreServices
{
    public static IServiceCollection AddStore(this IServiceCollection services, StoreSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(settings)
            .AddStoreDb(settings.Provider, settings.ConnectionString)
            .AddSingleton<PictureMaker>()
            .AddSingleton<PictureStore>()
            .AddSingleton<SampleProducts>()
            .AddSingleton<StoreSeeder>()
            .AddSingleton<StoreSnapshots>()
            .AddScoped<ScopedSnapshot>()
            .AddTransient(s => s.GetRequiredService<ScopedSnapshot>().Value)
            .AddTransient(s => s.GetRequiredService<StoreSnapshot>().Tree)
            .AddTransient(s => s.GetRequiredService<StoreSnapshot>().Articles)
            .AddSingleton<ProductLists>()
            .AddSingleton<SearchIndex>()
            .AddScoped<StoreSearch>()
            .AddSingleton<ProductFinder>()
            .AddSingleton<StaffWords>()
            .AddScoped<InquiryResolver>()
            .AddScoped<PartListReader>()
            .AddStaff();
    }

    private static IServiceCollection AddStaff(this IServiceCollection services) => services
        .AddLogging()
        .AddScoped<IPasswordHasher<StaffMember>, PasswordHasher<StaffMember>>()
        .AddScoped<StaffLog>()
        .AddScoped<StaffMembers>()
        .AddScoped<SignInThrottle>();
}
