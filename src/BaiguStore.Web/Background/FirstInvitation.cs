using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Urls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BaiguStore.Web.Background;

/// <summary>
/// A store without staff has no default password: it logs a link to create the first account. Logged after the store listens, so that the start is
/// not delayed.
/// </summary>
public sealed partial class FirstInvitation(
    IServiceScopeFactory scopes, IServer server, IHostApplicationLifetime lifetime, PublicUrl publicUrl, ILogger<FirstInvitation> log) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.FirstPageAsync(stoppingToken);
        while (!await InvitedAsync(stoppingToken))
            await Task.Delay(TryAgainAfter, stoppingToken);
    }

    private async Task<bool> InvitedAsync(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<StaffMembers>().InviteFirstAsync(cancel) is { } path)
                LogInvitation(publicUrl.Of(path) ?? Here() + path);
            return true;
        }
        catch (Exception e) when (DatabaseErrors.IsBusy(e))
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogFailed(e.Message); // the store works without staff, and the next start tries again
            return true;
        }
    }

    private string Here() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";

    [LoggerMessage(LogLevel.Warning, "There is no staff yet. To make the first administrator open within an hour / 还没有员工账号，请在一小时内打开此链接设置管理员: {Link}")]
    private partial void LogInvitation(string link);

    [LoggerMessage(LogLevel.Warning, "No link for the first administrator could be made: {Reason}")]
    private partial void LogFailed(string reason);
}
