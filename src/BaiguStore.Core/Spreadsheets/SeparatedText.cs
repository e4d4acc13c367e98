using Sylvan.Data.Csv;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Parses lines with cells separated by tabs, semicolons, commas or bars.</summary>
internal static class SeparatedText
{
    /// <summary>In order of preference: commas are common inside texts.</summary>
    private static readonly char[] Separators = ['\t', ';', ',', '|'];

    private const int LooksAt = 50;

    /// <summary>Characters of a row; an unclosed quote makes one row of the rest of the file.</summary>
    private const int MaxRow = 1_000_000;

    public static void Read(string text, TableRows rows)
    {
        var lines = text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text;
        var told = Told(lines);
        Read(told is null ? lines : lines[(lines.IndexOf('\n', StringComparison.Ordinal) + 1)..], told ?? Separator(lines), rows);
    }

    public static void Read(string text, char separator, TableRows rows)
    {
        // Sylvan detects no separator that is a letter, and comments can only be disabled by a comment character that does not occur.
        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = separator,
            Comment = '\0',
            CsvStyle = CsvStyle.Lax,
            MaxBufferSize = Math.Max(0x10000, Math.Min(text.Length + 2, MaxRow)),
        };
        try
        {
            using var reader = CsvDataReader.Create(new StringReader(text), options);
            List<string> cells = [];
            for (var number = 1; reader.Read(); number++)
            {
                ReadCells(reader, cells, rows.Limits);
                rows.Add(number, cells);
            }
        }
        catch (CsvRecordTooLargeException)
        {
            throw new TableFaultException(TableFault.CellTooLong);
        }
        catch (CsvFormatException)
        {
            throw new TableFaultException(TableFault.NotATable);
        }
    }

    private static void ReadCells(CsvDataReader reader, List<string> cells, TableLimits limits)
    {
        cells.Clear();
        for (var n = 0; n < reader.RowFieldCount; n++)
        {
            var cell = Plain(reader.GetString(n).Trim());
            TableFaultException.ThrowIf(n >= limits.MaxColumns && cell.Length > 0, TableFault.TooManyColumns);
            if (n < limits.MaxColumns)
                cells.Add(cell);
        }
    }

    /// <summary>Two ways in which users keep Excel from changing a part number: `="0017"` and `'0017` mean 0017.</summary>
    private static string Plain(string cell) => cell switch
    {
        ['=', '"', .. var text, '"'] => text.Replace("\"\"", "\"", StringComparison.Ordinal),
        ['\'', .. { Length: > 0 } text] when !text.Contains('\'', StringComparison.Ordinal) => text,
        _ => cell,
    };

    /// <summary>The separator declared to Excel in the first line: `sep=;`.</summary>
    private static char? Told(string text) =>
        text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4 && (text.Length == 5 || text[5] == '\n') ? text[4] : null;

    /// <summary>The separator that splits the most of the first lines into the same number of cells.</summary>
    private static char Separator(string text)
    {
        var lines = text.Split('\n', LooksAt + 1).Take(LooksAt).Where(l => !string.IsNullOrWhiteSpace(l)).ToList();
        return Separators.MaxBy(separator =>
        {
            var counts = lines.Select(l => Count(l, separator)).ToList();
            var first = counts.Find(c => c > 0);
            return first == 0 ? 0 : counts.Count(c => c == first);
        });
    }

    private static int Count(string line, char separator)
    {
        var (count, isQuoted) = (0, false);
        foreach (var c in line)
        {
            isQuoted ^= c == '"';
            count += c == separator && !isQuoted ? 1 : 0;
        }
        return count;
    }
}
