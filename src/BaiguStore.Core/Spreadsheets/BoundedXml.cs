using System.Xml;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>
/// Opens XML that somebody sent. <see cref="XmlReader"/> hands text on in chunks, but builds a tag, its attributes and a CDATA section whole, and
/// keeps every name and every open element: these are bounded here, before it sees them.
/// </summary>
internal static class BoundedXml
{
    /// <summary>Open elements; a worksheet needs seven.</summary>
    public const int MaxDepth = 32;

    /// <summary>Characters of a tag with its attributes, of a CDATA section or of a comment.</summary>
    private const int MaxMarkup = 16 * 1024;

    /// <summary>Different names of elements and attributes; the whole format has fewer than this.</summary>
    private const int MaxNames = 4_000;

    /// <param name="bytes">UTF-8, or UTF-16 with its mark: the format allows no other encoding. Closed with the reader.</param>
    public static XmlReader Open(Stream bytes) => XmlReader.Create(new MarkupCheck(new StreamReader(bytes)), new()
    {
        CloseInput = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        NameTable = new FewNames(),
    });

    private sealed class FewNames : NameTable
    {
        private int _asked;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        private string Counted(string added)
        {
            TableFaultException.ThrowIf(++_asked > MaxNames, TableFault.TooLarge);
            return added;
        }
    }

    /// <summary>Passes characters on and measures what stands between "&lt;" and its end.</summary>
    private sealed class MarkupCheck(TextReader text) : TextReader
    {
        /// <summary>How the markup that is being read ends; empty within text.</summary>
        private string _end = "";
        private int _length;
        private char _quote, _last, _lastButOne;

        public override int Read(char[] buffer, int index, int count)
        {
            var read = text.Read(buffer, index, count);
            Check(buffer.AsSpan(index, read));
            return read;
        }

        private void Check(ReadOnlySpan<char> chars)
        {
            for (var i = 0; i < chars.Length; i++)
            {
                if (_end.Length == 0)
                {
                    var next = chars[i..].IndexOf('<');
                    if (next < 0)
                        return;
                    i += next;
                    (_end, _length, _quote) = (">", 0, '\0');
                }
                else
                    Take(chars[i]);
            }
        }

        private void Take(char c)
        {
            TableFaultException.ThrowIf(++_length > MaxMarkup, TableFault.TooLarge);
            if (_length <= 3)
                _end = (_length, _last, c) switch
                {
                    (1, _, '?') => "?>",
                    (2, '!', '[') => "]]>",
                    (3, '-', '-') when _lastButOne == '!' => "-->",
                    _ => _end,
                };
            if (_quote != '\0')
                _quote = c == _quote ? '\0' : _quote;
            else if (_end == ">" && c is '"' or '\'' && _length > 1)
                _quote = c;
            else if (c == '>' && EndsWith(_end))
                _end = "";
            (_lastButOne, _last) = (_last, c);
        }

        /// <summary>With a ">" that has just come.</summary>
        private bool EndsWith(string end) => end switch
        {
            ">" => true,
            "?>" => _length > 2 && _last == '?',
            _ => _length > 5 && _last == end[1] && _lastButOne == end[0],
        };

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                text.Dispose();
            base.Dispose(disposing);
        }
    }
}
