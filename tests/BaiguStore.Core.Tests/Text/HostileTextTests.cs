using System.Diagnostics;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.History;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Text;

/// <summary>
/// Every parser of a posted field, with a megabyte of its worst input. Measures how work grows with length: ten times the text must not take a
/// hundred times as long, as with a string concatenation in a loop.
/// </summary>
public sealed class HostileTextTests
{
    private const int Long = 1_000_000, Short = Long / 10;

    /// <summary>Maximum growth for ten times the text: linear is 10, quadratic is 100; the rest is tolerance for noise.</summary>
    private const double MaxGrowth = 40;

    /// <summary>Shorter times are not significant.</summary>
    private static readonly TimeSpan Negligible = TimeSpan.FromMilliseconds(60);

    private static readonly Dictionary<string, Func<int, string>> Inputs = new()
    {
        ["one long line"] = n => new('x', n),
        ["one long line that a colon ends"] = n => new string('x', n) + ": 1",
        ["one long line of Han"] = n => new('网', n),
        ["digits"] = n => new('7', n),
        ["commas"] = n => new(',', n),
        ["colons"] = n => new(':', n),
        ["backslashes"] = n => new('\\', n),
        ["line ends"] = n => new('\n', n),
        ["short lines"] = n => Repeated("a: 1\n", n),
        ["spaces"] = n => "a" + new string(' ', n) + "b",
        ["open brackets"] = n => new('[', n),
        ["nested brackets"] = n => new string('(', n / 2) + new string(')', n / 2),
        ["marks on one letter"] = n => "a" + new string('\u0301', n),
        ["marks of two classes in turn"] = n => "a" + Repeated("\u0301\u0316", n),
        ["zero width spaces"] = n => new('\u200B', n),
        ["variation selectors"] = n => "\u2764" + new string('\uFE0F', n),
        ["tags behind a flag"] = n => "\U0001F3F4" + Repeated("\U000E0041", n),
        ["joined emoji"] = n => Repeated("\U0001F468\u200D", n),
        ["regional letters"] = n => Repeated("\U0001F1E8", n),
        ["half characters"] = n => new('\uD83D', n),
        ["dots and letters"] = n => Repeated("a.", n),
        ["links"] = n => Repeated("http://www.", n),
        ["at signs"] = n => Repeated("a@", n),
        ["control characters"] = n => new('\u000B', n),
        ["letters that normalising makes many of"] = n => new('\uFDFA', n / 20),
    };

    private static readonly Dictionary<string, Action<string>> Readers = new()
    {
        ["VisibleText.IsEmpty"] = text => VisibleText.IsEmpty(text),
        ["VisibleText.Compatible"] = text => VisibleText.Compatible(text),
        ["VisibleText.Folded"] = text => VisibleText.Folded(text),
        ["VisibleText.Monogram"] = text => VisibleText.Monogram(text),
        ["PlainText.Line"] = text => PlainText.Line(text),
        ["PlainText.Paragraphs"] = text => PlainText.Paragraphs(text),
        ["PlainText.Excerpt"] = text => PlainText.Excerpt(text, 80),
        ["PlainText.Excerpt of most"] = text => PlainText.Excerpt(text, Long),
        ["PlainText.Truncate"] = text => PlainText.Truncate(text, text.Length - 1),
        ["PlainText.IsWellFormed"] = text => PlainText.IsWellFormed(text),
        ["PlainText.WithoutForbidden"] = text => PlainText.WithoutForbidden(text),
        ["Slug.From"] = text => Slug.From(text),
        ["RichText.ToHtml"] = text => Refusing<MarkdownRefusedException>(() => RichText.ToHtml(text)),
        ["Article.Write"] = text => Refusing<MarkdownRefusedException>(() => new Article { Title = "", Slug = "" }.Write(text)),
        ["Product.Describe"] = text => Refusing<MarkdownRefusedException>(() => new Product { Name = "", Sku = "", Slug = "" }.Describe(text)),
        ["Product.KeyOf"] = text => Product.KeyOf(text),
        ["SpecLines.Parse"] = text => SpecLines.Parse(text, out _),
        ["ProductPicture.Parse"] = text => ProductPicture.Parse(text),
        ["PictureAddress.KeysIn"] = text => PictureAddress.KeysIn(text),
        ["Yuan.TryParse"] = text => Yuan.TryParse(text, out _),
        ["ContactCheck.Phone"] = text => ContactCheck.Phone(text),
        ["ContactCheck.Email"] = text => ContactCheck.Email(text),
        ["InquiryList.Read"] = text => InquiryList.Read([text]),
        ["Emoji.Replace"] = text => Emoji.Replace(text),
        ["SenderNetwork.Of"] = text => SenderNetwork.Of(text),
        ["CommentBlock.Of a word"] = text => Refusing<BlockRefusedException>(() => CommentBlock.Of(BlockKind.Word, text, false, "", default)),
        ["CommentBlock.Of a host"] = text => Refusing<BlockRefusedException>(() => CommentBlock.Of(BlockKind.Host, text, false, "", default)),
        ["CommentWords"] = text => Words(text).LeadsTo("spam.example"),
        ["LineDiff.Between"] = text => LineDiff.Between(text, text + "x"),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Readers.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Names))]
    public void Work_grows_evenly_with_the_length_of_what_is_posted(string reader)
    {
        var read = Readers[reader];
        foreach (var (input, make) in Inputs)
        {
            var (shorter, longer) = (make(Short), make(Long));
            var once = Time(read, shorter);
            var limit = TimeSpan.FromTicks(Math.Max((long)(once.Ticks * MaxGrowth), Negligible.Ticks * 10));
            var tenfold = Time(read, longer);
            if (tenfold > limit)
                tenfold = Time(read, longer); // repeated, because something else may have run meanwhile
            Assert.True(tenfold <= limit, $"{reader}, {input}: {once.TotalMilliseconds:N0} ms for {Short:N0} characters, {tenfold.TotalMilliseconds:N0} ms for {Long:N0}");
        }
    }

    private static CommentWords Words(string text) => new(new(CommentTarget.Article(1), text, text, text, text, TrapFilled: false));

    private static TimeSpan Time(Action<string> read, string text)
    {
        var start = Stopwatch.GetTimestamp();
        read(text);
        return Stopwatch.GetElapsedTime(start);
    }

    private static string Repeated(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    /// <summary>A refusal is a valid result, too.</summary>
    private static void Refusing<T>(Action read) where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
        }
    }
}
