using System.Text;
using BaiguStore.Core.Seeding;

namespace BaiguStore.Core.Tests.Seeding;

public sealed class SourcePageTests
{
    private static SourcePage BuiltIn => SourcePage.Read(SeedFiles.Text("source-page.html"));

    [Fact]
    public void The_built_in_page_has_55_lines_with_50_983_products()
    {
        var page = BuiltIn;

        Assert.Equal((55, 50_983), (page.Lines.Count, page.Lines.Sum(l => l.Count)));
        Assert.Equal(new("\u5C71\u4E1C\u534E\u4E3A\u603B\u4EE3\u7406", 13_292), page.Lines[0]);
        Assert.Equal(new("\u5927\u534E\u4EA7\u54C1", 24), page.Lines[^1]);
        Assert.Equal("\u5C71\u4E1CIBM\u5B58\u50A8\u603B\u4EE3\u7406", Assert.Single(page.Lines.GroupBy(l => l.Name), g => g.Count() > 1).Key);
        Assert.Equal(2, page.Lines.Count(l => l.Name == "\u5C71\u4E1CIBM\u5B58\u50A8\u603B\u4EE3\u7406"));
    }

    [Fact]
    public void The_built_in_page_names_the_company() => AssertCompany(BuiltIn.Company);

    [Fact]
    public void The_built_in_page_has_no_article_and_says_so() => Assert.Null(BuiltIn.Article);

    [Fact]
    public void A_page_saved_as_text_reads_the_same_as_HTML()
    {
        var page = SourcePage.Read(SavedPage.Text());

        Assert.Equal(BuiltIn.Lines, page.Lines);
        AssertCompany(page.Company);
        Assert.Equal([], page.Problems);
    }

    [Fact]
    public void Bytes_are_read_as_UTF8_with_or_without_mark_and_as_GBK()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var expected = SourcePage.Read(SavedPage.Text());
        byte[][] saved =
        [
            Encoding.UTF8.GetBytes(SavedPage.Text()),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SavedPage.Text())],
            Encoding.GetEncoding("GBK").GetBytes(SavedPage.Text().Replace("\u00A9", "(c)", StringComparison.Ordinal)),
            Encoding.UTF8.GetBytes(SavedPage.Text().ReplaceLineEndings("\r\n")),
        ];

        foreach (var page in saved.Select(SourcePage.Read))
        {
            Assert.Equal(expected.Lines, page.Lines);
            Assert.Equal(expected.Company.Name, page.Company.Name);
            Assert.Equal(expected.Company.Address, page.Company.Address);
            Assert.Equal(expected.Article!.Paragraphs, page.Article!.Paragraphs);
        }
    }

    [Fact]
    public void Sentences_that_captions_had_cut_are_whole_again_and_the_captions_are_gone()
    {
        var article = SourcePage.Read(SavedPage.Text()).Article!;

        Assert.Equal(SavedPage.Title, article.Title);
        Assert.Equal(SavedPage.Paragraphs, article.Paragraphs);
        Assert.Equal(SavedPage.Captions, article.Captions);
        Assert.Equal(SavedPage.Remnants, article.Remnants);
        Assert.All(SavedPage.Captions, c => Assert.DoesNotContain(c, article.Markdown, StringComparison.Ordinal));
        Assert.StartsWith(article.Summary.TrimEnd('\u2026'), article.Paragraphs[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("<")]
    [InlineData("<html><body></body></html>")]
    [InlineData("no page at all")]
    [InlineData("\u7B80\u5355\u63CF\u8FF0")]
    [InlineData("\u7B80\u5355\u63CF\u8FF0\n\u76F8\u5173\u53C2\u6570\n\u8BE6\u7EC6\u4ECB\u7ECD")]
    [InlineData("x\n\u7B80\u5355\u63CF\u8FF0\n\u6700\u65B0\u8BC4\u8BBA\n")]
    [InlineData("\u6709\u9650\u516C\u53F8\n@\n@@\n\u00A9 9999\n\u7535\u8BDD:")]
    [InlineData("a (99999999999999999999)")]
    [InlineData("() (1)\n(((((((\n)(")]
    public void What_is_no_page_gives_problems_and_no_crash(string text)
    {
        var page = SourcePage.Read(text);

        Assert.NotEmpty(page.Problems);
        Assert.NotEmpty(SourcePage.Read(Encoding.UTF8.GetBytes(text)).Problems);
    }

    [Fact]
    public void A_count_that_is_too_long_is_a_problem_that_names_its_row()
    {
        var page = SourcePage.Read("\u5C71\u4E1C\u534E\u4E3A\u603B\u4EE3\u7406 (5)\n\u5C71\u4E1C\u601D\u79D1\u603B\u4EE3\u7406 (99999999999)");

        Assert.Equal([new("\u5C71\u4E1C\u534E\u4E3A\u603B\u4EE3\u7406", 5)], page.Lines);
        Assert.Contains(page.Problems, p => p.StartsWith("\u7B2C 2 \u884C", StringComparison.Ordinal) && p.Contains("99999999999", StringComparison.Ordinal));
    }

    /// <summary>Truncated pages, pages with flipped bytes, and noise; the same in every run.</summary>
    [Fact]
    public void Whatever_bytes_come_a_page_is_read()
    {
        var random = new Random(20120101);
        var whole = Encoding.UTF8.GetBytes(SavedPage.Text());
        for (var i = 0; i < 300; i++)
        {
            var bytes = i % 3 == 0 ? new byte[random.Next(0, 4_000)] : whole[..random.Next(0, whole.Length)];
            if (i % 3 == 0)
                random.NextBytes(bytes);
            else if (i % 3 == 1)
                for (var n = 0; n < 20 && bytes.Length > 0; n++)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var page = SourcePage.Read(bytes);

            Assert.True(page.Lines.Count <= 55 + 20);
            Assert.All(page.Lines, l => Assert.InRange(l.Name.Length, 0, Core.Catalog.Category.MaxNameLength));
        }
    }

    private static void AssertCompany(SourceCompany company)
    {
        Assert.Equal("\u5C71\u4E1C\u767E\u8C37\u4FE1\u606F\u6280\u672F\u6709\u9650\u516C\u53F8", company.Name);
        Assert.Equal("\u5C71\u4E1C\u6D4E\u5357\u5E02\u82B1\u56ED\u8DEF189-2\u53F7\u5386\u4E0B\u8F6F\u4EF6\u56ED", company.Address);
        Assert.Equal(("13608928216", "sdbaigu@sdbaigu.com", "\u9C81ICP09058378", 2009), (company.Phone, company.Email, company.IcpNumber, company.Since));
        Assert.Equal("http://edizhi.edushi.com/sdbaigu", company.MapUrl);
        Assert.StartsWith("\u7ACB\u8DB3\u6D4E\u5357", company.Motto, StringComparison.Ordinal);
        Assert.Equal(18, company.Honours.Count);
        Assert.Equal(16, company.Cities.Count); // the page lists one of them twice, and not the company's own
        Assert.Equal(company.Cities.Distinct(), company.Cities);
    }
}
