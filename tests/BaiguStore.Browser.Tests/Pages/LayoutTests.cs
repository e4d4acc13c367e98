using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace BaiguStore.Browser.Tests.Pages;

/// <summary>Layout at the widths of phones, tablets and desktops.</summary>
public sealed class LayoutTests(Street street)
{
    private static readonly int[] Widths = [320, 390, 780, 1280, 1440, 1920];

    /// <summary>A table of five columns in Markdown, as the store renders it.</summary>
    private const string AddWideTable = """
        (prose) => {
          const cells = (tag) => `<tr>${['S5735-L24T4S-A1', '24×10/100/1000BASE-T', '4×10GE SFP+', '1,280,000', '13400'].map((text) => `<${tag}>${text}</${tag}>`).join('')}</tr>`;
          prose.insertAdjacentHTML('afterbegin', `<div class="table-scroll table-scroll--wide" role="region" tabindex="0" aria-label="表" id="wide"><table><thead>${cells('th')}</thead><tbody>${cells('td')}</tbody></table></div>`);
        }
        """;

    /// <summary>Runs of letters and digits in some elements that are broken over several lines.</summary>
    private const string BrokenWords = """
        (elements) => elements.flatMap((element) => {
          const broken = [];
          const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/[A-Za-z0-9.,]{2,}/g)) {
              const range = document.createRange();
              range.setStart(texts.currentNode, word.index);
              range.setEnd(texts.currentNode, word.index + word[0].length);
              if (new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
            }
          return broken;
        })
        """;

    /// <summary>Separators between two facts at the start of a line.</summary>
    private const string LeadingSeparators = """
        () => {
          const found = [];
          const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          while (texts.nextNode())
            for (const dot of texts.currentNode.data.matchAll(/·/g)) {
              const [node, range] = [texts.currentNode, document.createRange()];
              range.setStart(node, dot.index);
              range.setEnd(node, dot.index + 1);
              const box = range.getBoundingClientRect();
              const line = node.parentElement.closest('p, li, dd, td, summary')?.getBoundingClientRect();
              if (box.width && line && box.left < line.left + 8) found.push(node.parentElement.outerHTML.slice(0, 120));
            }
          return found;
        }
        """;

    /// <summary>Table heads of more than two lines, and columns of numbers that are not aligned.</summary>
    private const string UntidyTables = """
        (tables) => tables.flatMap((table) => {
          const found = [];
          if (!table.tHead || table.tHead.getBoundingClientRect().height === 0) return found;
          for (const head of table.tHead.rows[0].cells) {
            const range = document.createRange();
            range.selectNodeContents(head);
            const lines = new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.bottom / 8)));
            if (innerWidth >= 780 && lines.size > 2) found.push(`${lines.size} lines: ${head.textContent.trim()}`);
            const cells = [...table.tBodies[0].rows].map((row) => row.cells[head.cellIndex]).filter((cell) => cell && !/^[—–-]?$/.test(cell.textContent.trim()));
            if (head.cellIndex && cells.length && cells.every((cell) => /^[¥≥≤]?\s?[\d,.]+\s?[A-Za-z%/]{0,6}$/.test(cell.textContent.trim())))
              found.push(...[head, ...cells].filter((cell) => !/end|right/.test(getComputedStyle(cell).textAlign)).slice(0, 1).map((cell) => `not flush: ${head.textContent.trim()} ${cell.textContent.trim()}`));
          }
          return found;
        })
        """;

