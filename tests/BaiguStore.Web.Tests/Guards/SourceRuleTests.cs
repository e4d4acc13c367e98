using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BaiguStore.Core.Data;
using BaiguStore.Core.Data.Sqlite;
using BaiguStore.Web.Localization;
using BaiguStore.Web.Urls;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>Rules for the source code that are easily forgotten, as far as `src/BannedSymbols.txt` cannot express them.</summary>
public sealed partial class SourceRuleTests
{
    internal static readonly string Root = FindRoot();

    /// <summary>The only places where a page writes raw HTML: sanitized texts.</summary>
    private static readonly string[] RawHtml = ["product.DescriptionHtml", "product.DescriptionHtml", "Model.Prose", "Model.Html"];

    /// <summary>
    /// Where code passes raw HTML on: articles' texts, sanitized when they were rendered, JSON whose encoder escapes HTML's special characters, and
    /// output of views.
    /// </summary>
    private static readonly (string File, string Html)[] RawText =
    [
        (Path.Combine("BaiguStore.Web", "Areas", "Admin", "Services", "ArticleService.cs"), "rendered.Html"),
        (Path.Combine("BaiguStore.Web", "Controllers", "ArticlePreviewsController.cs"), "article.BodyHtml"),
        (Path.Combine("BaiguStore.Web", "Rendering", "ArticleTexts.cs"), "read.Html"),
        (Path.Combine("BaiguStore.Web", "Rendering", "FragmentCache.cs"), "writer.ToString()"),
        (Path.Combine("BaiguStore.Web", "Urls", "StructuredData.cs"), "$\"<script lang=\\\"zh-CN\\\" type=\\\"application/ld+json\\\">{json}</script>\""),
    ];

    /// <summary>
    /// Where statements are sent that pass SaveChanges, and so the change feed, by: the feed's own lock and rows, what a connection is
    /// told when it opens or goes back to the pool, the database's own settings, a migration lock that somebody left, and what no visitor sees: tries to sign in, sessions, where comments came from, how often pages were opened, what was searched for in vain, old letters. Everywhere else they stand inside a call of BulkAsync that names what changes.
    /// </summary>
    private static readonly string[] PastTheFeed =
    [
        Path.Combine("BaiguStore.Core", "Comments", "CommentNetworks.cs"),
        Path.Combine("BaiguStore.Core", "Data", "BulkInsert.cs"),
        Path.Combine("BaiguStore.Core", "Data", "ChangeFeed.cs"),
        Path.Combine("BaiguStore.Core", "Data", "CountRows.cs"),
        Path.Combine("BaiguStore.Core", "Data", "SqlServer", "DatabaseSettings.cs"),
        Path.Combine("BaiguStore.Core", "Data", "SqlServer", "SqlServerStoreDb.cs"),
        Path.Combine("BaiguStore.Core", "Data", "Sqlite", "PreparedStatementCache.cs"), // read-only
        Path.Combine("BaiguStore.Core", "Data", "Sqlite", "SqliteFile.cs"), // the journal mode of a new file; whether the file is a store's
        Path.Combine("BaiguStore.Core", "Data", "Sqlite", "SqliteStoreDb.cs"),
        Path.Combine("BaiguStore.Core", "Data", "StoreDatabase.cs"),
        Path.Combine("BaiguStore.Core", "Data", "StoreDb.cs"),
        Path.Combine("BaiguStore.Core", "Inquiries", "InquiryNetworks.cs"),
        Path.Combine("BaiguStore.Core", "Inquiries", "RowTextFilling.cs"), // searchable text for staff: not visible to visitors
        Path.Combine("BaiguStore.Core", "Mail", "Outbox.cs"),
        Path.Combine("BaiguStore.Core", "Search", "ZeroResultSearch.cs"),
        Path.Combine("BaiguStore.Core", "Staff", "SignInThrottle.cs"),
        Path.Combine("BaiguStore.Core", "Staff", "StaffSession.cs"),
        Path.Combine("BaiguStore.Core", "Visits", "Visit.cs"),
    ];

    /// <summary>
    /// Statements inside a WithFeedLockAsync, or inserts within one: how many, and what writes to the change feed instead, in the same transaction.
    /// </summary>
    private static readonly (string File, int Statements, string Reason)[] ToldOtherwise =
    [
        (Path.Combine("BaiguStore.Core", "Catalog", "BulkEditing.cs"), 2, "AsBulkAsync, around all of it, tells the feed once of the catalogue; what is inserted are rows of the history"),
        (Path.Combine("BaiguStore.Core", "Catalog", "TreeEditing.cs"), 3, "paths below a place, and positions beside it, that is itself saved: the feed hears of the tree"),
    ];

