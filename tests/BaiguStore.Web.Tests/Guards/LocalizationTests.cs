using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace BaiguStore.Web.Tests.Guards;

public sealed class LocalizationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_text_has_its_English_translation()
    {
        var english = UiTexts.Translated.Where(t => !string.IsNullOrWhiteSpace(t.English)).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);

        var missing = UiTexts.Used.Where(use => !english.Contains(use.Key)).Select(use => $"{use.Value}: {use.Key}");

        Assert.True(UiTexts.Used.Count > 100, $"only {UiTexts.Used.Count} texts found");
        Assert.Empty(missing);
    }

    [Fact]
    public void No_translation_is_left_over_or_there_twice()
    {
        var unused = UiTexts.Translated.Select(t => t.Key).Where(key => !UiTexts.Used.ContainsKey(key));

        Assert.Empty(unused);
        Assert.Distinct(UiTexts.Translated.Select(t => t.Key));
    }

    [Fact]
    public void A_translation_has_the_same_places_for_values_as_its_text()
    {
        var different = UiTexts.Translated.Where(t => UiTexts.Places(t.Key) != UiTexts.Places(t.English));

        Assert.Empty(different);
    }

    /// <summary>Pages write the texts without encoding, also into attributes, so they must not contain markup or straight quotes.</summary>
    [Fact]
    public void A_translation_holds_nothing_Chinese_and_no_markup()
    {
        var wrong = UiTexts.Translated.Where(t => UiTexts.HasHan(t.English) || t.English.Any(c => c is '<' or '>' or '&' or '"' or >= '\u3000'));

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_view_speaks_Chinese_by_itself_but_for_the_name_of_the_language()
    {
        Assert.Equal(2, UiTexts.Untranslatable.Count()); // the layouts of the store and of the admin area
        Assert.All(UiTexts.Untranslatable, line => Assert.Contains("\"中文\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public void No_view_takes_a_text_without_filling_in_its_values() => Assert.Empty(UiTexts.Unfilled);

    [Fact]
    public async Task An_English_page_speaks_English_and_marks_what_is_Chinese()
    {
        await using var app = await StoreApp.WithPageAsync();
        await app.AddProductAsync("h3c-switch", "LS-5130S-28P-EI");
        await app.AddProductAsync("h3c-switch", "LS-5560X-30C-EI", p => p.ListPriceFen = null);
        await app.IndexAsync();
        using var visitor = app.Visitor();
        List<string> strays = [];
        foreach (var (url, status) in new[]
        {
            ("/?lang=en", HttpStatusCode.OK),
            ("/c/huawei?lang=en", HttpStatusCode.OK),
            ("/c/huawei-switch?lang=en", HttpStatusCode.OK),
            ("/c/huawei-server-panxue?lang=en", HttpStatusCode.OK),
            ("/c/h3c-switch?lang=en", HttpStatusCode.OK),
            ("/p/ls-5130s-28p-ei?lang=en", HttpStatusCode.OK),
            ("/articles?lang=en", HttpStatusCode.OK),
            ("/articles/intel-vt?lang=en", HttpStatusCode.OK),
            ("/search?lang=en", HttpStatusCode.OK),
            ("/search?q=LS-5130S&lang=en", HttpStatusCode.OK),
            ("/search?q=nothing+like+it&lang=en", HttpStatusCode.OK),
            ("/inquiry?lang=en", HttpStatusCode.OK),
            ("/inquiry?item=LS-5130S-28P-EI*2&item=LS-5560X-30C-EI&item=zzz&lang=en", HttpStatusCode.OK),
            ("/inquiry?item=LS-5560X-30C-EI&lang=en", HttpStatusCode.OK),
            ("/compare?lang=en", HttpStatusCode.OK),
            ("/compare?sku=LS-5130S-28P-EI&sku=LS-5560X-30C-EI&sku=zzz&lang=en", HttpStatusCode.OK),
            ("/inquiry?item=zzz*10000&lang=en", HttpStatusCode.BadRequest),
            ("/about?lang=en", HttpStatusCode.OK),
            ("/contact?lang=en", HttpStatusCode.OK),
            ("/privacy?lang=en", HttpStatusCode.OK),
            ("/nope?lang=en", HttpStatusCode.NotFound),
            ("/articles?page=x&lang=en", HttpStatusCode.BadRequest),
        })
        {
            var page = await visitor.PageAsync(url, status);
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.EndsWith("Baigu Store", page.Title, StringComparison.Ordinal);
            Assert.Empty(UiTexts.Places(page.Title!));
            strays.AddRange(OwnWords(page).Where(words => UiTexts.HasHan(words) || UiTexts.Places(words).Length > 0).Select(words => $"{url}: {words.Trim()}"));
        }

        Assert.Empty(strays);
    }

    [Fact]
    public async Task Without_a_choice_a_page_is_Chinese_whatever_the_browser_prefers()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept-Language", "en-GB,en");

        var page = await visitor.PageAsync("/articles");

        Assert.Equal("zh-CN", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("技术文章", page.Text("h1"));
    }

    [Fact]
    public async Task A_chosen_language_stays_on_the_pages_that_follow()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor(cookies: true);

        Assert.Equal("/articles", await ChooseAsync(visitor, "/language/en?returnUrl=/articles"));

        foreach (var url in new[] { "/articles", "/", "/contact" })
            Assert.Equal("en", (await visitor.PageAsync(url)).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("/about?lang=en", "/about", HttpStatusCode.OK)]
    [InlineData("/c/huawei-switch?sort=price&lang=en&from=elsewhere", "/c/huawei-switch?sort=price", HttpStatusCode.OK)]
    [InlineData("/search?q=交换机&lang=en", "/search?q=%E4%BA%A4%E6%8D%A2%E6%9C%BA", HttpStatusCode.OK)]
    [InlineData("/nope?lang=en", "/nope", HttpStatusCode.NotFound)]
    public async Task The_switch_leads_back_to_the_same_page_in_the_other_language(string url, string back, HttpStatusCode status)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor(cookies: true);
        await app.IndexAsync();

        var page = await visitor.PageAsync(url, status);
        var place = await ChooseAsync(visitor, page.QuerySelector(".site-nav__language")!.GetAttribute("href")!);

        Assert.Equal(back, place);
        Assert.Equal("zh-CN", (await visitor.PageAsync(place, status)).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task A_choice_of_language_leads_to_no_other_site(string returnUrl)
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();

        Assert.Equal("/", await ChooseAsync(visitor, $"/language/en?returnUrl={Uri.EscapeDataString(returnUrl)}"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_comment_is_said_in_the_language_of_the_page()
    {
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        var fields = (await visitor.PageAsync("/articles/intel-vt?lang=en")).CommentFields(body: "", title: new string('x', 500));

        using var tooFast = await visitor.PostFormAsync("/articles/intel-vt/comments?lang=en", fields);
        (fields["Title"], fields["Body"]) = ("", "\uFFFD");
        using var unreadable = await visitor.PostFormAsync("/articles/intel-vt/comments?lang=en", fields);
        using var chinese = await visitor.PostFormAsync("/articles/intel-vt/comments", fields);

        var page = await tooFast.DocumentAsync();
        Assert.StartsWith("That was very quick.", page.Text(".form-error"), StringComparison.Ordinal);
        Assert.Equal("Please write a comment.", page.Text("#comment-body-error"));
        Assert.Matches("^A title may have at most [0-9]+ characters[.]$", page.Text("#comment-title-error"));
        Assert.StartsWith("The text contains characters", (await unreadable.DocumentAsync()).Text("#comment-body-error"), StringComparison.Ordinal);
        Assert.StartsWith("内容里有无法识别的字符", (await chinese.DocumentAsync()).Text("#comment-body-error"), StringComparison.Ordinal);
    }

    /// <summary>
    /// The page's own texts, visible and for screen readers. Data is marked as Chinese, or isolated by bdi; the title contains it, too.
    /// </summary>
    private static IEnumerable<string> OwnWords(IHtmlDocument page) => page.All
        .Where(e => e.LocalName != "title" && e.Closest("bdi, [lang]") is { LocalName: not "bdi" } nearest && nearest.GetAttribute("lang") == "en")
        .SelectMany(e => e.ChildNodes.OfType<IText>().Select(t => t.Data)
            .Concat(new[] { "title", "aria-label", "placeholder", "alt", "content" }.Select(e.GetAttribute).OfType<string>()));

    private static async Task<string> ChooseAsync(HttpClient visitor, string url)
    {
        using var response = await visitor.GetAsync(url, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }
}
