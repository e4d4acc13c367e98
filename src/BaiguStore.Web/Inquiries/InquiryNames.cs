using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Spreadsheets;
using BaiguStore.Web.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>Displayed names of states and faults, as keys of localized texts.</summary>
public static class InquiryNames
{
    /// <summary>For Sales.</summary>
    public static string Of(InquiryState state) => state switch
    {
        InquiryState.New => "新询价",
        InquiryState.Working => "处理中",
        InquiryState.Answered => "已报价",
        InquiryState.Won => "成交",
        _ => "未成交",
    };

    /// <summary>For the buyer.</summary>
    public static string ForBuyer(InquiryState state) => state switch
    {
        InquiryState.New => "已收到，等待处理",
        InquiryState.Working => "销售正在处理",
        InquiryState.Answered => "已答复",
        InquiryState.Won => "已成交",
        _ => "已结束",
    };

    /// <summary>With a placeholder for the limit.</summary>
    public static string Of(RowFault fault) => fault switch
    {
        RowFault.Quantity => "数量须是 1 到 {0} 的整数。",
        RowFault.NotAPart => "表格里这一格不是型号：公式出错、没有算出结果，或者型号变成了科学计数。请填写型号。",
        RowFault.TooLong => "型号最多 {0} 个字符。",
        _ => "内容里有无法识别的字符，请改正后再提交。",
    };

    public static string LimitOf(RowFault fault) => Format.Number(fault == RowFault.Quantity ? InquiryItem.MaxQuantity : InquiryLine.MaxAskedLength);

    public static string Of(TableFault fault) => fault switch
    {
        TableFault.TooLarge => "文件太大，请只留下型号和数量两列后再上传。",
        TableFault.TooManyRows => "文件的行太多，请分成几张。",
        TableFault.TooManyColumns => "文件的列太多，请只留下型号和数量两列后再上传。",
        TableFault.CellTooLong => "文件里有单元格的内容太长，请检查后再上传。",
        TableFault.OldExcel => "这是旧版 Excel 或加了密码的文件，请另存为 .xlsx 或 .csv 后再上传。",
        TableFault.Damaged => "文件已损坏，无法读取。",
        TableFault.Busy => "现在正在读别的文件，请过几秒再试一次。",
        TableFault.Empty => "文件里没有内容。",
        _ => "这个文件不是表格，请上传 .xlsx 或 .csv 文件。",
    };
}
