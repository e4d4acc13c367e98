using BaiguStore.Core.Seeding;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Tests.Seeding;

public sealed class LineNamesTests
{
    private static readonly LineNames Names = LineNames.Load();

    private static List<(SourceLine Line, LineIdentity Identity)> All =>
        [.. SourcePage.Read(SeedFiles.Text("source-page.html")).Lines.Select(l => (l, Names.Understand(l.Name)))];

    /// <summary>Every line of the page: vendors, kind, salesperson, slug before numbering.</summary>
    [Theory]
    [InlineData("山东华为总代理", "huawei", "", null, "huawei-products")]
    [InlineData("山东华为存储总代理", "huawei", "storage", null, "huawei-storage")]
    [InlineData("山东华为防火墙总代理", "huawei", "firewall", null, "huawei-firewall")]
    [InlineData("山东华为路由器总代理", "huawei", "router", null, "huawei-router")]
    [InlineData("山东华为交换机总代理", "huawei", "switch", null, "huawei-switch")]
    [InlineData("山东华为服务器总代理", "huawei", "server", null, "huawei-server")]
    [InlineData("山东华为无线设备总代理", "huawei", "wireless", null, "huawei-wireless")]
    [InlineData("山东华为UPS总代理", "huawei", "ups", null, "huawei-ups")]
    [InlineData("山东华三防火墙总代理", "h3c", "firewall", null, "h3c-firewall")]
    [InlineData("山东华三路由器总代理", "h3c", "router", null, "h3c-router")]
    [InlineData("山东华三交换机总代理", "h3c", "switch", null, "h3c-switch")]
    [InlineData("山东华三无线总代理", "h3c", "wireless", null, "h3c-wireless")]
    [InlineData("山东H3C总代理", "h3c", "", null, "h3c-products")]
    [InlineData("山东思科总代理", "cisco", "", null, "cisco-products")]
    [InlineData("山东思科无线设备总代理", "cisco", "wireless", null, "cisco-wireless")]
    [InlineData("山东思科交换机总代理", "cisco", "switch", null, "cisco-switch")]
    [InlineData("山东思科路由器总代理", "cisco", "router", null, "cisco-router")]
    [InlineData("山东思科防火墙总代理", "cisco", "firewall", null, "cisco-firewall")]
    [InlineData("山东HP服务器总代理", "hp", "server", null, "hp-server")]
    [InlineData("山东惠普存储总代理", "hp", "storage", null, "hp-storage")]
    [InlineData("山东IBM服务器总代理", "ibm", "server", null, "ibm-server")]
    [InlineData("山东IBM存储总代理", "ibm", "storage", null, "ibm-storage")]
    [InlineData("山东网强网管软件", "wangqiang", "nms", null, "wangqiang-nms")]
    [InlineData("山东桌面管理产品", "", "desktop-management", null, "desktop-management")]
    [InlineData("山东杀毒软件产品", "", "antivirus", null, "antivirus")]
    [InlineData("山东PIUSWELL代理", "piuswell", "kvm", null, "piuswell-products")]
    [InlineData("山东系统集成产品", "", "system-integration", null, "system-integration")]
    [InlineData("山东浪潮产品代理", "inspur", "server", null, "inspur-products")]
    [InlineData("山东JUNIPER代理商", "juniper", "", null, "juniper-products")]
    [InlineData("山东DELL服务器代理", "dell", "server", null, "dell-server")]
    [InlineData("山东德盛机柜总代理", "desheng", "rack", null, "desheng-rack")]
    [InlineData("山东上网行为管理设备", "", "web-access-control", null, "web-access-control")]
    [InlineData("山东DELL服务器总代理", "dell", "server", null, "dell-server")]
    [InlineData("山东联想服务器总代理", "lenovo", "server", null, "lenovo-server")]
    [InlineData("山东华为智能手环总代理", "huawei", "band", null, "huawei-band")]
    [InlineData("山东华为平板电脑总代理", "huawei", "tablet", null, "huawei-tablet")]
    [InlineData("山东华为视频会议总代理", "huawei", "conference", null, "huawei-conference")]
    [InlineData("山东oracle总代理", "oracle", "database", null, "oracle-products")]
    [InlineData("山东华三金牌总代理-潘雪", "h3c", "", "潘雪", "h3c-products-panxue")]
    [InlineData("山东HP服务器总代理-马玲玲", "hp", "server", "马玲玲", "hp-server-malingling")]
    [InlineData("山东HP服务器总代理-王翠翠", "hp", "server", "王翠翠", "hp-server-wangcuicui")]
    [InlineData("山东华为数通总代理-马玲玲", "huawei", "datacom", "马玲玲", "huawei-datacom-malingling")]
    [InlineData("山东华为数通总代理-王翠翠", "huawei", "datacom", "王翠翠", "huawei-datacom-wangcuicui")]
    [InlineData("山东浪潮服务器总代理-潘雪", "inspur", "server", "潘雪", "inspur-server-panxue")]
    [InlineData("山东华为服务器总代理-潘雪", "huawei", "server", "潘雪", "huawei-server-panxue")]
    [InlineData("山东HP服务器产品总代理-房金凤", "hp", "server", "房金凤", "hp-server-fangjinfeng")]
    [InlineData("山东IBM、联想总代理-马玲玲", "ibm lenovo", "", "马玲玲", "ibm-lenovo-products-malingling")]
    [InlineData("山东IBM、联想总代理-王翠翠", "ibm lenovo", "", "王翠翠", "ibm-lenovo-products-wangcuicui")]
    [InlineData("山东DELL服务器总代理-房金凤", "dell", "server", "房金凤", "dell-server-fangjinfeng")]
    [InlineData("山东华为安全产品代理-房金凤", "huawei", "security", "房金凤", "huawei-security-fangjinfeng")]
    [InlineData("山东VMware代理", "vmware", "virtualization", null, "vmware-products")]
    [InlineData("山东华为光伏产品总代理", "huawei", "photovoltaic", null, "huawei-photovoltaic")]
    [InlineData("海康威视产品", "hikvision", "camera", null, "hikvision-products")]
    [InlineData("大华产品", "dahua", "camera", null, "dahua-products")]
    public void A_line_is_understood(string name, string vendors, string kind, string? salesperson, string slug)
    {
        var line = Assert.Single(All.DistinctBy(l => l.Line.Name), l => l.Line.Name == name).Identity;

        Assert.Equal(
            (vendors, kind, salesperson, slug),
            (string.Join(' ', line.Vendors.Select(v => v.Code)), line.Kind, line.Salesperson?.Name, line.Slug));
    }

    [Fact]
    public void Twelve_lines_belong_to_a_salesperson() => Assert.Equal(12, All.Count(l => l.Identity.Salesperson is not null));

    [Fact]
    public void Numbered_slugs_of_all_lines_are_unique_and_no_vendor_or_group_has_one()
    {
        var slugs = All.GroupBy(l => l.Identity.Slug).SelectMany(g => g.Select((_, i) => Slug.Numbered(g.Key, i + 1))).ToList();

        Assert.Equal(55, slugs.Distinct().Count());
        Assert.Contains("ibm-storage-2", slugs);
        Assert.Contains("dell-server-2", slugs);
        Assert.Empty(slugs.Intersect([.. Names.Vendors.Select(v => v.Code), Names.Group.Slug]));
    }

    [Fact]
    public void A_name_that_says_nothing_known_still_has_a_slug()
    {
        var line = Names.Understand("未知产品");

        Assert.Equal(("", "未知产品", 0), (line.Kind, line.Slug, line.Vendors.Count));
    }
}
