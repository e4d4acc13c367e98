using System.Text;
using BaiguStore.Core.Staff;
using QRCoder;

namespace BaiguStore.Web.Models;

/// <summary>Setup data for an authenticator app, to be scanned or typed.</summary>
/// <param name="Key">In groups of four, for typing.</param>
/// <param name="Size">Modules per side, with the quiet zone.</param>
/// <param name="Path">The dark modules as one SVG path: no foreign markup, nothing inline.</param>
public sealed record TotpPage(string Key, string Uri, int Size, string Path)
{
    public static TotpPage Of(string key, string issuer, string account)
    {
        var uri = Totp.Uri(key, issuer, account);
        using var code = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Count; x++)
                if (rows[y][x])
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return new(string.Join(' ', key.Chunk(4).Select(g => new string(g))), uri, rows.Count, path.ToString());
    }
}
