using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

public sealed class StaffPagesTests
{
    [Fact]
    public async Task A_new_member_chooses_a_password_by_the_link_and_gets_in()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();
        var fields = Door.FieldsOf(await owner.PageAsync("/admin/staff/new"), "/admin/staff/new", ("Email", "li@baigu.example"), ("Name", "李编辑"), ("Roles", "Editor"), ("Current", Door.Password));

        using var added = await owner.PostFormAsync("/admin/staff/new", fields);
        using var again = await owner.PostFormAsync("/admin/staff/new", fields);
        using var browser = app.Browser("192.0.2.30");
        var link = new Uri((await added.DocumentAsync()).Text(".one-time__link")).PathAndQuery;
        using var chosen = await browser.SubmitAsync(link, "/account/reset", ("Password", Door.Password)); // this signs in
        using var elsewhere = app.Browser("192.0.2.31");
        using var let = await elsewhere.SignInAsync("li@baigu.example");

        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        var page = await again.DocumentAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "这个邮箱已有员工账号。"), (again.StatusCode, page.Text("#Email-error")));
        Assert.Equal(("li@baigu.example", "李编辑"), (page.QuerySelector<IHtmlInputElement>("#Email")!.Value, page.QuerySelector<IHtmlInputElement>("#Name")!.Value));
        Assert.True(page.QuerySelector<IHtmlInputElement>("[name=Roles][value=Editor]")!.IsChecked);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (chosen.StatusCode, let.StatusCode));
        Assert.Equal("您的角色不能打开这一页", (await browser.PageAsync("/admin/staff", HttpStatusCode.Forbidden)).Text("h1"));
    }

    [Fact]
    public async Task Nobody_revokes_or_demotes_themselves_and_the_last_administrator_stays()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("second@baigu.example", StaffRoles.Administrator);
        var (first, second) = (await app.IdOfAsync(Door.Owner), await app.IdOfAsync("second@baigu.example"));
        using var owner = await app.SignedInAsync();

        using var revokeSelf = await owner.SubmitAsync($"/admin/staff/{second}/revocation", $"/admin/staff/{second}/revocation");
        var fields = Door.FieldsOf(await owner.PageAsync($"/admin/staff/{first}/edit"), $"/admin/staff/{first}/edit");
        using var demoteSelf = await owner.PostFormAsync($"/admin/staff/{first}/edit", new(fields) { ["Roles"] = "Editor" });
        using var revokeOwn = await owner.PostFormAsync($"/admin/staff/{first}/revocation", fields);
        var left = await Assert.ThrowsAsync<StaffRefusedException>(() => ChangeAsync(app, first, m => m.Roles = StaffRoles.Editor));

        Assert.Equal(HttpStatusCode.SeeOther, revokeSelf.StatusCode);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (demoteSelf.StatusCode, revokeOwn.StatusCode));
        Assert.Equal(StaffFault.LastAdministrator, left.Fault);
        Assert.Null((await owner.PageAsync($"/admin/staff/{first}/edit")).QuerySelector("a[href$=revocation]"));
        Assert.True(await app.ReadAsync(async db => (await db.MemberAsync(Door.Owner)).IsActiveAdministrator));
    }

    [Fact]
    public async Task What_was_typed_comes_back_beside_its_error()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();

        using var wrong = await owner.SubmitAsync("/admin/staff/new", "/admin/staff/new", ("Email", "not an address"), ("Name", ""));

        var page = await wrong.DocumentAsync();
        Assert.Equal("not an address", page.QuerySelector<IHtmlInputElement>("#Email")!.Value);
        Assert.Equal("true", page.QuerySelector("#Name")!.GetAttribute("aria-invalid"));
        Assert.Equal("Name-error", page.QuerySelector("#Name")!.GetAttribute("aria-describedby"));
        Assert.Equal("#Name", page.QuerySelector(".form-error a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task One_changes_ones_own_password_by_the_present_one_and_other_browsers_are_out()
    {
        await using var app = await Door.OpenAsync();
        using var here = await app.SignedInAsync();
        using var there = await app.SignedInAsync(address: "192.0.2.2");

        using var wrong = await ChangeAsync("not my password", "a new long sentence");
        using var weak = await ChangeAsync(Door.Password, Door.Owner);
        using var right = await ChangeAsync(Door.Password, "a new long sentence");
        app.Clock.Advance(TimeSpan.FromSeconds(45));

        Assert.Equal("密码不对。", (await wrong.DocumentAsync()).Text("#Current-error"));
        Assert.Equal("密码不能与邮箱或姓名相同。", (await weak.DocumentAsync()).Text("#Password-error"));
        Assert.Equal("/account?done=password", right.Headers.Location!.OriginalString);
        await here.PageAsync("/account?done=password");
        Assert.Equal(HttpStatusCode.Redirect, (await there.AnswerAsync("/account")).StatusCode);

        Task<HttpResponseMessage> ChangeAsync(string current, string password) =>
            here.SubmitAsync("/account/password", "/account/password", ("Current", current), ("Password", password));
    }

    [Fact]
    public async Task A_browser_that_was_left_open_does_not_add_a_passkey_without_the_password()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();
        var fields = Door.FieldsOf(await owner.PageAsync("/account/passkeys"), "/account/passkeys", ("Current", "not my password"));

        using var refused = await owner.PostFormAsync("/account/passkeys/options", fields);
        using var wrong = await owner.PostFormAsync("/account/passkeys", fields);
        using var asked = await owner.PostFormAsync("/account/passkeys/options", new(fields) { ["Current"] = Door.Password });
        using var madeUp = await owner.PostFormAsync("/account/passkeys", new(fields) { ["Current"] = Door.Password, ["Credential"] = "{\"id\":1" });

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("密码不对。", (await wrong.DocumentAsync()).Text("#Current-error"));
        Assert.Equal("localhost", System.Text.Json.JsonDocument.Parse(await asked.TextAsync()).RootElement.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal((HttpStatusCode.BadRequest, "没有添加成功，请再试一次。"), (madeUp.StatusCode, (await madeUp.DocumentAsync()).Text(".form-error")));
    }

    [Fact]
    public async Task Nobody_removes_the_passkey_of_another()
    {
        await using var app = await Door.OpenAsync();
        await app.AddStaffAsync("li@baigu.example", StaffRoles.Editor);
        await app.ChangeAsync(async db => db.Add(new StaffPasskey { UserId = (await db.MemberAsync("li@baigu.example")).Id, CredentialId = [1], Data = new() { PublicKey = [2], AttestationObject = [3], ClientDataJson = [4], Name = "li" } }));
        var id = await app.ReadAsync(db => db.Set<StaffPasskey>().Select(p => p.Id).SingleAsync(TestContext.Current.CancellationToken));
        using var owner = await app.SignedInAsync();
        using var li = await app.SignedInAsync("li@baigu.example");

        using var refused = await RemoveAsync(owner);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var removed = await RemoveAsync(li);
        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        Assert.False(await app.ReadAsync(db => db.Set<StaffPasskey>().AnyAsync(TestContext.Current.CancellationToken)));

        async Task<HttpResponseMessage> RemoveAsync(HttpClient browser) =>
            await browser.PostFormAsync($"/account/passkeys/{id}/removal", Door.FieldsOf(await browser.PageAsync("/account/passkeys"), "/account/passkeys", ("Current", Door.Password)));
    }

    [Fact]
    public async Task The_pages_speak_English_to_who_chose_it()
    {
        await using var app = await Door.OpenAsync();
        using var owner = await app.SignedInAsync();
        var id = await app.IdOfAsync(Door.Owner);
        (await owner.AnswerAsync("/language/en?returnUrl=/admin")).Dispose();

        foreach (var url in (string[])["/admin", "/admin/staff", "/admin/staff/new", $"/admin/staff/{id}/edit", $"/admin/staff/{id}/revocation", $"/admin/staff/{id}/reset-link", "/account", "/account/password", "/account/totp", "/account/passkeys"])
        {
            var page = await owner.PageAsync(url);
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.Empty(page.QuerySelectorAll("main *").Where(e => e.Closest("bdi, [lang='zh-CN']") is null && e.ChildElementCount == 0 && Guards.UiTexts.HasHan(e.TextContent)).Select(e => $"{url}: {e.TextContent}"));
        }
    }

    private static async Task ChangeAsync(StoreApp app, int id, Action<StaffMember> change)
    {
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(app.Services);
        await ((StaffMembers)scope.ServiceProvider.GetService(typeof(StaffMembers))!).ChangeAsync(id, change, TestContext.Current.CancellationToken);
    }
}
