using System.Text.Json;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Core.Storefront;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Inquiries;

/// <summary>Lists as buyers paste and upload them: `Lists/pasted.json` and `Lists/uploaded.tsv`. Add new cases there.</summary>
public sealed class PartListCaseTests(PartListCaseTests.Catalogue catalogue) : IClassFixture<PartListCaseTests.Catalogue>
{
    private static readonly string Folder = Path.GetDirectoryName(SourceTree.Files("tests/BaiguStore.Core.Tests/Inquiries/Lists", "pasted.json").Single())!;

    private static readonly Dictionary<string, Pasted> Pastes =
        JsonSerializer.Deserialize<List<Pasted>>(File.ReadAllText(Path.Combine(Folder, "pasted.json")), JsonSerializerOptions.Web)!.ToDictionary(p => p.Name);

    private static readonly Dictionary<string, string> Files =
        File.ReadLines(Path.Combine(Folder, "uploaded.tsv")).Select(l => l.Split('\t')).ToDictionary(l => l[0], l => l[1]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> PasteNames => [.. Pastes.Keys];

    public static TheoryData<string> FileNames => [.. Files.Keys];

    /// <param name="Expect">Null if the buyer must be asked.</param>
    private sealed record Pasted(string Name, string Paste, List<List<JsonElement>>? Expect);

    [Theory]
    [MemberData(nameof(PasteNames))]
    public async Task A_pasted_list_is_read_as_it_was_meant_or_its_buyer_is_asked(string name)
    {
        var (_, paste, expect) = Pastes[name];

        var rows = await catalogue.ReadAsync(lists => lists.ReadAsync(paste, Cancel));

        if (expect is null)
            Assert.All(rows, r => Assert.Equal(RowFault.Quantity, r.Fault));
        else
            Assert.Equal(expect.Select(e => $"{e[0].GetString()} {e[1].GetInt32()}"), rows.Select(Shown).Select(WithoutNumber));
        Assert.NotEmpty(rows);
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public async Task An_uploaded_list_is_read_as_it_is_shown(string name)
    {
        await using var file = File.OpenRead(Path.Combine(Folder, name));
        var table = await TableReader.ReadAsync(file, PartList.Limits, Cancel);

        var rows = await catalogue.ReadAsync(lists => lists.ReadAsync(table, Cancel));

        Assert.Equal(Files[name], string.Join("; ", rows.Select(Shown)));
    }

    [Fact]
    public void Every_file_has_its_expected_reading() =>
        Assert.Equal(Files.Keys.Order(), Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!).Except(["pasted.json", "uploaded.tsv"]).Order());

    /// <summary>"#2.1 S5735 3": the buyer's number, product, quantity; "?若干" for an unclear quantity.</summary>
    private static string Shown(AskedRow row) =>
        $"{(row.ItemNumber.Length > 0 ? $"#{row.ItemNumber} " : "")}{row.Sku} {(row.Fault == RowFault.None ? $"{row.Quantity}" : row.Fault == RowFault.Quantity ? $"?{row.Typed}" : "?")}";

    private static string WithoutNumber(string shown) => shown.StartsWith('#') ? shown[(shown.IndexOf(' ', StringComparison.Ordinal) + 1)..] : shown;

    /// <summary>The products in the lists, and others with the same prefixes.</summary>
    public sealed class Catalogue : IAsyncLifetime
    {
        private static readonly string[] Skus =
        [
            "S5735-L24T4S-A-V2", "S5735-L24T4S-A-V21", "S5735", "S5735-L24T4S", "USG6525E", "02311234", "02352345", "0017", "RTX 4090", "16-07", "NOR.0707-60", "X#1/2", "华为认证-HCIA", "认证培训包",
            "AB+CD", "电源1200W",
        ];

        private TestStore _store = null!;

        public async ValueTask InitializeAsync()
        {
            _store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
            await using (var db = _store.Open())
            {
                var line = await Make.LineAsync(db);
                db.Products.AddRange(Skus.Select((sku, n) =>
                {
                    var product = Make.Product(line, sku);
                    product.Slug = FormattableString.Invariant($"p-{n}");
                    return product;
                }));
                await db.SaveChangesAsync(Cancel);
            }
            await _store.Get<StoreSnapshots>().CatchUpAsync(Cancel);
        }

        public async Task<IReadOnlyList<AskedRow>> ReadAsync(Func<PartListReader, Task<PartListReading>> read)
        {
            await using var scope = _store.Services.CreateAsyncScope();
            var reading = await read(scope.ServiceProvider.GetRequiredService<PartListReader>());
            return (await scope.ServiceProvider.GetRequiredService<InquiryResolver>().ResolveAsync(reading.Rows, withNear: false, Cancel)).Rows;
        }

        public ValueTask DisposeAsync() => _store.DisposeAsync();
    }
}
