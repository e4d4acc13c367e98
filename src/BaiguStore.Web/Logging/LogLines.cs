using System.Globalization;
using System.Text;
using BaiguStore.Web.Localization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace BaiguStore.Web.Logging;

/// <summary>
/// One line per event, whatever it contains: line breaks, escape sequences and bidirectional marks are escaped, so that input can neither forge log
/// lines nor control a terminal. Lines of an exception are indented.
/// </summary>
/// <param name="begin">Prefix of a line, as an output template of Serilog.</param>
internal sealed class LogLines(string begin) : ITextFormatter
{
    /// <summary>Characters of an exception with its causes: some pages.</summary>
    private const int MaxException = 16_000;

    private const string Indent = "   ";

    private readonly MessageTemplateTextFormatter _begin = new(begin, CultureInfo.InvariantCulture);
    private readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        _begin.Format(logEvent, output);
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, message);
        WriteSafe(message.GetStringBuilder().ToString(), output);
        output.WriteLine();
        if (logEvent.Exception is null)
            return;
        foreach (var line in LongValues.Cut(logEvent.Exception.ToString(), MaxException).AsSpan().EnumerateLines())
        {
            output.Write(Indent);
            WriteSafe(line, output);
            output.WriteLine();
        }
    }

    private static void WriteSafe(ReadOnlySpan<char> text, TextWriter output)
    {
        Span<char> pair = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
            if (IsSafe(rune))
                output.Write(pair[..rune.EncodeToUtf16(pair)]);
            else
                output.Write(Code(rune));
    }

    private static string Code(Rune rune) => rune.Value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        var other => string.Create(CultureInfo.InvariantCulture, $@"\u{other:X4}"),
    };

    /// <summary>Unsafe are control characters, line and paragraph breaks, and invisible characters such as bidirectional marks and joiners.</summary>
    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

/// <summary>Truncates long values in log lines: an address or a name in a request may be as long as the request.</summary>
internal sealed class LongValues : ILogEventEnricher
{
    /// <summary>Characters. Longer than any path, statement or name that is useful in a log line.</summary>
    private const int MaxValue = 2_000;

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? cut = null;
        foreach (var (name, value) in logEvent.Properties)
            if (value is ScalarValue { Value: string { Length: > MaxValue } text })
                (cut ??= []).Add(new(name, new ScalarValue(Cut(text, MaxValue))));
        cut?.ForEach(logEvent.AddOrUpdateProperty);
    }

    public static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, most)}... ({text.Length} characters)");
}
