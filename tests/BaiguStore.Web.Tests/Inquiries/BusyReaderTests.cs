using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Web.Tests.Background;

namespace BaiguStore.Web.Tests.Inquiries;

/// <summary>One uploaded file is read at a time in the whole process, so other uploads must not run in parallel to this test.</summary>
[Collection(PromptnessTests.Alone)]
public sealed class BusyReaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_that_cannot_be_read_now_hears_when_to_come_again_and_keeps_what_was_typed()
    {
        await using var app = await Buyer.StoreAsync();
        using var visitor = app.Visitor();
        using var other = new EndlessStream();
        var reading = TableReader.ReadAsync(other, PartList.Limits, Cancel);
        using var form = Buyer.FieldsOf((await visitor.PageAsync("/inquiry?item=SRV-9")).Form(), ("Paste", "LS-5130S 3"), ("Message", "月底前到货"));
        using var list = new ByteArrayContent(Encoding.UTF8.GetBytes("型号,数量\nLS-5130S,2\n"));
        form.Add(list, "Upload", "list.csv");

        using var answer = await visitor.HandInAsync("/inquiry/lines", form);
        var page = await answer.DocumentAsync();
        other.End();
        await reading;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.Contains("现在正在读别的文件，请过几秒再试一次。", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["SRV-9", "LS-5130S"], page.QuerySelectorAll(".inquiry-table__line .sku").Select(c => c.TextContent.Trim()));
        Assert.Equal("月底前到货", page.QuerySelector<IHtmlTextAreaElement>("[name=Message]")!.Value);
        using var again = Buyer.FieldsOf(page.Form());
        using var same = new ByteArrayContent(Encoding.UTF8.GetBytes("型号,数量\nLS-5130S,2\n"));
        again.Add(same, "Upload", "list.csv");
        Assert.Equal(HttpStatusCode.OK, (await visitor.HandInAsync("/inquiry/lines", again)).StatusCode);
    }

    /// <summary>Returns no byte and does not end until told to.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End() => _end.TrySetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _end.Task.WaitAsync(cancellationToken);
            return 0;
        }
    }
}
