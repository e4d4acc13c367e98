using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.History;
using BaiguStore.Core.Search;
using BaiguStore.Core.Storefront;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Models;

namespace BaiguStore.Web.Design;

/// <summary>`/design`: sprites and colors from the files, the present tree.</summary>
public sealed record DesignPage(StoreSnapshot Store, IReadOnlyList<string> Drawings, IReadOnlyList<string> Icons, IReadOnlyList<string> Colours)
{
    public string Prose { get; } = ArticleRendering.Render(DesignSamples.Markdown, _ => (1200, 700)).Html;
}

/// <summary>Sample data for the components on `/design`: usual and extreme cases.</summary>
public static class DesignSamples
{
    public const string FormError = "提交太频繁，请过一分钟再试。", FieldError = "请写下内容。";

    public static IReadOnlyList<string> KeySpecs { get; } = ["下行端口", "上行端口", "交换容量", "PoE功率"];

    public static ProductTable Products { get; } = new(
    [
        Row(1, "S5735-L24T4S-A1", "华为 S5735-L24T4S-A1 接入交换机", 428_000, StockState.InStock, new("下行端口", "24×GE"), new("上行端口", "4×SFP"), new("交换容量", "336", "Gbps")),
        Row(2, "S5735-L24P4X-A1-EXTRA-LONG-PART-NUMBER-24-400W", "华为 S5735-L24P4X-A1 千兆PoE接入交换机（含400W可插拔电源模块、机架安装套件与三年原厂维保服务）", 1_234_567_850, StockState.ToOrder, new("下行端口", "24×GE PoE+"), new("上行端口", "4×10GE SFP+"), new("交换容量", "336", "Gbps"), new("PoE功率", "400", "W")),
        Row(3, "AC6003", "华为 AC6003 无线控制器", null, StockState.OutOfStock, new Spec("下行端口", "8×GE")),
    ], KeySpecs, "product-table");

    /// <summary>Rows without a common spec.</summary>
    public static ProductTable MixedProducts { get; } = new(Products.Rows, [], "product-table, mixed");

    /// <summary>Different, equal and missing values.</summary>
    public static ComparePage Comparison { get; } = new(Core.Catalog.Comparison.Of(Products.Rows, KeySpecs.Take(2)), [null, null, null], [], [], OnlyDifferences: false);
    public static FacetPanel Facets { get; } = new(new Listing(
        "/design", new ListingQuery { Chosen = new Dictionary<string, IReadOnlyList<string>> { [SearchFacet.Stock] = ["InStock"], ["spec.PoE"] = ["PoE+"] } }, new(Products.Rows, 1, 24, 3), 3,
        [
            new(SearchFacet.Vendor, [new("huawei", "华为", 494, false), new("h3c", "华三", 28, false)]),
            new(SearchFacet.Price, [new("1000-5000", "", 83, false), new("100000-", "", 19, false), new(SearchFacet.Ask, "", 51, false)]),
            new(SearchFacet.Stock, [new("InStock", "", 294, true), new("ToOrder", "", 139, false), new("OutOfStock", "", 61, false)]),
            new("spec.PoE", [new("PoE+", "PoE+", 130, true), new("不支持", "不支持", 320, false)]),
            new("spec.下行端口", [.. Enumerable.Range(1, 14).Select(n => new FacetValue($"{4 * n}×10/100/1000BASE-T", $"{4 * n}×10/100/1000BASE-T", 15 - n, false))]),
            new("spec.很长的参数名称以及它的单位", [new("1", "1", 1, false), new("2", "2", 2, false)]),
        ]));

    public static IReadOnlyList<Spec> Specs { get; } = [new("下行端口", "24×10/100/1000BASE-T"), new("交换容量", "336", "Gbps"), new("工作环境", "长期工作温度-5℃至50℃，短期可到55℃，相对湿度5%至95%，无凝露。")];

    public static ArticleCard Article { get; } = new(
        "处理器虚拟化与I/O虚拟化", "intel-vt", "从特权级讲到直接分配设备，为什么早期x86难以虚拟化，VT-x与VT-d各解决了哪一半。", "/figures/intel-vt-rings.svg", 24, new(2026, 3, 1, 2, 0, 0, DateTimeKind.Utc), ["虚拟化"]);

    /// <summary>A thread with a pending reply, a comment without name and title, a reply form.</summary>
    public static CommentsSection Comments { get; } = new(
        "/design",
        new([
            new(Said(1, null, "实测数据", "两台R650开了VT-d以后，直通网卡延迟稳定 :thumbsup:\n数字贴在后面。", "济南网工"),
                [Said(2, 1, "", "谢谢，请问固件是哪一版。", "一个昵称长到三十个字的人也要排得下去不能把旁边的时间挤走"), Said(3, 1, "", "我的还在等审核。", "", CommentStatus.Pending)]),
            new(Said(4, null, "", "没有标题也没有昵称。", ""), [Said(5, 4, "", "已经补上，谢谢。", "王店主") with { IsStaff = true, IsEdited = true }]),
        ], 3, 20, 60), 4, 3, new() { Title = "标题", Body = "", ParentId = "1" }, Said(1, null, "", "两台R650开了VT-d以后，直通网卡延迟稳定。", "济南网工"), "");

