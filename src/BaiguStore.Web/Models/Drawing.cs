namespace BaiguStore.Web.Models;

/// <summary>Selects a line drawing for a product or category without a picture: the ids of `img/drawings.svg`.</summary>
public static class Drawing
{
    private const string Mixed = "products", Software = "software";

    /// <summary>Words in a product's name, most specific first: an access point's cable is a cable.</summary>
    private static readonly (string Word, string Drawing)[] Words =
    [
        ("光模块", "optical"), ("光缆", "optical"), ("铜缆", "optical"), ("防火墙", "firewall"), ("上网行为", "web-access-control"), ("入侵", "security"),
        ("交换机", "switch"), ("路由器", "router"), ("无线", "wireless"), ("接入点", "wireless"), ("服务器", "server"), ("计算模块", "server"), ("小型机", "server"),
        ("存储", "storage"), ("磁盘阵列", "storage"), ("UPS", "ups"), ("不间断电源", "ups"), ("机柜", "rack"), ("平板", "tablet"), ("手环", "band"), ("手表", "band"),
        ("会议", "conference"), ("摄像", "camera"), ("录像", "camera"), ("逆变器", "photovoltaic"), ("切换器", "kvm"),
        ("软件", Software), ("许可", Software), ("订阅", Software),
    ];

    /// <summary>For a category, by its kind.</summary>
    public static string Of(string kind) => kind switch
    {
        "" => Mixed,
        "datacom" => "switch",
        "nms" or "desktop-management" or "antivirus" or "virtualization" or "database" => Software,
        _ => kind,
    };

    /// <summary>For a product: by the kind of its category, or by its name if the category mixes kinds.</summary>
    public static string Of(string kind, string productName) => kind is not ("" or "datacom" or "security") ? Of(kind)
        : Words.FirstOrDefault(w => productName.Contains(w.Word, StringComparison.Ordinal)).Drawing ?? Of(kind);
}
