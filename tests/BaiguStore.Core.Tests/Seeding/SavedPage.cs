using BaiguStore.Core.Seeding;

namespace BaiguStore.Core.Tests.Seeding;

/// <summary>
/// A page of the old shop saved as plain text: lines, then an article with leftover captions of pictures, inside sentences and joined to their
/// beginnings, then the footer. The sentences are our own.
/// </summary>
internal static class SavedPage
{
    public const string Title = "机柜走线经验(山东济南)";

    /// <summary>Captions removed from the text, in order.</summary>
    public static readonly string[] Captions = ["图1 走线架示意", "机柜背面", "理线环位置"];
    public const int Remnants = 2;

    /// <summary>The remaining paragraphs.</summary>
    public static readonly string[] Paragraphs =
    [
        "机柜里的线缆分强电和弱电两路，各走一侧，交叉的地方要成直角。",
        "背面留出一掌宽的余量，以后换设备时不必拔掉旁边的线。标签写两头，日期也写上。",
        "理线环每隔四个U装一个：太密挡风，太疏下垂。",
        "最后拍照存档，下次上门的人先看照片再开柜门。",
    ];

    private static readonly string Article = $"""
        {Title}

        简单描述

        相关参数

        详细介绍

            机柜里的线缆分强电和弱电两路，各走一侧，交叉的地

        {Captions[0]}

        方要成直角。
            {Captions[1]}背面留出一掌宽的余量，以后换设备时

        {Captions[1]}

        不必拔掉旁边的线。标签写两头，日期也写上。
            理线环每隔四个U装一个：{Captions[2]}太密挡风，太

        {Captions[2]}

        疏下垂。
            最后拍照存档，下次上门的人先看照片
        再开柜门。

        最新评论
        暂无
        """;

    private const string Footer = """
        山东百谷信息技术有限公司 立足济南，面向山东：倾听客户需求，提供客户信赖的技术与服务。
        鲁ICP09058378
        Copyright © 2009-2012
        地址：山东济南市花园路189-2号历下软件园
        电子地图：http://edizhi.edushi.com/sdbaigu
        邮箱：sdbaigu@sdbaigu.com
        电话：13608928216
        """;

    /// <summary>Lines and slogans are those of the embedded page.</summary>
    public static string Text(string? article = null)
    {
        var builtIn = SourcePage.Read(SeedFiles.Text("source-page.html"));
        var lines = string.Join('\n', builtIn.Lines.Select(l => $"  {l.Name} ({l.Count})"));
        var slogans = string.Join('\n', builtIn.Company.Honours.Append("青岛烟台威海日照潍坊东营莱芜滨州德州聊城泰安菏泽日照济宁枣庄临沂").Select(s => $"@{s}@"));
        return $"分类导航\n{lines}\n\n{article ?? Article}\n\n{Footer}\n{slogans}\n";
    }
}
