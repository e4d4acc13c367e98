using System.Text;
using BaiguStore.Core.Tests.Spreadsheets;
using BaiguStore.Web.Tests.Background;

namespace BaiguStore.Web.Tests.Inquiries;

/// <summary>Allocations of a hostile request, from the socket to the response. Runs alone, because it measures the process.</summary>
[Collection(PromptnessTests.Alone)]
public sealed class RequestMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hostile_request_allocates_a_few_times_its_own_bytes()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        var workbook = HostileWorkbook.TextNode((int)(60 * Megabyte));
        (string Name, string Path, Func<HttpContent> Content, long Most)[] requests =
        [
            ("a workbook whose one text has 60 MB", "/inquiry/lines", () => new MultipartFormDataContent { { new ByteArrayContent(workbook), "Upload", "list.xlsx" } }, 16),
            ("3 MB where no form is taken", "/inquiry/nothing", () => Form(new string('x', (int)(3 * Megabyte))), 4),
            ("3 MB for a page that is only read", "/articles", () => Form(new string('x', (int)(3 * Megabyte))), 4),
            ("a list of 2,000 long fields", "/inquiry/lines", () => Form(string.Join('&', Enumerable.Repeat("item=" + new string('A', 1_400), 2_000))), 64),
        ];

        foreach (var (name, path, content, most) in requests)
        {
            using var first = await visitor.PostAsync(path, content(), Cancel); // warm-up
            using var body = content();
            await body.LoadIntoBufferAsync(Cancel);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            using var answer = await visitor.PostAsync(path, body, Cancel);
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

            Assert.InRange((int)answer.StatusCode, 200, 499);
            Assert.True(allocated < most * Megabyte, $"{name}: {allocated / Megabyte} MB");
        }
    }

    private static StringContent Form(string text) => new(text, Encoding.ASCII, "application/x-www-form-urlencoded");
}
