using System.Text;
using System.Text.Encodings.Web;
using BaiguStore.Web.Rendering;

namespace BaiguStore.Web.Tests.Rendering;

public sealed class PageWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40_000)]
    public async Task A_text_is_the_same_however_it_is_cut(int piece)
    {
        var text = string.Concat(Enumerable.Repeat("<p>交换机 24口 \U0001F600\U0001F469\u200D\U0001F4BB é&amp;</p>\n", 2_000));

        var written = await WrittenAsync(page =>
        {
            for (var at = 0; at < text.Length; at += piece)
                if (at % 3 == 0)
                    page.Write(text.ToCharArray(), at, Math.Min(piece, text.Length - at));
                else
                    page.Write(text.AsSpan(at, Math.Min(piece, text.Length - at)));
        });

        Assert.Equal(text, written);
    }

    [Fact]
    public async Task Half_a_character_becomes_the_sign_for_one_that_is_not_known()
    {
        var written = await WrittenAsync(page =>
        {
            page.Write("a\ud83d");
            page.Write("b");
            page.Write('\ude00');
            page.Write('c');
        });

        Assert.Equal("a\ufffdb\ufffdc", written);
    }

    [Fact]
    public async Task Kept_pieces_and_parts_stand_where_they_were_written()
    {
        var (menu, footer) = (new CachedHtml("<nav>菜单</nav>"), new CachedHtml(new string('。', 20_000)));

        var written = await WrittenAsync(page =>
        {
            using var body = new PageWriter(line: null);
            body.Write("<main>");
            menu.WriteTo(body, HtmlEncoder.Default);
            body.Write("</main>");
            page.Write("<body>");
            menu.WriteTo(page, HtmlEncoder.Default);
            page.Append(body);
            footer.WriteTo(page, HtmlEncoder.Default);
            page.Write("</body>");
        });

        Assert.Equal($"<body><nav>菜单</nav><main><nav>菜单</nav></main>{new string('。', 20_000)}</body>", written);
    }

    [Fact]
    public void A_kept_piece_can_be_written_anywhere()
    {
        using var text = new StringWriter();
        new CachedHtml("<b>中文</b>").WriteTo(text, HtmlEncoder.Default);

        Assert.Equal("<b>中文</b>", text.ToString());
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_page_says_so()
    {
        using var line = new MemoryStream();
        await using var page = new PageWriter(line);
        await page.WriteAsync(new string('x', 100_000));

        Assert.Equal(0, line.Length);
        await page.FlushAsync(TestContext.Current.CancellationToken);
        await page.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(100_000, line.Length);
    }

    private static async Task<string> WrittenAsync(Action<PageWriter> write)
    {
        using var line = new MemoryStream();
        await using (var page = new PageWriter(line))
        {
            write(page);
            await page.FlushAsync();
        }
        return Encoding.UTF8.GetString(line.ToArray());
    }
}
