using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Urls;

namespace BaiguStore.Web.Setup;

/// <summary>Reads the configuration once, before anything else, and refuses invalid values with the key's name.</summary>
public static class SettingsSetup
{
    public static StoreSettings AddSettings(this WebApplicationBuilder builder)
    {
        // Scripts rely on the port; any other configuration (ASPNETCORE_URLS, --urls, Kestrel's own section) takes precedence.
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls("http://localhost:5080");
        var settings = StoreSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        settings.MakeDataPath();
        PrivateFiles.Tighten(settings);
        builder.Services.AddSingleton(CommentSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(MailSettings.Read(builder.Configuration)).AddSingleton<SmtpSender>().AddSingleton<Outbox>();
        builder.Services.AddSingleton(PublicUrl.Read(builder.Configuration));
        return settings;
    }
}