    /// <summary>Entities whose saves write nothing to the change feed, with the reason: not visible to visitors, or not on a cached page.</summary>
    private static readonly Dictionary<string, string> NotInTheFeed = new()
    {
        ["ArticleCategory"] = "saved with its article, whose version it raises",
        ["AuditEntry"] = "staff's",
        ["BulkChange"] = "staff's",
        ["Change"] = "the feed itself",
        ["CommentBlock"] = "moderators'",
        ["ZeroResultSearch"] = "staff's",
        ["Inquiry"] = "private: its page is never kept",
        ["InquiryKey"] = "private",
        ["InquiryLine"] = "private",
        ["InquiryPart"] = "private",
        ["InquiryStep"] = "private",
        ["ModerationAct"] = "moderators'",
        ["OutboxMail"] = "letters",
        ["Picture"] = "never changes; what shows it is saved itself",
        ["PictureFile"] = "never changes",
        ["Revision"] = "staff's",
        ["DataProtectionKey"] = "secret",
        ["SignInTry"] = "staff's",
        ["SlugHistory"] = "redirects are never kept, and are asked for each time",
        ["StaffLink"] = "staff's",
        ["StaffMember"] = "staff's",
        ["StaffPasskey"] = "staff's",
        ["StaffSession"] = "staff's",
        ["Visit"] = "staff's",
    };

