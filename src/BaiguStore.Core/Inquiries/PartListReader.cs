using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Inquiries;

/// <summary>Parses pasted and uploaded lists with the catalogue's part numbers: one query per list.</summary>
public sealed class PartListReader(StoreDb db, CategoryTree tree)
{
    /// <summary>Parameters per query; SQL Server allows 2,100. A list of up to a hundred lines needs one query.</summary>
    private const int Portion = 2_000;

    public async Task<PartListReading> ReadAsync(string? text, CancellationToken cancel)
    {
        var rows = PartList.RowsOf(text);
        return PartList.Read(rows, await KnownAsync(rows, cancel));
    }

    /// <summary>Reads the sheet of a workbook with the most products; the first of several equal ones.</summary>
    public async Task<PartListReading> ReadAsync(UploadedTable table, CancellationToken cancel)
    {
        var sheets = table.Sheets.Where(s => s.Fault == TableFault.None).Select(s => (s.Name, Rows: PartList.RowsOf(s))).ToList();
        var known = await KnownAsync([.. sheets.SelectMany(s => s.Rows)], cancel);
        var read = sheets.ConvertAll(s => (s.Name, Reading: PartList.Read(s.Rows, known)));
        var best = read.Where(r => r.Reading.Rows.Count > 0).OrderByDescending(r => r.Reading.Rows.Count(row => PartListLine.PartIn(row.Asked, known).Length > 0)).FirstOrDefault();
        if (best.Reading is null)
            return read.Count > 0 ? read[0].Reading : new([], []);
        var others = table.Sheets.Select(s => s.Name).Where(name => name != best.Name).ToList();
        return others.Count == 0 ? best.Reading : best.Reading with { Sheet = best.Name, OtherSheets = others };
    }

    private async Task<KnownParts> KnownAsync(IReadOnlyList<IReadOnlyList<string>> rows, CancellationToken cancel)
    {
        var (keys, words) = KnownParts.Candidates(rows.SelectMany(r => r).Where(c => c.Length <= PartListLine.MaxLength));
        var shown = db.Products.AsNoTracking().Shown(tree);
        List<string> skus = [];
        foreach (var portion in keys.Chunk(Portion))
            skus.AddRange(await shown.Where(p => portion.Contains(p.SkuKey)).Select(p => p.Sku).ToListAsync(cancel));
        foreach (var portion in words.Chunk(Portion))
            skus.AddRange(await shown.Where(p => p.SkuKey == "" && portion.Contains(p.Sku)).Select(p => p.Sku).ToListAsync(cancel));
        return new(skus);
    }
}
