using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Filter by state; the default is all, newest first.</summary>
/// <param name="Below">E-mails with a lower id.</param>
public sealed record MailQuery(MailState? State = null, int? Below = null)
{
    public const string Path = "/admin/mail";
    public const int PageSize = 50;

    /// <summary>All states with their localized names.</summary>
    public static IReadOnlyList<(MailState State, string Name)> States { get; } = [(MailState.Waiting, "等待发送"), (MailState.Failed, "没有发出"), (MailState.Sent, "已发出")];

    public string Url => Path + QueryString.Create(new Dictionary<string, string?>
    {
        ["state"] = $"{State}", ["below"] = Below?.ToString(CultureInfo.InvariantCulture),
    }.Where(p => !string.IsNullOrEmpty(p.Value)));
}

/// <summary>List data of an e-mail, without its text, which is private.</summary>
public sealed record MailRow(int Id, string To, string Subject, MailState State, int Attempts, string LastError, DateTime CreatedAt, DateTime DueAt, DateTime? SentAt);

/// <summary>`/admin/mail`.</summary>
/// <param name="Server">Null if no server is configured.</param>
public sealed record MailPage(MailQuery Query, string? Server, IReadOnlyList<MailRow> Rows, bool HasOlder)
{
    public static async Task<MailPage> LoadAsync(StoreDb db, MailSettings settings, MailQuery query, CancellationToken cancel)
    {
        var letters = db.OutboxMails.AsNoTracking();
        if (query.State is { } state)
            letters = letters.Where(m => m.State == state);
        if (query.Below is { } below)
            letters = letters.Where(m => m.Id < below);
        var rows = await letters.OrderByDescending(m => m.Id).Take(MailQuery.PageSize + 1)
            .Select(m => new MailRow(m.Id, m.To, m.Subject, m.State, m.Attempts, m.LastError, m.CreatedAt, m.DueAt, m.SentAt)).ToListAsync(cancel);
        return new(query, settings.IsConfigured ? $"{settings.Host}:{settings.Port.ToString(CultureInfo.InvariantCulture)}" : null, [.. rows.Take(MailQuery.PageSize)], rows.Count > MailQuery.PageSize);
    }
}
