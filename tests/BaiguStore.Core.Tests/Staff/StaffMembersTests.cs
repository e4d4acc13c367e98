using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Staff;

public sealed class StaffMembersTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task An_account_is_kept_without_its_password_and_found_by_its_address_however_it_is_written(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await AddAsync(store, " Wang@Baigu.example ", StaffRoles.Editor | StaffRoles.Sales);

        await InScopeAsync(store, async (members, db) =>
        {
            var found = await members.FindAsync("wang@BAIGU.example", Cancel);
            Assert.Equal(("Wang@Baigu.example", StaffRoles.Editor | StaffRoles.Sales, TestStore.Now), (found!.Email, found.Roles, found.CreatedAt));
            Assert.DoesNotContain(Password, found.PasswordHash, StringComparison.Ordinal);
            Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<StaffMember>().VerifyHashedPassword(found, found.PasswordHash!, Password));
        });
    }

    [Theory, EveryDatabase]
    public async Task An_address_belongs_to_one_member_also_where_two_take_it_at_once(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FaultOfAsync(() => AddAsync(store, "wang@baigu.example", StaffRoles.Editor)), Cancel)));

        Assert.Equal([null, StaffFault.EmailTaken, StaffFault.EmailTaken, StaffFault.EmailTaken], results.Order());
    }

    [Theory]
    [InlineData(null, StaffFault.Email)]
    [InlineData("", StaffFault.Email)]
    [InlineData("wang", StaffFault.Email)]
    [InlineData("wang@", StaffFault.Email)]
    [InlineData("Wang <wang@baigu.example>", StaffFault.Email)]
    [InlineData("wa ng@baigu.example", StaffFault.Email)]
    [InlineData("wang\n@baigu.example", StaffFault.Email)]
    public async Task What_is_no_address_is_refused(string? email, StaffFault fault)
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);

        Assert.Equal(fault, await FaultOfAsync(() => AddAsync(store, email!, StaffRoles.Editor)));
    }

    [Theory, EveryDatabase]
    public async Task Two_administrators_who_demote_each_other_at_once_do_not_leave_the_store_without_one(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        int[] ids = [await AddAsync(store, "one@baigu.example", StaffRoles.Administrator), await AddAsync(store, "two@baigu.example", StaffRoles.Administrator)];

        var results = await Task.WhenAll(ids.Select(id => Task.Run(() => FaultOfAsync(() =>
            InScopeAsync(store, (members, _) => members.ChangeAsync(id, m => m.Roles = StaffRoles.Editor, Cancel))), Cancel)));

        Assert.Equal([null, StaffFault.LastAdministrator], results.Order());
        await using var db = store.Open();
        Assert.Equal(1, await db.Staff.CountAsync(m => (m.Roles & StaffRoles.Administrator) != 0, Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Who_is_revoked_is_not_the_other_administrator(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var one = await AddAsync(store, "one@baigu.example", StaffRoles.Administrator);
        var two = await AddAsync(store, "two@baigu.example", StaffRoles.Administrator);

        await InScopeAsync(store, (members, _) => members.ChangeAsync(two, m => m.Revoke(TestStore.Now), Cancel));

        Assert.Equal(StaffFault.LastAdministrator, await FaultOfAsync(() => InScopeAsync(store, (members, _) => members.ChangeAsync(one, m => m.Revoke(TestStore.Now), Cancel))));
    }

    [Theory, EveryDatabase]
    public async Task A_link_is_good_for_one_use_also_where_two_use_it_at_once(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await AddAsync(store, "wang@baigu.example", StaffRoles.Administrator);
        var code = "";
        await InScopeAsync(store, async (members, _) => code = (await members.LetResetAsync((await members.FindAsync("wang@baigu.example", Cancel))!, Cancel)).Split('=')[1]);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => FaultOfAsync(() =>
            InScopeAsync(store, (members, _) => members.ResetAsync(code, $"a long sentence {n}", Cancel))), Cancel)));

        Assert.Equal([null, StaffFault.Link, StaffFault.Link], results.Order());
    }

    [Theory, EveryDatabase]
    public async Task The_first_administrator_is_made_once_whichever_of_the_links_is_used(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        List<string> codes = [];
        for (var n = 0; n < 2; n++) // as two starting nodes do
            await InScopeAsync(store, async (members, _) => codes.Add((await members.InviteFirstAsync(Cancel))!.Split('=')[1]));

        var results = await Task.WhenAll(codes.Select((code, n) => Task.Run(() => FaultOfAsync(() =>
            InScopeAsync(store, (members, _) => members.SetUpAsync(code, $"owner{n}@baigu.example", "Owner", Password, Cancel))), Cancel)));

        Assert.Equal([null, StaffFault.Link], results.Order());
        await InScopeAsync(store, async (members, db) =>
        {
            Assert.Equal(1, await db.Staff.CountAsync(Cancel));
            Assert.Empty(await db.StaffLinks.ToListAsync(Cancel));
            Assert.Null(await members.InviteFirstAsync(Cancel));
        });
    }

    [Theory, EveryDatabase]
    public async Task A_passkey_is_found_by_its_bytes_and_goes_with_its_member(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var id = await AddAsync(store, "wang@baigu.example", StaffRoles.Editor);
        byte[] credential = [.. Enumerable.Range(0, 1023).Select(n => (byte)n)];
        await using (var db = store.Open())
        {
            db.Add(new StaffPasskey
            {
                UserId = id,
                CredentialId = credential,
                Data = new() { PublicKey = [1, 2, 3], Name = "办公室电脑", CreatedAt = TestStore.Now, SignCount = 7, Transports = ["usb", "nfc"], IsUserVerified = true, AttestationObject = [4], ClientDataJson = [5] },
            });
            await db.SaveChangesAsync(Cancel);
        }

        await using (var db = store.Open())
        {
            var found = await db.Set<StaffPasskey>().SingleAsync(p => p.CredentialId.SequenceEqual(credential), Cancel);
            Assert.Equal(("办公室电脑", 7u, "usb nfc"), (found.Data.Name, found.Data.SignCount, string.Join(' ', found.Data.Transports!)));
            db.Staff.Remove(await db.Staff.SingleAsync(Cancel));
            await db.SaveChangesAsync(Cancel);
            Assert.Empty(await db.Set<StaffPasskey>().ToListAsync(Cancel));
        }
    }

    private static async Task<int> AddAsync(TestStore store, string email, StaffRoles roles)
    {
        var id = 0;
        await InScopeAsync(store, async (members, _) => id = (await members.AddAsync(email, "Somebody", roles, Password, Cancel)).Id);
        return id;
    }

    private static async Task InScopeAsync(TestStore store, Func<StaffMembers, StoreDb, Task> work)
    {
        await using var scope = store.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<StaffMembers>(), scope.ServiceProvider.GetRequiredService<StoreDb>());
    }

    private static async Task<StaffFault?> FaultOfAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (StaffRefusedException e)
        {
            return e.Fault;
        }
    }
}
