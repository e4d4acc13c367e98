using System.Text;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Bytes as text: UTF-8, UTF-16 with its mark, or what Chinese Windows writes.</summary>
internal static class TextBytes
{
    /// <summary>GB18030 holds GBK and GB2312.</summary>
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var encoding in Encodings)
            if (bytes.StartsWith(encoding.Preamble))
                return Text(encoding, bytes[encoding.Preamble.Length..]) ?? throw new TableFaultException(TableFault.NotATable);
        return Text(Encodings[0], bytes) ?? Text(Chinese, bytes) ?? throw new TableFaultException(TableFault.NotATable);
    }

    /// <summary>Null where the bytes are no text in that encoding: pictures and programs hold control characters.</summary>
    private static string? Text(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = encoding.GetString(bytes);
            return Core.Text.PlainText.IsWellFormed(text) && !text.Any(c => c is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\x1A')) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
