using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BaiguStore.Core.Comments;

namespace BaiguStore.Web.Tests.Comments;

/// <summary>Normalization and display of comments.</summary>
public sealed class TextTests
{
    private const string Script = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;";
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", Flag = "\U0001F3F3\uFE0F\u200D\U0001F308";

    [Fact]
    public async Task Shortcodes_are_shown_as_emoji_and_unknown_ones_as_typed()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var all = string.Concat(Emoji.All.Select(e => e.Shortcode));

        var own = await visitor.PageAsync(await visitor.PostAsync(app, Reader.Article, all + " :nothing: 12:30:45", ":rocket:", ":tada:"));

        Assert.Equal(string.Concat(Emoji.All.Select(e => e.Glyph)) + " :nothing: 12:30:45", own.Text(".comment__body"));
        Assert.Equal("\U0001F680", own.Text(".comment__title"));
        Assert.Equal(all + " :nothing: 12:30:45", Assert.Single(await app.CommentsAsync()).Body);
        Assert.Equal(Emoji.All.Count, own.QuerySelectorAll(".emoji-picker__item").Length);
    }

    [Fact]
    public async Task Script_in_any_field_is_text_and_is_kept_as_it_was_typed()
    {
        await using var app = await Reader.StoreAsync(("Comments:PublishAtOnce", "true"));
        using var visitor = app.Visitor();

        await visitor.PostAsync(app, Reader.Product, Script, Script, "<b onclick=x>老赵</b>");

        var page = await visitor.PageAsync(Reader.Product);
        Assert.Equal((Script, Script, "<b onclick=x>老赵</b>"), (page.Text(".comment__body"), page.Text(".comment__title"), page.Text(".comment__author")));
        Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json']), [onerror], [onclick], .comment b, img[src=x]"));
    }

    [Fact]
    public async Task Script_in_a_refused_form_comes_back_as_text()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = (await visitor.PageAsync(Reader.Article)).CommentFields(Script, "\" autofocus onfocus=alert(1) x=\"", Script[..30]);
        fields["Stamp"] = "\"><script>alert(3)</script>";

        using var answer = await visitor.PostFormAsync(Reader.Article + "/comments", fields);

        var page = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((fields["Title"], fields["Body"], fields["Author"]), page.Typed());
        Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json']), [onerror], [onfocus], img[src=x]"));
    }

    [Fact]
    public async Task Overrides_and_invisible_characters_are_stripped_and_names_are_isolated()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        var own = await visitor.PageAsync(await visitor.PostAsync(
            app, Reader.Article, "a\u202Eb\u200Bc\u2066d\u2069\uFEFFe\u00ADf", "x\u202Dy\u200Fz", "\u200B老\u200D赵\u2060\u3164"));

        Assert.Equal(("abcdef", "xyz", "老赵"), (own.Text(".comment__body"), own.Text(".comment__title"), own.Text("bdi.comment__author")));
        Assert.NotNull(own.QuerySelector(".comment__title > bdi"));
        Assert.Equal("auto", own.QuerySelector(".comment__body")!.GetAttribute("dir"));
        Assert.Equal("老", own.Text(".comment .monogram"));
    }

    [Fact]
    public async Task A_name_of_nothing_but_invisible_characters_is_nobody_and_a_body_of_them_is_refused()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        var own = await visitor.PageAsync(await visitor.PostAsync(app, Reader.Article, "正文", "\u200B\u200B", "\u200B\u202E\u2060"));
        using var refused = await visitor.SendAsync(app, Reader.Article, "\u200B\n\u202E\n\u3164");
        foreach (var invisible in (string[])["\u2800\u2800", "\uFE0F", "\U000E0041\U000E0042", "\u034F", "\u180B", "\u17B4\u17B5", "\u115F\u1160\u3164\uFFA0", "\u0301", "\U000E0100"])
        {
            using var again = await visitor.SendAsync(app, Reader.Article, invisible, author: invisible);
            Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        }
        Assert.Equal("匿名", own.Text(".comment__author"));
        Assert.Null(own.QuerySelector(".comment__title"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Single(await app.CommentsAsync());
    }

    [Fact]
    public async Task Joined_emoji_stay_whole()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        var own = await visitor.PageAsync(await visitor.PostAsync(app, Reader.Article, $"{Family} {Flag} \U0001F44D\U0001F3FD", Flag, Family));

        Assert.Equal(($"{Family} {Flag} \U0001F44D\U0001F3FD", Flag, Family), (own.Text(".comment__body"), own.Text(".comment__title"), own.Text(".comment__author")));
        Assert.Equal(Family, own.Text(".comment .monogram"));
    }

    [Theory]
    [InlineData("Body", "a%00b")]
    [InlineData("Body", "a%FF%FEb")]
    [InlineData("Body", "%C3%28")]
    [InlineData("Body", "%ED%A0%80")]
    [InlineData("Body", "%C0%AF")]
    [InlineData("Title", "%00")]
    [InlineData("Author", "%E5%8D")]
    public async Task Bytes_that_are_not_text_are_refused_before_the_database(string field, string encoded)
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var fields = await visitor.FillInAsync(app, Reader.Article);
        fields.Remove(field);
        var form = string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}").Append($"{field}={encoded}"));
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(form));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        using var answer = await visitor.PostAsync(Reader.Article + "/comments", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("400", (await answer.DocumentAsync()).Text(".error-page__status"));
        Assert.Empty(await app.CommentsAsync());
    }

    [Fact]
    public async Task A_mark_of_lost_characters_comes_back_with_what_was_typed()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        using var answer = await visitor.SendAsync(app, Reader.Article, "a\uFFFDb", "标题");

        var page = await answer.DocumentAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("标题", "a\uFFFDb", ""), page.Typed());
        Assert.Contains("无法识别的字符", page.Text("#comment-body-error"), StringComparison.Ordinal);
        Assert.Empty(await app.CommentsAsync());
    }

    [Fact]
    public async Task A_percent_sign_is_only_a_percent_sign()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        await visitor.PostAsync(app, Reader.Article, "100%FF 5% %00");

        Assert.Equal("100%FF 5% %00", Assert.Single(await app.CommentsAsync()).Body);
    }

    [Fact]
    public async Task The_longest_comment_of_four_byte_characters_fits()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();
        var (body, title, author) = (Repeat(2_000), Repeat(50), Repeat(15));

        await visitor.PostAsync(app, Reader.Article, body, title, author);

        var saved = Assert.Single(await app.CommentsAsync());
        Assert.Equal((body, title, author), (saved.Body, saved.Title, saved.Author));

        static string Repeat(int n) => string.Concat(Enumerable.Repeat("\U0001F680", n));
    }

    [Fact]
    public async Task Line_ends_of_every_kind_are_one_kind_and_blank_lines_are_few()
    {
        await using var app = await Reader.StoreAsync();
        using var visitor = app.Visitor();

        await visitor.PostAsync(app, Reader.Article, "\r\n一\r\n\r\n\r\n\r\n二\r三\u2028四  \n");

        Assert.Equal("一\n\n二\n三\n四", Assert.Single(await app.CommentsAsync()).Body);
    }
}
