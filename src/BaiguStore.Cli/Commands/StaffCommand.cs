using System.CommandLine;
using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BaiguStore.Cli.Commands;

/// <summary>Manages staff accounts on the server: creates the first one, and helps people who cannot sign in.</summary>
internal static class StaffCommand
{
    private static readonly Argument<string> Email = new("email") { Description = "The address by which the member signs in." };

    private static readonly Option<StaffRoles[]> Role = new("--role")
    {
        Description = "Administrator, Editor, Moderator or Sales; several may be given.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Name = new("--name") { Description = "How the member is called. Default: the part of the address before the @." };

    private static readonly Option<bool> PasswordFromInput = new("--password-stdin")
    {
        Description = "Reads the password from the input's first line. Without it a link is printed by which the member chooses one.",
    };

    private static readonly Option<bool> DropSecondStep = new("--drop-second-step") { Description = "Also turns the second step (codes of an app) off, for somebody who has lost it." };

    public static Command Create() => new("staff", "Staff accounts.")
    {
        Action("add", "Makes an account.", [Email, Role, Name, PasswordFromInput], AddAsync),
        Action("list", "Shows all accounts.", [], ListAsync),
        Action("revoke", "Signs a member out everywhere and lets them in no more.", [Email], RevokeAsync),
        Action("reset", "Prints a link by which a member chooses a new password: good for an hour and once.", [Email, DropSecondStep], ResetAsync),
    };

    private static Command Action(string name, string description, Symbol[] symbols, Func<IServiceProvider, ParseResult, CancellationToken, Task> work)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        command.SetAction((parsed, cancel) => StoreHost.RunAsync(parsed, async (services, stop) =>
        {
            await StoreHost.MigrateAsync(services, stop);
            await using var scope = services.CreateAsyncScope();
            try
            {
                await work(scope.ServiceProvider, parsed, stop);
            }
            catch (StaffRefusedException e)
            {
                throw new InvalidDataException(Said(e));
            }
        }, cancel));
        return command;
    }

    private static async Task AddAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var email = parsed.GetRequiredValue(Email);
        var password = parsed.GetValue(PasswordFromInput) ? await Console.In.ReadLineAsync(cancel) ?? "" : null;
        var roles = parsed.GetRequiredValue(Role).Aggregate(StaffRoles.None, (all, role) => all | role);
        var members = services.GetRequiredService<StaffMembers>();
        var member = await members.AddAsync(email, parsed.GetValue(Name) ?? email.Split('@')[0], roles, password, cancel);
        await LogAsync(services, StaffEvent.MemberAdded, member, cancel);
        Console.WriteLine($"Added {member.Email} ({member.Roles}).");
        if (password is null)
            await PrintLinkAsync(services, member, cancel);
    }

    private static async Task ListAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var all = await services.GetRequiredService<StoreDb>().Staff.AsNoTracking().OrderBy(m => m.NormalizedEmail).ToListAsync(cancel);
        foreach (var member in all)
            Console.WriteLine(string.Join('\t', member.Email, member.DisplayName, member.Roles, member.IsRevoked ? "revoked" : "active",
                member.LastSignInAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "-"));
        if (all.Count == 0)
            AnsiConsole.MarkupLine("There is no staff yet: baigu staff add EMAIL --role Administrator");
    }

    private static async Task RevokeAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var (member, now) = (await FindAsync(services, parsed, cancel), services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        await services.GetRequiredService<StaffMembers>().ChangeAsync(member.Id, m => m.Revoke(now), cancel);
        await LogAsync(services, StaffEvent.MemberRevoked, member, cancel);
        Console.WriteLine($"Revoked {member.Email}.");
    }

    private static async Task ResetAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var member = await FindAsync(services, parsed, cancel);
        if (member.IsRevoked)
            throw new InvalidDataException($"{member.Email} is revoked.");
        if (parsed.GetValue(DropSecondStep))
        {
            await services.GetRequiredService<StaffMembers>().ChangeAsync(member.Id, m => m.DropSecondStep(), cancel);
            await LogAsync(services, StaffEvent.SecondStepOff, member, cancel);
        }
        await PrintLinkAsync(services, member, cancel);
    }

    private static async Task PrintLinkAsync(IServiceProvider services, StaffMember member, CancellationToken cancel)
    {
        var path = await services.GetRequiredService<StaffMembers>().LetResetAsync(member, cancel);
        await LogAsync(services, StaffEvent.LinkIssued, member, cancel);
        var life = member.PasswordHash is null ? $"{StaffLink.WelcomeDays} days" : "an hour";
        Console.WriteLine($"To be opened below the store's address within {life}:");
        Console.WriteLine(path);
    }

    private static async Task<StaffMember> FindAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel) =>
        await services.GetRequiredService<StaffMembers>().FindAsync(parsed.GetRequiredValue(Email), cancel)
            ?? throw new InvalidDataException($"Nobody of the staff has the address {parsed.GetRequiredValue(Email)}.");

    private static Task LogAsync(IServiceProvider services, StaffEvent what, StaffMember member, CancellationToken cancel) =>
        services.GetRequiredService<StaffLog>().RecordAsync(what, "baigu", member.Email, "baigu", cancel);

    private static string Said(StaffRefusedException refused) => refused.Fault switch
    {
        StaffFault.Email => "That is not an e-mail address.",
        StaffFault.EmailTaken => "Somebody of the staff has that address already.",
        StaffFault.Name => $"A name has 1 to {StaffMember.MaxNameLength} characters.",
        StaffFault.LastAdministrator => "This is the last administrator. Add another one first.",
        StaffFault.Busy => "Somebody else has just changed this account; try again.",
        _ => refused.Password switch
        {
            PasswordFault.TooShort => $"A password has at least {StaffPassword.MinLength} characters.",
            PasswordFault.TooLong => $"A password has at most {StaffPassword.MaxLength} characters.",
            PasswordFault.OwnName => "The password must not be the address or the name.",
            _ => "That password is among the commonest; choose another.",
        },
    };
}
