using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace BaiguStore.Web.Tests.Staff;

/// <summary>Texts that are too long are refused with a message and shown completely; no field truncates them.</summary>
public sealed class LongFieldTests(ConflictTests.Office office) : IClassFixture<ConflictTests.Office>
{
    [Fact]
    public async Task Every_field_of_an_editor_refuses_a_text_that_is_too_long_in_words()
    {
        var tried = 0;
        foreach (var place in (string[])[.. office.Places.Values, "/admin/articles/new", "/admin/products/new", "/admin/categories/new", "/admin/settings/vendors/new", "/admin/settings/salespeople/new", "/admin/settings/salespeople/1/edit", "/admin/settings/comments"])
        {
            var page = await office.First.PageAsync(place);
            Assert.Empty(page.QuerySelectorAll("main form[method=post] [maxlength]").Select(f => $"{place}: {f.GetAttribute("name")}"));
            var form = page.QuerySelectorAll("main form[method=post]").Single(f => f.GetAttribute("action") == place);
            foreach (var limit in form.QuerySelectorAll("field-length"))
            {
                var (field, most) = (limit.GetAttribute("for")!, int.Parse(limit.GetAttribute("data-most")!, CultureInfo.InvariantCulture));
                var typed = new string('x', Math.Max(300, most + 1));
                using var answer = await office.First.PostFormAsync(place, new(ConflictTests.FieldsOf(page, place)) { [field] = typed });
                var refused = await answer.DocumentAsync();
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{place} {field}: {answer.StatusCode}");
                Assert.True(refused.Text($"#{field}-error").Length > 3, $"{place} {field}");
                Assert.Equal(typed, refused.QuerySelector($"#{field}") is IHtmlTextAreaElement area ? area.Value : ((IHtmlInputElement)refused.QuerySelector($"#{field}")!).Value);
                tried++;
            }
        }
        Assert.True(tried > 40, $"{tried}");
        Assert.Empty((await office.First.PageAsync("/articles/intel-vt")).QuerySelectorAll(".comment-form [maxlength]"));
    }

    [Fact]
    public async Task More_list_parameters_than_a_category_may_have_are_refused_and_not_left_out()
    {
        var place = office.Places["category"];
        var typed = string.Join('\n', Enumerable.Range(1, 9).Select(n => $"参数{n}"));

        using var answer = await office.First.PostFormAsync(place, new(ConflictTests.FieldsOf(await office.First.PageAsync(place), place)) { ["KeySpecs"] = typed });
        var refused = await answer.DocumentAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "列表参数最多 8 个。"), (answer.StatusCode, refused.Text("#KeySpecs-error")));
        Assert.Equal(typed, refused.QuerySelector<IHtmlTextAreaElement>("#KeySpecs")!.Value);
    }
}
