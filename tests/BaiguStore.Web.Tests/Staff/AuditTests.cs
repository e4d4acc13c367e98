using BaiguStore.Core.History;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class AuditTests
{
    [Fact]
    public async Task What_happens_at_the_door_is_in_the_audit_trail_with_who_and_from_where()
    {
        await using var app = await Door.OpenAsync();
        using var browser = app.Browser("192.0.2.77");
        (await browser.SignInAsync(password: "not the password")).Dispose();
        (await browser.SignInAsync()).Dispose();
        using var added = await browser.SubmitAsync("/admin/staff/new", "/admin/staff/new", ("Email", "li@baigu.example"), ("Name", "李编辑"), ("Roles", "Editor"));

        var entries = await app.ReadAsync(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken));
        var owner = await app.IdOfAsync(Door.Owner);

        Assert.Equal(["SignInFailed", "SignedIn", "MemberAdded", "LinkIssued"], entries.Where(e => e.Origin.StartsWith("192.0.2.77", StringComparison.Ordinal)).Select(e => e.What));
        var failed = entries.First(e => e.What == "SignInFailed");
        Assert.Equal((AuditKind.SignIn, Door.Owner, (int?)null), (failed.Kind, failed.Subject, failed.StaffId));
        var member = entries.First(e => e.What == "MemberAdded");
        Assert.Equal((AuditKind.Permission, "li@baigu.example", (int?)owner), (member.Kind, member.Subject, member.StaffId));
    }
}
