// The client of flood.sh: `dotnet run tests/flood.cs -- http://127.0.0.1:5080 PID`.
// 300 connections with bodies of 3 MB where no form is taken, 300 with long lists, 30 workbooks at once whose one cell has 60 MB.
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

const int Connections = 300, Workbooks = 30, Body = 3_000_000, Cell = 60_000_000;

var store = new Uri(args[0]);
if (!IPAddress.TryParse(store.Host, out var host) || !IPAddress.IsLoopback(host))
    throw new ArgumentException("Only a store on this machine is flooded.");
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false }) { BaseAddress = store, Timeout = TimeSpan.FromMinutes(2) };

await FloodAsync("bodies that nothing takes", Connections, n => n % 2 == 0 ? "/inquiry/nothing" : "/articles", () => Form(new string('x', Body)));
await FloodAsync("long lists", Connections, _ => "/inquiry/lines", () => Form("Paste=" + string.Concat(Enumerable.Repeat("S5735-L24T4S-A1+2%0A", 20_000))));
await FloodAsync("long lists of many fields", Connections, _ => "/inquiry/lines", () => Form(string.Join('&', Enumerable.Repeat("item=" + new string('A', 1_400), 2_000))));
var workbook = Workbook();
await FloodAsync($"workbooks of {workbook.Length / 1024} KB", Workbooks, _ => "/inquiry/lines", () => new MultipartFormDataContent { { new ByteArrayContent(workbook), "Upload", "list.xlsx" } });

async Task FloodAsync(string what, int count, Func<int, string> path, Func<HttpContent> content)
{
    var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(async n =>
    {
        try
        {
            using var answer = await client.PostAsync(path(n), content());
            return $"{(int)answer.StatusCode}";
        }
        catch (HttpRequestException)
        {
            return "closed"; // the server answers before it has read what it does not want
        }
    }));
    Console.WriteLine($"{what}: {string.Join(", ", answers.CountBy(a => a).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} x {a.Key}"))}; peak {Peak()} MB");
}

// Of the store's process since it was ready.
int Peak() => int.Parse(File.ReadLines($"/proc/{args[1]}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

static StringContent Form(string text) => new(text, Encoding.ASCII, "application/x-www-form-urlencoded");

// As small as a spreadsheet may be, with one text that unpacks to a hundred times its size.
static byte[] Workbook()
{
    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Relations = "http://schemas.openxmlformats.org/package/2006/relationships",
        Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    using var bytes = new MemoryStream();
    using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
    {
        Add("[Content_Types].xml", $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """);
        Add("_rels/.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Add("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>""");
        Add("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="r1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
        Add("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{new string('A', Cell)}</t></is></c></row></sheetData></worksheet>""");

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
    return bytes.ToArray();
}
