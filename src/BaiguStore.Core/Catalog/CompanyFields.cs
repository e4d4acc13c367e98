using BaiguStore.Core.History;

namespace BaiguStore.Core.Catalog;

/// <summary>The company's fields, in the order of the form.</summary>
public static class CompanyFields
{
    public static EntityFields<Company> All { get; } = new EntityFields<Company>(RevisionKind.Company)
        .Field(nameof(Company.Name), "名称", c => c.Name, (c, v) => c.Name = v!)
        .Field(nameof(Company.Motto), "口号", c => c.Motto, (c, v) => c.Motto = v ?? "")
        .Field(nameof(Company.Address), "公司地址", c => c.Address, (c, v) => c.Address = v ?? "")
        .Field(nameof(Company.Phone), "电话", c => c.Phone, (c, v) => c.Phone = v ?? "")
        .Field(nameof(Company.Email), "邮箱", c => c.Email, (c, v) => c.Email = v ?? "")
        .Field(nameof(Company.MapUrl), "地图网址", c => c.MapUrl, (c, v) => c.MapUrl = v ?? "")
        .Field(nameof(Company.IcpNumber), "备案号", c => c.IcpNumber, (c, v) => c.IcpNumber = v ?? "")
        .Field(nameof(Company.Since), "成立年份", c => c.Since, (c, v) => c.Since = FieldText.Number(v)!.Value)
        .Long(nameof(Company.Honours), "资质荣誉", c => c.Honours, (c, v) => c.Honours = FieldText.Items(v))
        .Long(nameof(Company.Cities), "服务城市", c => c.Cities, (c, v) => c.Cities = FieldText.Items(v));
}
