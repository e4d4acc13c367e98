using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using BaiguStore.Core.Tests.Pictures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BaiguStore.Web.Tests.Fuzz;

/// <summary>
/// Generates requests for every endpoint from its route pattern and the parameters of its action. Deterministic for a seed and number.
/// </summary>
internal sealed class RequestMaker(IEnumerable<RouteEndpoint> endpoints, int seed)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get"];

    /// <summary>Keys of query strings and forms that actions read themselves.</summary>
    private static readonly string[] Keys =
    [
        "q", "page", "size", "sort", "comments", "category", "vendor", "price", "price-from", "price-to", "stock", "spec.PoE", "mine", "reply", "lang", "item", "n", "pick", "remove", "sku", "diff", "facets",
        "returnUrl", "done", "utm_source", "text", "state", "whose", "Paste", "Version", "Then", "Ids", "x", "", "__proto__", "a[0]", "a.b", "__RequestVerificationToken", "Stamp",
    ];

    private static readonly string[] Types =
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=\"gbk\"",
        "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded;charset", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=y",
        "application/json", "text/plain", "text/xml; charset=utf-7", "image/png", "x", "/", "application/x-www-form-urlencoded, text/html",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", ["*/*", "application/json", "text/html", "x", "a/b;q=x"]), ("Accept-Encoding", ["br", "*", "gzip;q=0", "identity;q=0", ",,;q", "br;q=\"1\""]), ("Accept-Language", ["en", "*", "zh-CN-x-y-z"]),
        ("Cookie", ["lang=en", "lang=\"", "baigu-staff=x", "baigu-pending=CfDJ8", "baigu-form=x", "baigu-notice=x", "=;;=", "a=%00"]), ("If-None-Match", ["*", "\"x", "W/\"a\", \"b\""]),
        ("If-Modified-Since", ["x", "Thu, 01 Jan 1970 00:00:00 GMT"]), ("Range", ["bytes=0-0", "bytes=9-1", "bytes=-99999999999", "x"]), ("Referer", ["x", "http://127.0.0.1/admin/x?a=b", "http://["]),
        ("User-Agent", ["", "Mozilla/5.0", "curl/8"]), ("X-Forwarded-For", ["1.2.3.4"]), ("X-HTTP-Method-Override", ["DELETE"]), ("Sec-Fetch-Site", ["same-origin", "cross-site"]),
        ("Origin", ["null", "http://evil.example"]), ("Content-Encoding", ["gzip", "x"]), ("Expect", ["x"]), ("Speculation-Rules", ["x"]), ("Upgrade", ["websocket"]),
    ];

    private readonly RouteEndpoint[] _endpoints = [.. endpoints.OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal).ThenBy(e => e.DisplayName, StringComparer.Ordinal)];

    public FuzzRequest Make(int number)
    {
        var random = new Random(unchecked((seed * 486_187_739) + number));
        var endpoint = _endpoints[random.Next(_endpoints.Length)];
        var own = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods[random.Next(methods.Count)] : "GET";
        var method = random.Next(10) < 8 ? own : Methods[random.Next(Methods.Length)];
        var names = NamesOf(endpoint);
        var target = PathOf(endpoint.RoutePattern, random) + (random.Next(method == "POST" ? 10 : 2) == 0 ? "?" + Encoded(Fields(names, random, mayBeHuge: false), random) : "");
        var (body, type) = method is "GET" or "HEAD" or "TRACE" && random.Next(20) > 0 ? (null, null) : Body(names, random);
        var isStaffs = target.StartsWith("/admin", StringComparison.OrdinalIgnoreCase) || target.StartsWith("/account", StringComparison.OrdinalIgnoreCase);
        return new(number, method, Fit(target), [.. Headers.Where(_ => random.Next(12) == 0).Select(h => (h.Name, h.Values[random.Next(h.Values.Length)]))], body, type, random.Next(10) < (isStaffs ? 8 : 2));
    }

    /// <summary>The server itself refuses longer ones.</summary>
    private static string Fit(string target) => target.Length <= 6_000 ? target : target[..6_000].TrimEnd('%');

    private static List<string> NamesOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
        ? [.. action.Parameters.SelectMany(p => IsSimple(p.ParameterType) ? [p.Name] : p.ParameterType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(i => i.CanWrite).Select(i => i.Name))]
        : [];

    private static bool IsSimple(Type type) => type.IsPrimitive || type.IsEnum || type.IsArray || type == typeof(string) || Nullable.GetUnderlyingType(type) is not null || type == typeof(CancellationToken);

    private static string PathOf(RoutePattern pattern, Random random)
    {
        var path = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(part is RoutePatternParameterPart parameter ? Uri.EscapeDataString(ValueOf(parameter, random))
                    : part is RoutePatternLiteralPart literal ? random.Next(40) == 0 ? literal.Content.ToUpperInvariant() : literal.Content
                    : ((RoutePatternSeparatorPart)part).Content);
        }
        return path.Length == 0 ? "/" : random.Next(40) switch { 0 => path + "/", 1 => path + "%09", 2 => path + "/%2e%2e/x", _ => path.ToString() };
    }

    private static string ValueOf(RoutePatternParameterPart parameter, Random random) => random.Next(4) == 0 ? FuzzTexts.Of(random, mayBeHuge: false)
        : parameter.ParameterPolicies.Any(p => p.Content?.StartsWith("int", StringComparison.Ordinal) == true) ? random.Next(1, 40).ToString(CultureInfo.InvariantCulture)
        : parameter.Name switch
        {
            "slug" => Pick(random, "h3c-switch", "huawei", "intel-vt", "raid-rebuild", "ls-1", "ls-2"),
            "code" => Pick(random, "en", "zh-CN"),
            "kind" => Pick(random, "product", "category", "article", "vendor", "salesperson", "company", "comment"),
            "documentName" => "v1",
            "name" => Pick(random, "intel-vt-rings", "x-480"),
            _ => FuzzTexts.Of(random, mayBeHuge: false),
        };

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];

    /// <summary>Most of the action's parameters, some twice, and some unknown ones, also in unusual spellings.</summary>
    private static List<(string Name, string Value)> Fields(List<string> names, Random random, bool mayBeHuge)
    {
        var taken = names.Where(_ => random.Next(5) > 0).Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Keys[random.Next(Keys.Length)])).ToList();
        if (taken.Count > 0 && random.Next(4) == 0)
            taken.Add(taken[random.Next(taken.Count)]);
        return [.. taken.Select(name => (random.Next(20) switch { 0 => name.ToUpperInvariant(), 1 => name + "[0]", 2 => name + ".x", 3 => " " + name, _ => name }, FuzzTexts.Of(random, mayBeHuge)))];
    }

    private static string Encoded(List<(string Name, string Value)> fields, Random random) =>
        string.Join(random.Next(20) == 0 ? "&&" : "&", fields.Select(f => $"{WebUtility.UrlEncode(f.Name)}={(random.Next(30) == 0 ? "%ED%A0%80%" : random.Next(2) == 0 ? WebUtility.UrlEncode(f.Value) : Uri.EscapeDataString(f.Value))}"));

    private static (byte[]? Body, string? Type) Body(List<string> names, Random random)
    {
        var fields = Fields(names, random, mayBeHuge: true);
        var type = random.Next(10) switch { < 6 => Types[0], < 8 => "multipart/form-data; boundary=x", 8 => Types[random.Next(Types.Length)], _ => random.Next(2) == 0 ? null : Types[random.Next(Types.Length)] };
        var body = type?.StartsWith("multipart", StringComparison.Ordinal) == true ? Multipart(fields, random) : Encoding.UTF8.GetBytes(Encoded(fields, random));
        return (random.Next(25) switch
        {
            0 => [],
            1 => body[..random.Next(body.Length + 1)],
            2 => [.. body, 0xFF, 0xC0, 0x00, (byte)'%'],
            3 => null,
            _ => body,
        }, type);
    }

    private static byte[] Multipart(List<(string Name, string Value)> fields, Random random)
    {
        using var body = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            var isFile = name.Contains("Upload", StringComparison.OrdinalIgnoreCase) || random.Next(15) == 0;
            Write($"--x\r\nContent-Disposition: form-data; name=\"{name.Replace("\"", "", StringComparison.Ordinal)}\"{(isFile ? $"; filename=\"a.{Pick(random, "png", "csv", "xlsx", "")}\"\r\nContent-Type: {Pick(random, "image/png", "text/csv", "x")}" : "")}\r\n\r\n");
            if (isFile && random.Next(2) == 0)
                body.Write(random.Next(2) == 0 ? Photo.Png() : Encoding.UTF8.GetBytes("PK\u0003\u0004" + value));
            else
                Write(value);
            Write("\r\n");
        }
        Write("--x--\r\n");
        return body.ToArray();

        void Write(string text) => body.Write(Encoding.UTF8.GetBytes(text));
    }
}