    [Theory]
    [InlineData("/c/huawei-switch", ".product-table table")]
    [InlineData("product", ".product-table table")]
    [InlineData("search by name", ".product-table table")]
    [InlineData("article", ".prose table")]
    public async Task Heads_of_tables_have_two_lines_at_most_and_numbers_stand_flush(string page, string tables)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses.OfKind.GetValueOrDefault(page, page));
        foreach (var width in Widths)
        {
            await visitor.ResizeAsync(width);
            Assert.Equal((width, ""), (width, string.Join("; ", await visitor.Find(tables).EvaluateAllAsync<string[]>(UntidyTables))));
        }
    }

    [Fact]
    public async Task An_article_without_headings_has_the_whole_page_for_its_text()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.Find(".toc").EvaluateAsync("(toc) => toc.remove()");
        foreach (var width in Widths)
        {
            await visitor.ResizeAsync(width);
            var text = (await visitor.Find(".prose > p").First.BoundingBoxAsync())!;
            Assert.InRange(text.Width, Math.Min(680, width - 48), 760);
        }
    }

    [Theory]
    [InlineData("product", ".prose--product")]
    [InlineData("article", ".prose")]
    public async Task A_wide_table_scrolls_inside_itself_with_its_first_column_in_sight_and_breaks_no_word(string kind, string prose)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses[kind]);
        await visitor.Find(prose).EvaluateAsync(AddWideTable);
        foreach (var width in Widths)
        {
            await visitor.ResizeAsync(width);
            Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
            Assert.Empty(await visitor.Find("#wide :is(th, td)").EvaluateAllAsync<string[]>(BrokenWords));
        }
        await visitor.ResizeAsync(390);
        Assert.True(await visitor.Find("#wide").EvaluateAsync<bool>("(box) => { box.scrollLeft = 9999; return box.scrollLeft > 0; }"));
        var (box, first) = ((await visitor.Find("#wide").BoundingBoxAsync())!, (await visitor.Find("#wide td").First.BoundingBoxAsync())!);
        Assert.InRange(first.X, box.X - 1, box.X + 1);
        Assert.InRange(first.Width, 40, box.Width / 2);
    }

    [Fact]
    public async Task A_table_of_two_or_three_columns_fits_a_phone()
    {
        await using var visitor = await street.VisitorAsync(Visit.ByPhone);
        await visitor.GoAsync(street.Addresses["article"]);

        var scrolling = await visitor.Find(".prose .table-scroll:not(.table-scroll--wide)").EvaluateAllAsync<string[]>("(all) => all.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.getAttribute('aria-label'))");

        Assert.Empty(scrolling);
    }

    [Theory]
    [InlineData("product", ".spec-table td, .key-specs dd, h1")]
    [InlineData("big line", ".product-table :is(td, th)")]
    [InlineData("comparison", ".compare-table :is(td, th)")]
    [InlineData("article", ".prose td, .spec-table td")]
    public async Task No_number_and_no_word_is_broken(string kind, string cells)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses[kind]);
        foreach (var width in Widths)
        {
            await visitor.ResizeAsync(width);
            Assert.Equal((width, ""), (width, string.Join(' ', await visitor.Find(cells).EvaluateAllAsync<string[]>(BrokenWords))));
        }
        await visitor.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Empty(await visitor.Find(cells).EvaluateAllAsync<string[]>(BrokenWords));
    }

    [Theory]
    [InlineData("home")]
    [InlineData("product")]
    [InlineData("article")]
    [InlineData("articles")]
    [InlineData("contact")]
    [InlineData("vendor")]
    [InlineData("search by name")]
    [InlineData("empty search")]
    [InlineData("comparison")]
    public async Task No_line_begins_with_a_separator(string kind)
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses[kind]);
        foreach (var width in Widths)
        {
            await visitor.ResizeAsync(width);
            Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(LeadingSeparators));
        }
    }

    [Theory]
    [InlineData(320, false)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task The_header_of_a_phone_is_one_line_and_the_search(int width, bool english)
    {
        await using var visitor = await street.VisitorAsync(new(width, 700, English: english));
        foreach (var kind in (string[])["home", "article"])
        {
            await visitor.GoAsync(street.Addresses[kind]);
            var tops = await visitor.Find(".site-nav > *").EvaluateAllAsync<double[]>("(all) => all.map((e) => e.getBoundingClientRect()).filter((box) => box.width).map((box) => box.top + box.height / 2)");
            Assert.InRange(tops.Max() - tops.Min(), 0, 12);
            Assert.InRange(await visitor.Find(".site-nav").EvaluateAsync<double>("(nav) => Math.max(...[...nav.querySelectorAll('a, button')].map((e) => e.getBoundingClientRect().right))"), 1, width);
            Assert.Empty(await visitor.Find(".site-nav :is(a, button)").EvaluateAllAsync<string[]>("(all) => all.filter((e) => e.scrollHeight > 48).map((e) => e.outerHTML)"));
        }
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1440)]
    [InlineData(1920)]
    public async Task Price_and_inquiry_stay_in_sight_beside_a_product(int width)
    {
        await using var visitor = await street.VisitorAsync(new(width));
        await visitor.GoAsync(street.Addresses["product"]);
        await visitor.Find("#comments").ScrollIntoViewIfNeededAsync();

        var (buy, text) = ((await visitor.Find(".product__buy").BoundingBoxAsync())!, (await visitor.Find("#description").BoundingBoxAsync())!);

        Assert.InRange(buy.Y, 0, 400);
        Assert.True(buy.X >= text.X + text.Width, "beside the text, not over it");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1440)]
    [InlineData(1920)]
    public async Task Footnotes_of_a_wide_screen_stand_in_the_margin_beside_their_marks(int width)
    {
        await using var visitor = await street.VisitorAsync(new(width));
        await visitor.GoAsync(street.Addresses["article"]);
        await visitor.ReadThroughAsync();

        var notes = await visitor.Find(".footnotes li").EvaluateAllAsync<Note[]>("""
            (all) => all.map((note) => {
              const mark = document.querySelector(`a.footnote-ref[href="#${CSS.escape(note.id)}"]`).getBoundingClientRect();
              const box = note.getBoundingClientRect();
              const text = note.closest('.prose').querySelector('p').getBoundingClientRect();
              return { away: box.top - mark.top, top: box.top, bottom: box.bottom, left: box.left, right: box.right, text: text.right };
            })
            """);

        Assert.NotEmpty(notes);
        Assert.All(notes, n => Assert.True(n.Left >= n.Text && n.Right <= width, $"{n}"));
        Assert.All(notes, n => Assert.InRange(n.Away, -160, 1_200));
        Assert.All(notes.Zip(notes.Skip(1)), pair => Assert.True(pair.Second.Top >= pair.First.Bottom, $"{pair}"));
    }

    [Fact]
    public async Task On_a_phone_what_is_out_of_sight_is_not_laid_out_and_is_found_all_the_same()
    {
        await using var visitor = await street.VisitorAsync(Visit.ByPhone);
        await visitor.GoAsync(street.Addresses["article"]);
        var items = visitor.Find(".prose > :is(ul, ol) > li");
        var last = (await items.Last.TextContentAsync())!.Trim()[..10];

        var skipped = await items.EvaluateAllAsync<int>("(all) => all.filter((item) => !item.checkVisibility({ contentVisibilityAuto: true })).length");

        Assert.InRange(skipped, await items.CountAsync() / 2, await items.CountAsync());
        Assert.True(await visitor.Page.EvaluateAsync<bool>("(words) => window.find(words)", last));
    }

    [Fact]
    public async Task On_a_phone_home_loads_and_draws_no_figure_before_one_comes_near_it()
    {
        await using var visitor = await street.VisitorAsync(Visit.ByPhone);
        ConcurrentBag<string> asked = [];
        visitor.Page.Request += (_, request) => asked.Add(request.Url);
        await visitor.GoAsync("/");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.DoesNotContain(asked, url => url.Contains("/figures/", StringComparison.Ordinal));
        await visitor.Find(".article-card").First.ScrollIntoViewIfNeededAsync();
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('.article-card img').naturalWidth > 0");

        Assert.Contains(asked, url => url.Contains("/figures/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_footnote_mark_does_not_push_its_line_away()
    {
        await using var visitor = await street.VisitorAsync();
        await visitor.GoAsync(street.Addresses["article"]);

        var heights = await visitor.Find(".prose p:has(.footnote-ref)").EvaluateAllAsync<double[]>("(all) => all.map((p) => p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight))");

        Assert.NotEmpty(heights);
        Assert.All(heights, lines => Assert.Equal(Math.Round(lines), lines, 0.06));
    }

    private sealed record Note
    {
        public double Away { get; init; }
        public double Top { get; init; }
        public double Bottom { get; init; }
        public double Left { get; init; }
        public double Right { get; init; }
        public double Text { get; init; }
    }
}
