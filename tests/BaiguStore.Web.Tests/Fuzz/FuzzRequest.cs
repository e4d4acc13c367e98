using System.Globalization;
using BaiguStore.Web.Tests.Staff;
using System.Text;

namespace BaiguStore.Web.Tests.Fuzz;

/// <summary>A generated request.</summary>
/// <param name="Number">Together with the seed it reproduces the request.</param>
internal sealed record FuzzRequest(
    int Number, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, string? ContentType, bool IsStaff)
{
    private const int Shown = 400;

    public HttpRequestMessage Message(Uri store, string? token)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(store.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        foreach (var (name, value) in Headers)
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        if (token is not null)
            message.Headers.TryAddWithoutValidation("RequestVerificationToken", token);
        message.Headers.TryAddWithoutValidation(SaidAddress.Header, $"10.{Number >> 16 & 255}.{Number >> 8 & 255}.{Number & 255}"); // a new address each, to avoid rate limits
        message.Version = new(1, 1);
        return message;
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"request {Number}{(IsStaff ? ", as an administrator" : "")}: {Method} {Short(Target)}");
        foreach (var (name, value) in Headers)
            text.Append(CultureInfo.InvariantCulture, $"\n  {name}: {Short(value)}");
        if (Body is not null)
            text.Append(CultureInfo.InvariantCulture, $"\n  Content-Type: {ContentType ?? "none"}\n  {Body.Length} bytes: {Short(Encoding.UTF8.GetString(Body))}");
        return text.ToString();
    }

    private static string Short(string text) => text.Length <= Shown ? text : $"{text[..Shown]}... ({text.Length} characters)";
}
