using System.Buffers;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax.Inlines;

namespace BaiguStore.Core.Text;

/// <summary>
/// Turns bare URLs in text into links, as GitHub's Markdown does, adapted to Chinese: a URL may directly follow a Han character or a full-width sign,
/// and ends before full-width punctuation. Han belongs to the URL where it begins a path segment (/wiki/交换机), but not after a Latin letter (/docs下载).
/// </summary>
internal sealed class BareLinks : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Insert(0, new Parser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }

    private static readonly SearchValues<char> Dialled = SearchValues.Create("0123456789+-()");

    private static readonly string[] Schemes = ["https://", "http://", "www.", "mailto:", "tel:"];

    /// <summary>Length of the URL at the start of the text; 0 if it does not start with one.</summary>
    internal static int LengthOf(ReadOnlySpan<char> text, string scheme)
    {
        var length = Trimmed(text[..Run(text)]);
        var rest = text[Math.Min(scheme.Length, length)..length];
        return scheme switch
        {
            "tel:" => rest.IndexOfAnyInRange('0', '9') >= 0 && !rest.ContainsAnyExcept(Dialled),
            "mailto:" => rest.IndexOf('@') > 0 && rest[rest.IndexOf('@')..].IndexOf('.') > 1,
            _ => HasHost(rest, isHostAlready: scheme == "www."),
        } ? length : 0;
    }

    /// <summary>
    /// Upper bound of the URL: it ends at white space, a character that no URL contains, a full-width sign, or Han after a Latin letter.
    /// </summary>
    private static int Run(ReadOnlySpan<char> text)
    {
        var inHan = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAscii(c))
            {
                if (c is <= ' ' or '<' or '>' or '"' or '`' or '|' or '\\' or '\x7F')
                    return i;
                inHan = inHan && char.IsAsciiLetterOrDigit(c);
            }
            else if (!char.IsLetterOrDigit(c) || (Han.Is(c) && !inHan && char.IsAsciiLetterOrDigit(text[i - 1])))
                return i;
            else
                inHan = true;
        }
        return text.Length;
    }

    /// <summary>Strips trailing punctuation of the sentence and a closing bracket that the URL did not open.</summary>
    private static int Trimmed(ReadOnlySpan<char> address)
    {
        while (!address.IsEmpty && (".,:;!?'*_~]}".Contains(address[^1]) || (address[^1] == ')' && address.Count(')') > address.Count('('))))
            address = address[..^1];
        return address.Length;
    }

    private static bool HasHost(ReadOnlySpan<char> rest, bool isHostAlready)
    {
        var host = rest[..(rest.IndexOfAny("/?#") is >= 0 and var end ? end : rest.Length)];
        return !host.IsEmpty && host[0] != '.' && (isHostAlready || host.IndexOf('.') > 0);
    }

    private sealed class Parser : InlineParser
    {
        public Parser() => OpeningCharacters = ['h', 'H', 'w', 'W', 'm', 't'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var text = slice.Text.AsSpan(slice.Start, slice.Length);
            var before = slice.PeekCharExtra(-1);
            if (char.IsAsciiLetterOrDigit(before) || before is '/' or '.' or '@' or '-' || IsInLinkText(processor.Inline))
                return false;
            foreach (var scheme in Schemes)
                if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && LengthOf(text, scheme) is > 0 and var length)
                {
                    processor.Inline = Link(new StringSlice(slice.Text, slice.Start, slice.Start + length - 1), scheme);
                    slice.Start += length;
                    return true;
                }
            return false;
        }

        private static LinkInline Link(StringSlice address, string scheme)
        {
            var link = new LinkInline { Url = scheme == "www." ? $"https://{address}" : address.ToString(), IsClosed = true, IsAutoLink = true };
            if (scheme is "mailto:" or "tel:")
                address.Start += scheme.Length;
            link.AppendChild(new LiteralInline { Content = address, IsClosed = true });
            return link;
        }

        /// <summary>Inside an open bracket the URL is already a link's text.</summary>
        private static bool IsInLinkText(Inline? inline)
        {
            for (; inline is not null; inline = inline.Parent)
                if (inline is LinkDelimiterInline { IsActive: true, Type: DelimiterType.Open })
                    return true;
            return false;
        }
    }
}
