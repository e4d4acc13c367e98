using BaiguStore.Core.Data;

namespace BaiguStore.Web.Urls;

/// <summary>The store's public base URL, for absolute URLs: canonical links, shared links, sitemap, feed.</summary>
/// <param name="Root">Scheme and host with an optional port; null if not configured.</param>
public sealed record PublicUrl(Uri? Root)
{
    public const string Key = "Store:PublicUrl";

    /// <summary>Throws <see cref="BadSettingException"/> unless it is an http or https URL without a path.</summary>
    public static PublicUrl Read(IConfiguration configuration) => configuration[Key] is not { Length: > 0 } text ? new((Uri?)null)
        : Uri.TryCreate(text, UriKind.Absolute, out var root) && root.Scheme is "http" or "https" && root is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? new(root)
        : throw new BadSettingException(Key, $"'{text}' is not allowed; use the store's address without a path, as https://shop.example / 请填写不带路径的网址，例如 https://shop.example。");

    /// <summary>The public URL of a path, or null if the base URL is not configured.</summary>
    public string? Of(string path) => Root is null ? null : new Uri(Root, path).AbsoluteUri;

    /// <summary>The public URL of a path, with the request's host (checked by `AllowedHosts`) as a fallback.</summary>
    public string Of(string path, HttpRequest request) => Of(path) ?? new Uri(new Uri($"{request.Scheme}://{request.Host}"), path).AbsoluteUri;
}
