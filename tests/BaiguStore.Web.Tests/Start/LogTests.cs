using System.Globalization;
using System.Net;
using BaiguStore.Core.Data;
using BaiguStore.Web.Tests.Nodes;
using BaiguStore.Web.Tests.Staff;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BaiguStore.Web.Tests.Start;

public sealed class LogTests
{
    private const string Forged = "2026-11-30 00:00:00.000 +00:00 [INF] all is well";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_writes_a_line_into_the_log_or_a_command_to_the_console_by_an_address()
    {
        await using var node = new StoreNode();
        await node.StartAsync();
        foreach (var sign in (string[])["%0A", "%0D", "%0D%0A", "%1B%5B2J", "%C2%85", "%C2%9B", "%E2%80%A8", "%E2%80%A9", "%E2%80%AE", "%E2%81%A6"])
            using (var answer = await node.Visitor.AnswerAsync("/" + sign + Uri.EscapeDataString(Forged)))
                Assert.True((int)answer.StatusCode is >= 400 and < 500);
        await Patience.UntilAsync(() => Task.FromResult(node.Said().Any(l => l.Contains(@"\u2066" + Forged, StringComparison.Ordinal))));
        await node.KillAsync();

        foreach (var lines in (IEnumerable<string>[])[node.Log(), node.Said()])
        {
            Assert.DoesNotContain(lines, l => l.StartsWith(Forged, StringComparison.Ordinal));
            Assert.Contains(lines, l => l.Contains(@"/\n" + Forged, StringComparison.Ordinal));
            Assert.Contains(lines, l => l.Contains(@"/\u001B[2J" + Forged, StringComparison.Ordinal));
            Assert.DoesNotContain(lines.SelectMany(l => l), IsControlOfSomeKind);
        }
    }

    /// <summary>EF logs what the database refuses as an error before the store can handle it.</summary>
    [Fact]
    public async Task Saves_that_meet_and_are_answered_write_no_error()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddStaffAsync(Door.Owner, Core.Staff.StaffRoles.Administrator);
        using var owner = await app.SignedInAsync();
        (string Place, (string, string)[] Typed)[] forms =
        [
            ("/admin/settings/vendors/new", [("Code", "twice"), ("Name", "两次")]), ("/admin/settings/salespeople/new", [("Name", "两次")]), ("/admin/articles/new", [("Title", "两次"), ("Body", "文字。")]),
            ("/admin/categories/new", [("Name", "两次")]), ("/admin/settings/company", [("Motto", "两次")]),
        ];

        foreach (var (place, typed) in forms)
        {
            var fields = ConflictTests.FieldsOf(await owner.PageAsync(place), place);
            foreach (var (name, value) in typed)
                fields[name] = value;
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => owner.PostFormAsync(place, fields)));
            Assert.All(answers, a => Assert.True((int)a.StatusCode < 500, $"{place}: {a.StatusCode}"));
            Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
            foreach (var answer in answers)
                answer.Dispose();
        }

        Assert.DoesNotContain("[ERR]", await app.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_full_goes_on_in_the_next_file_and_long_values_are_cut()
    {
        const int Lines = 20_000, Length = 2_000; // more than fits one file
        await using var app = StoreApp.OnEmptyFolder(SeedMode.None);
        using var visitor = app.Visitor();
        await visitor.PageAsync("/");
        var log = app.Services.GetRequiredService<ILogger<LogTests>>();

        log.LogWarning("{Value}", new string('y', 100_000));
        for (var i = 0; i < Lines; i++)
            log.LogWarning("{Number} {Value}", i, new string('x', Length));
        var text = await app.LogAsync();

        Assert.True(Directory.GetFiles(Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, "logs")).Length > 1);
        Assert.Contains($"[WRN] {(Lines - 1).ToString(CultureInfo.InvariantCulture)} x", text, StringComparison.Ordinal);
        Assert.Contains("y... (100000 characters)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exceptions_lines_are_indented_so_that_its_message_is_none_of_the_log()
    {
        await using var app = StoreApp.OnEmptyFolder(SeedMode.None);
        using var visitor = app.Visitor();
        await visitor.PageAsync("/");

        app.Services.GetRequiredService<ILogger<LogTests>>().LogError(new InvalidDataException("first\n" + Forged), "Failed");
        var lines = (await app.LogAsync()).Split(Environment.NewLine);

        Assert.Contains("   " + Forged, lines);
        Assert.DoesNotContain(Forged, lines);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "Email=%FF")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nnothing")]
    public async Task A_body_that_cannot_be_read_is_no_error_of_the_store(string type, string body)
    {
        await using var app = StoreApp.OnEmptyFolder(SeedMode.None);
        using var visitor = app.Visitor();
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/signin") { Content = content };
        request.Headers.Add("Cookie", "baigu-form=CfDJ8made-up");

        using var answer = await visitor.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("[ERR]", await app.LogAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await app.LogAsync(), StringComparison.Ordinal);
    }

    private static bool IsControlOfSomeKind(char sign) => char.GetUnicodeCategory(sign) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
