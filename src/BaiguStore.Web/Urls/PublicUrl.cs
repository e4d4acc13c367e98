using BaiguStore.Core.Data;

namespace BaiguStore.Web.Urls;

/// <summary>
/// Where the store stands in the world, for what has to be absolute: canonical addresses, shared links, the sitemap, the feed.
/// </summary>
/// <param name="Root">Scheme and host with an optional port, or null where nobody has said it.</param>
public sealed record PublicUrl(Uri? Root)
{
    public const string Key = "Store:PublicUrl";

    /// <summary>Throws <see cref="BadSettingException"/> for anything but an http or https address without a path.</summary>
    public static PublicUrl Read(IConfiguration configuration) => configuration[Key] is not { Length: > 0 } text ? new((Uri?)null)
        : Uri.TryCreate(text, UriKind.Absolute, out var root) && root.Scheme is "http" or "https" && root is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? new(root)
        : throw new BadSettingException(Key, $"'{text}' is not allowed; use the store's address without a path, as https://shop.example / 请填写不带路径的网址，例如 https://shop.example。");

    /// <summary>The path as the world sees it, or null where that is not known.</summary>
    public string? Of(string path) => Root is null ? null : new Uri(Root, path).AbsoluteUri;

    /// <summary>The same, where need be under the name that this request used: one that `AllowedHosts` has let pass.</summary>
    public string Of(string path, HttpRequest request) => Of(path) ?? new Uri(new Uri($"{request.Scheme}://{request.Host}"), path).AbsoluteUri;
}