    [Fact]
    public void Core_knows_no_http_and_the_web_and_the_command_line_know_only_core()
    {
        var core = typeof(StoreDb).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        var web = typeof(Program).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        Assert.DoesNotContain(core, n => n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || n.StartsWith("BaiguStore", StringComparison.Ordinal));
        Assert.Equal("BaiguStore.Core", Assert.Single(web, n => n.StartsWith("BaiguStore", StringComparison.Ordinal)));
        foreach (var (project, known) in ((string, string[])[])[("BaiguStore.Core", []), ("BaiguStore.Web", ["BaiguStore.Core"]), ("BaiguStore.Cli", ["BaiguStore.Core"])])
        {
            var text = File.ReadAllText(Path.Combine(Root, "src", project, project + ".csproj"));
            Assert.Equal(known, ProjectReference().Matches(text).Select(m => m.Groups[1].Value));
            Assert.Equal(project == "BaiguStore.Web", text.Contains("Sdk=\"Microsoft.NET.Sdk.Web\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Pages_show_raw_html_only_where_it_was_sanitised()
    {
        var raw = Files("*.cshtml").SelectMany(f => RawCall().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();

        Assert.Equal(RawHtml.Order(), raw.Order());
        Assert.DoesNotContain(Files("*.cs"), f => RawCall().IsMatch(File.ReadAllText(f)));
        Assert.Equal(RawText, Files("*.cs").SelectMany(f => RawObject().Matches(File.ReadAllText(f)).Select(m => (Name(f), m.Groups[1].Value))));
    }

    [Fact]
    public void Facts_are_joined_in_one_place_so_that_no_line_begins_with_a_separator()
    {
        var found = Files("*.cs").Concat(Files("*.cshtml"))
            .Where(f => File.ReadAllText(f).Contains("Join(\" · \"", StringComparison.Ordinal)).Select(Name);

        Assert.Empty(found);
        Assert.Equal("济南\u00A0· 青岛", Format.Facts(["济南", "青岛"]));
    }

    [Fact]
    public void Nobody_reaches_for_services_where_they_could_be_given()
    {
        var found = Files("*.cs").Where(f => Name(f).Contains("Controllers", StringComparison.Ordinal) || Name(f).Contains("Models", StringComparison.Ordinal))
            .Where(f => File.ReadAllText(f).Contains("RequestServices", StringComparison.Ordinal)).Select(Name);

        Assert.Empty(found);
    }

    [Fact]
    public void Every_write_goes_into_the_change_feed()
    {
        var found = Files("*.cs").Select(f => (File: Name(f), Statements: WritesDirectly().Count(WithoutBulk(File.ReadAllText(f))))).Where(f => f.Statements > 0).ToList();

        Assert.Equal(PastTheFeed, found.Select(f => f.File).Except(ToldOtherwise.Select(t => t.File)));
        Assert.Equal(ToldOtherwise.Select(t => (t.File, t.Statements)), found.Where(f => ToldOtherwise.Any(t => t.File == f.File)));
        Assert.Contains(Files("*.cs"), f => File.ReadAllText(f) is var text && WritesDirectly().IsMatch(text) && !WritesDirectly().IsMatch(WithoutBulk(text)));
    }

    [Theory]
    [InlineData("await db.Products.ExecuteDeleteAsync(cancel);", true)]
    [InlineData("await db.BulkAsync([ChangeKind.Catalogue], () => db.Products.Where(p => p.IsSample).ExecuteDeleteAsync(cancel), cancel);", false)]
    [InlineData("await db.BulkAsync([], () => Task.FromResult(0), cancel); await db.Products.ExecuteUpdateAsync(x, cancel);", true)]
    [InlineData("await db.BulkAsync([], () => db.Products.ExecuteDeleteAsync(cancel), cancel);", true)]
    [InlineData("await db.WithFeedLockAsync(() => db.Products.ExecuteDeleteAsync(cancel), cancel);", true)]
    [InlineData("await db.WithFeedLockAsync(() => db.BulkAsync([ChangeKind.Tree], () => db.Categories.ExecuteDeleteAsync(cancel), cancel), cancel);", false)]
    [InlineData("await db.BulkAsync( [ ], async () => { await db.Products.ExecuteDeleteAsync(cancel); return 0; }, cancel);", true)]
    [InlineData("await db.BulkAsync([], () => db.BulkAsync([ChangeKind.Tree], () => db.Categories.ExecuteDeleteAsync(cancel), cancel), cancel);", false)]
    [InlineData("await db.BulkAsync(kinds, () => db.Products.ExecuteDeleteAsync(cancel), cancel);", false)]
    [InlineData("await db.InsertWithinAsync(rows, cancel);", true)]
    [InlineData("await BulkInsert.InsertAsync(db, rows, cancel);", true)]
    [InlineData("await db.Database.SqlQuery<int>($\"DELETE FROM x RETURNING 1\").ToListAsync(cancel);", true)]
    [InlineData("await db.Products.FromSqlRaw(\"UPDATE x SET y = 1 RETURNING *\").ToListAsync(cancel);", true)]
    [InlineData("await db.Products.FromSql($\"insert into x values (1) returning *\").ToListAsync(cancel);", true)]
    [InlineData("await db.Database.SqlQueryRaw<int>(\"SELECT 1\").ToListAsync(cancel);", false)]
    [InlineData("await db.Database.ExecuteSqlAsync($\"DELETE FROM x\");", true)]
    [InlineData("command.CommandText = text;", true)]
    public void A_write_past_the_change_feed_is_found(string source, bool isFound) => Assert.Equal(isFound, WritesDirectly().IsMatch(WithoutBulk(source)));

    /// <summary>A filter waits for the change worker after a write: see <see cref="BaiguStore.Web.Background.ReadYourWrites"/>.</summary>
    [Fact]
    public void What_answers_requests_knows_no_background_service()
    {
        var knowing = Files("*.cs").Concat(Files("*.cshtml")).Where(f => Background().IsMatch(File.ReadAllText(f))).Select(f => Name(f).Split(Path.DirectorySeparatorChar));

        Assert.Equal(["Background", "Setup"], knowing.Select(parts => parts[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_entity_goes_into_the_change_feed_or_has_a_reason_not_to()
    {
        using var db = new SqliteStoreDb(new DbContextOptionsBuilder<SqliteStoreDb>().UseSqlite("Data Source=none.db").Options);
        var unseen = db.Model.GetEntityTypes().Where(e => !e.IsOwned() && !typeof(ISeenByVisitors).IsAssignableFrom(e.ClrType))
            .Select(e => e.HasSharedClrType ? e.Name : e.ClrType.Name);

        Assert.Equal(NotInTheFeed.Keys.Order(StringComparer.Ordinal), unseen.Order(StringComparer.Ordinal));
    }

    /// <summary>A source file without the arguments of its BulkAsync calls, if these name changes.</summary>
    private static string WithoutBulk(string source)
    {
        const string Call = ".BulkAsync(";
        for (var at = source.IndexOf(Call, StringComparison.Ordinal); at >= 0; at = source.IndexOf(Call, at + Call.Length, StringComparison.Ordinal))
        {
            if (NamesNoChange().IsMatch(source.AsSpan(at + Call.Length)))
                continue; // it writes nothing to the feed itself; a call inside it may
            var (end, open) = (at + Call.Length, 1);
            for (; open > 0; end++)
                open += source[end] switch { '(' => 1, ')' => -1, _ => 0 };
            source = source.Remove(at + Call.Length, end - at - Call.Length);
        }
        return source;
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories)
        .Where(f => !Name(f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Migrations"))
        .Order(StringComparer.Ordinal);

    private static string Name(string file) => Path.GetRelativePath(Path.Combine(Root, "src"), file);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "BaiguStore.sln")))
                return folder;
        throw new InvalidOperationException("The tests were built elsewhere: their source is not here.");
    }

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*?([\w.]+)\.csproj""", RegexOptions.None, 1000)]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"Html\.Raw\(([^)]*)\)", RegexOptions.None, 1000)]
    private static partial Regex RawCall();

    [GeneratedRegex(@"new (?:HtmlString|CachedHtml)\(((?:[^()]|\(\))*)\)", RegexOptions.None, 1000)]
    private static partial Regex RawObject();

    [GeneratedRegex(@"\b(Execute(Update|Delete|Sql|NonQuery)\w*\(|CommandText\s*=|SqlBulkCopy|Begin(Binary|Text)Import|InsertWithinAsync(<\w+>)?\(|BulkInsert\.Insert"
        + @"|(SqlQuery|FromSql)\w*(<[^(]*>)?\([\s\S]{0,400}?\b(?i:insert|update|delete|merge)\s)", RegexOptions.None, 1000)]
    private static partial Regex WritesDirectly();

    [GeneratedRegex(@"\bBackground[.;]", RegexOptions.None, 1000)]
    private static partial Regex Background();

    [GeneratedRegex(@"^\s*(kinds:\s*)?\[\s*\]", RegexOptions.None, 1000)]
    private static partial Regex NamesNoChange();
}
