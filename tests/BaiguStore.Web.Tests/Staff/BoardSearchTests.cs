using System.Runtime.CompilerServices;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Search;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Inquiries;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Staff searches for inquiries and comments, in `boards.tsv`.</summary>
public sealed class BoardSearchTests(BoardSearchTests.Boards boards) : IClassFixture<BoardSearchTests.Boards>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string[][] Table { get; } = [.. File.ReadLines(Path.Combine(Here(), "boards.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];

    public static IEnumerable<TheoryDataRow<string, string, string>> Queries => Table.Where(row => row[0].StartsWith("query", StringComparison.Ordinal))
        .Select(row => new TheoryDataRow<string, string, string>(row[0].Split(' ')[1], row[1], row[2]));

    [Theory, MemberData(nameof(Queries))]
    public async Task Words_are_found_in_any_order_case_width_and_script(string board, string query, string numbers) =>
        Assert.Equal(numbers, await boards.FindAsync(board, query));

    /// <summary>As after an upgrade: the columns are empty until the backfill.</summary>
    [Fact]
    public async Task What_an_older_version_saved_is_found_once_its_texts_are_filled_in()
    {
        await using var old = new Boards();
        await old.InitializeAsync();
        await using var db = old.App.OpenDb();
        await db.Comments.ExecuteUpdateAsync(set => set.SetProperty(c => c.SearchText, ""), Cancel);
        await db.InquiryParts.ExecuteUpdateAsync(set => set.SetProperty(p => p.SearchText, ""), Cancel);
        Assert.Equal(("", ""), (await old.FindAsync("comment", "hba"), await old.FindAsync("inquiry", "s5735")));

        Assert.Equal(7, await db.FillRowTextsAsync(Cancel));

        Assert.Equal(("3 1", "1"), (await old.FindAsync("comment", "hba"), await old.FindAsync("inquiry", "138 1234")));
        Assert.Equal(0, await db.FillRowTextsAsync(Cancel));
    }

    [Fact]
    public async Task A_comment_that_was_edited_is_found_by_its_new_words()
    {
        await using var own = new Boards();
        await own.InitializeAsync();

        await own.App.ChangeAsync(async db => (await db.Comments.OrderBy(c => c.Id).FirstAsync(Cancel)).Rewrite("", "換成 RAID卡", "济南网工", DateTime.UnixEpoch));

        Assert.Equal(("1", "3"), (await own.FindAsync("comment", "换成 raid"), await own.FindAsync("comment", "hba")));
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    /// <summary>A store with the table's inquiries and comments, and an administrator.</summary>
    public sealed class Boards : IAsyncLifetime
    {
        private HttpClient _staff = null!;

        public StoreApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await StoreApp.WithPageAsync();
            await App.AddStaffAsync(Door.Owner, StaffRoles.Administrator);
            await App.AddProductAsync("huawei-switch", "S5735-L24T4S-A1", p => p.Name = "华为 S5735-L24T4S-A1 交换机");
            await App.AddProductAsync("h3c-switch", "LS-5130S", p => p.Name = "LS-5130S 接入设备");
            using var visitor = App.Visitor();
            foreach (var row in Table.Where(row => row[0] == "inquiry"))
            {
                var form = await visitor.FillInAsync(App, row[5], row[1], row[2], row[3], row[4]);
                (await visitor.HandInAsync("/inquiry", Buyer.FieldsOf(form))).Dispose();
            }
            await App.ChangeAsync(async db =>
            {
                var article = await db.Articles.FirstAsync(Cancel);
                foreach (var (row, n) in Table.Where(row => row[0] == "comment").Select((row, n) => (row, n)))
                    db.Comments.Add(new Comment { ArticleId = article.Id, Title = row[1], Body = row[2], Author = row[3], SubmissionKey = $"{n}", CreatedAt = App.Clock.GetUtcNow().UtcDateTime });
            });
            await App.IndexAsync();
            _staff = await App.SignedInAsync();
            Assert.Equal(("3 2 1", "4 3 2 1"), (await FindAsync("inquiry", ""), await FindAsync("comment", "")));
        }

        /// <summary>Numbers of the results, highest first.</summary>
        public async Task<string> FindAsync(string board, string query)
        {
            var page = await _staff.PageAsync((board == "inquiry" ? "/admin/inquiries?whose=all&text=" : "/admin/comments?text=") + Uri.EscapeDataString(query));
            var numbers = board == "inquiry"
                ? page.QuerySelectorAll(".inquiry-card a[href*='/edit']").Select(a => a.GetAttribute("href")!.Split('/')[3])
                : page.QuerySelectorAll(".queue-item").Select(item => item.Id!.Split('-')[1]);
            return string.Join(' ', numbers.Select(int.Parse).Distinct().OrderDescending());
        }

        public ValueTask DisposeAsync()
        {
            _staff.Dispose();
            return App.DisposeAsync();
        }
    }
}
