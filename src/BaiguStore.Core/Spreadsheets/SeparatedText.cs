using Sylvan.Data.Csv;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Lines whose cells are parted by commas, semicolons or tabs.</summary>
internal static class SeparatedText
{
    /// <summary>Where several would do, the first: a comma is in many a text.</summary>
    private static readonly char[] Separators = ['\t', ';', ','];

    private const int LooksAt = 50;

    public static void Read(string text, TableRows rows)
    {
        // Sylvan asks for no separator to be a letter, and has no switch against comments but a character that does not occur.
        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = Separator(text),
            Comment = '\0',
            CsvStyle = CsvStyle.Lax,
            MaxBufferSize = Math.Max(0x10000, text.Length + 2),
        };
        try
        {
            using var reader = CsvDataReader.Create(new StringReader(text), options);
            for (var number = 1; reader.Read(); number++)
                rows.Add(number, Cells(reader, rows.Limits));
        }
        catch (CsvFormatException)
        {
            throw new TableFaultException(TableFault.NotATable);
        }
    }

    private static List<string> Cells(CsvDataReader reader, TableLimits limits)
    {
        List<string> cells = new(reader.RowFieldCount);
        for (var n = 0; n < reader.RowFieldCount; n++)
        {
            var cell = reader.GetString(n).Trim();
            TableFaultException.ThrowIf(n >= limits.MaxColumns && cell.Length > 0, TableFault.TooManyColumns);
            cells.Add(cell);
        }
        return cells;
    }

    /// <summary>The one that parts most of the first lines into as many cells as the first of them that it parts.</summary>
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
