using System.Security.Claims;
using BaiguStore.Web.Security;
using Microsoft.AspNetCore.Routing;

namespace BaiguStore.Web.Staff;

/// <summary>A section of the admin area.</summary>
/// <param name="Name">Key of its localized name.</param>
/// <param name="Policy">Required policy.</param>
public sealed record Section(string Path, string Name, string Icon, string Policy)
{
    public string Editor => $"{Path}/{{id:int}}/edit";

    public bool IsAt(PathString path) => Path == Sections.Dashboard.Path ? path == Path : path.StartsWithSegments(Path);
}

/// <summary>The entity on a storefront page, and the section with its editor.</summary>
public sealed record Shown(Section Section, int Id);

/// <summary>The sections in navigation order. A section without a controller is not shown, so it appears with its controller.</summary>
public sealed class Sections(IEnumerable<EndpointDataSource> sources)
{
    /// <summary>Key under which a storefront view declares its entity for the staff bar: <see cref="Staff.Shown"/>.</summary>
    public const string Shown = "Shown";

    public static readonly Section
        Dashboard = new("/admin", "概览", "cards", Policies.AnyStaff),
        Products = new("/admin/products", "商品", "table", Policies.Catalogue),
        Categories = new("/admin/categories", "分类", "tree", Policies.Catalogue),
        Articles = new("/admin/articles", "文章", "article", Policies.Catalogue),
        Pictures = new("/admin/pictures", "图片", "picture", Policies.Catalogue),
        Comments = new("/admin/comments", "评论", "comment", Policies.Moderation),
        Inquiries = new("/admin/inquiries", "询价", "basket", Policies.Inquiries),
        Staff = new("/admin/staff", "员工", "people", Policies.Administration),
        Settings = new("/admin/settings", "公司与设置", "settings", Policies.Administration),
        Mail = new("/admin/mail", "邮件", "mail", Policies.Administration),
        History = new("/admin/history", "历史", "clock", Policies.History);

    private static readonly Section[] All = [Dashboard, Products, Categories, Articles, Pictures, Comments, Inquiries, Staff, Settings, Mail, History];

    private readonly Lazy<HashSet<string>> _routes = new(() => sources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Select(e => "/" + e.RoutePattern.RawText?.TrimStart('/')).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether there is a page for this route.</summary>
    public bool Has(string route) => _routes.Value.Contains(route);

    /// <summary>Sections that this member may open.</summary>
    public IEnumerable<Section> For(ClaimsPrincipal user) => All.Where(s => user.May(s.Policy) && _routes.Value.Contains(s.Path));

    /// <summary>URL of the entity's editor; null if the member may not edit it, or there is no editor.</summary>
    public string? EditorOf(Section section, int id, ClaimsPrincipal user) =>
        user.May(section.Policy) && _routes.Value.Contains(section.Editor) ? $"{section.Path}/{id}/edit" : null;
}
