using System.IO.Compression;
using System.Text;

namespace BaiguStore.Web.Compression;

/// <summary>
/// Whether parts that were compressed apart make one stream with this runtime's encoder. The format promises it of no encoder (see
/// <see cref="BrotliParts"/>), and an update of the runtime may bring another one. So it is tried once, when the store starts, with a known page; where it
/// does not hold, every page is compressed as a whole.
/// </summary>
public sealed partial class BrotliSplicing
{
    private readonly ILogger _log;
    private readonly Lazy<bool> _holds;

    /// <summary>Compresses a part into the room that it is given and answers how many bytes it took.</summary>
    public delegate int PartEncoder(ReadOnlySpan<byte> text, Span<byte> packed);

    public BrotliSplicing(ILogger<BrotliSplicing> log) : this(BrotliParts.Pack, log)
    {
    }

    /// <summary>Begins the trial beside the rest of the start; whoever needs its outcome earlier waits for it.</summary>
    public BrotliSplicing(PartEncoder encode, ILogger<BrotliSplicing> log)
    {
        _log = log;
        _holds = new(() =>
        {
            var holds = IsWhole(encode);
            if (!holds)
                LogBroken();
            return holds;
        });
        ThreadPool.QueueUserWorkItem(_ => _ = Holds);
    }

    /// <summary>Whether pages may be put together from parts.</summary>
    public bool Holds => _holds.Value;

    private static bool IsWhole(PartEncoder encode)
    {
        var texts = KnownPage();
        try
        {
            using MemoryStream stream = new(), page = new();
            stream.Write(BrotliParts.Header.Span);
            foreach (var text in texts)
            {
                var part = Encoding.UTF8.GetBytes(text);
                var packed = new byte[BrotliParts.RoomFor(part.Length)];
                stream.Write(packed.AsSpan(0, encode(part, packed)));
            }
            stream.Write(BrotliParts.End.Span);
            stream.Position = 0;
            using (var unpacked = new BrotliStream(stream, CompressionMode.Decompress))
                unpacked.CopyTo(page);
            var expected = Encoding.UTF8.GetBytes(string.Concat(texts));
            return page.GetBuffer().AsSpan(0, (int)page.Length).SequenceEqual(expected);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// What would give an encoder away that looks beyond its part: words of Brotli's own dictionary, the same text in several parts, repetitions at the
    /// distances with which every stream begins (RFC 7932, section 4), bytes beyond ASCII, parts short enough to be stored and one of several blocks.
    /// </summary>
    private static string[] KnownPage()
    {
        const string row = "<tr class=\"product-table__row\"><td>the information was available in their different languages</td><td>\u4ea4\u6362\u673a</td></tr>\n";
        return
        [
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><title>Home page, contact information, privacy policy</title></head>\n" + Repeat(row, 12),
            "<p>short</p>", Repeat(row, 12),
            Repeat("abcd", 100), Repeat("abcdefghijk", 40), Repeat("abcdefghijklmno", 30), Repeat("abcdefghijklmnop", 30),
            "According to the government website: " + Repeat("S5735-L24T4S-A1 \u63a5\u5165 " + row, 450), row,
            Repeat("abcd", 100), Repeat(row, 12) + "</body></html>",
        ];

        static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
    }

    [LoggerMessage(LogLevel.Warning,
        "This runtime's Brotli encoder does not make parts that can be put together: every page is compressed as a whole, which takes more processor time")]
    private partial void LogBroken();
}