    private static CommentView Said(int id, int? parentId, string title, string body, string author, CommentStatus status = CommentStatus.Approved) =>
        new(id, parentId, title, body, author, new(2026, 3, 2, 6, 5, 0, DateTimeKind.Utc), status);

    /// <summary>A comment in the moderation queue: held, and a reply.</summary>
    public static QueueItem Queued { get; } = new(
        new(90, CommentStatus.Pending, HoldReason.Links, "4", "实测数据", "两台R650开了VT-d以后，直通网卡延迟稳定 :thumbsup:\nhttps://a-very-long-address.example/with/a/path/that/goes/on/and/on", "济南网工", "192.0.2.1", null,
            new(2026, 3, 2, 6, 5, 0, DateTimeKind.Utc), new(2026, 3, 2, 7, 5, 0, DateTimeKind.Utc), 1, 1, "处理器虚拟化与I/O虚拟化", "intel-vt", null, null, null, 1, "", "请问固件是哪一版。", CommentStatus.Approved),
        "#back", null, new());

    /// <summary>None: uploaded pictures differ between stores.</summary>
    public static IReadOnlyList<ProductPicture> Pictures { get; } = [];

    /// <summary>Thirty days with a peak and with empty days.</summary>
    public static DayChart Chart { get; } = new("d-chart", "每天的访问", ["文章", "产品线"],
        [.. Enumerable.Range(0, 30).Select(i => (new DateOnly(2026, 3, 1).AddDays(i), (IReadOnlyList<long>)[i * 7 % 11, i % 5 == 0 ? 0 : i]))]);

    private static readonly List<CategoryRow> Places =
    [
        new(1, null, "1.", "华为", "huawei", IsHidden: false, "王倩", 2) { Total = 13_292 },
        new(2, 1, "1.2.", "华为交换机", "huawei-switch", IsHidden: false, "王倩", 0) { Total = 2_310 },
        new(3, 1, "1.3.", "一条名称很长的产品线在窄屏上也要排得下去", "long", IsHidden: true, null, 0) { IsEmpty = true },
    ];

    /// <summary>The staff's tree with one category expanded and one hidden.</summary>
    public static CategoryRows Tree { get; } = new(new([1], "", Places, [], IsCut: false), [Places[0]]);

    /// <summary>All elements that an article can contain.</summary>
    public const string Markdown = """
        ## 二级标题

        正文一段，中文与Latin、数字42相邻，有**着重**、`代码`、[链接](/articles)与脚注[^1]。术语如VMCS与EPT第一次出现时可以点开。

        ### 三级标题

        - 列表一
        - 列表二

        1. 第一步
        2. 第二步

        > 引文一段，比正文淡。

        ```
        bcdedit /set hypervisorlaunchtype auto
        ```

        ![特权级示意](/figures/intel-vt-rings.svg "图的说明写在这里")

        表：参数对照

        | 项目 | VT-x | VT-d |
        |---|---|---|
        | 对象 | 处理器 | 设备DMA与中断 |
        | 关键结构 | VMCS、EPT | 上下文表、二级页表 |

        [^1]: 脚注的文字，点编号在原处打开。
        """;

    /// <summary>All cases of a field in a three-way merge, including a long text.</summary>
    public static Conflict Conflict { get; } = new(
        "AC6003", "#conflict", "#main",
        [
            new("李编辑", new(2026, 11, 22, 6, 5, 0, DateTimeKind.Utc), IsOwn: false),
            new("王店主", new(2026, 11, 22, 5, 0, 0, DateTimeKind.Utc), IsOwn: true),
        ],
        [
            Edited("Name", "名称", "华为 AC6003", "华为 AC6003 无线控制器", "华为 AC6003 控制器"),
            Edited("Summary", "简单描述", "八口。", "八口。", "八口千兆，可管24个AP。"),
            Edited("ListPrice", "价格", "¥4,280", "¥4,380", "¥4,280"),
            Edited("Description", "详细介绍", "第一段。\n\n第二段，八口。\n\n第三段。",
                "第一段，开头改过。\n\n第二段，八口千兆。\n\n第三段。", "第一段。\n\n第二段，八个口。\n\n第三段。\n\n第四段。", isLong: true),
        ], []);

    public static IReadOnlyList<FieldDifference> Differences { get; } =
    [
        new(new("Name", "名称"), "华为 AC6003", "华为 AC6003 无线控制器"),
        new(new("Description", "详细介绍", IsLong: true), "第一段。\n第二段，八口。\n第三段。\n第四段。", "第一段。\n第二段，八口千兆。\n第三段。\n第四段。\n第五段。"),
    ];

    private static ConflictField Edited(string name, string label, string was, string theirs, string mine, bool isLong = false) =>
        new(name, new(new(name, label, isLong), was, theirs, mine), was, theirs, mine, theirs, mine)
        {
            Pieces = isLong ? TextMerge.Between(was, theirs, mine) : [],
        };

    private static ProductRow Row(int id, string sku, string name, long? fen, StockState stock, params Spec[] specs) => new(id, sku, name, "ac6003", "华为", 1, [.. specs], fen, stock);
}
