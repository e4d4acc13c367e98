using BaiguStore.Core.History;

namespace BaiguStore.Core.Catalog;

/// <summary>A salesperson's fields, in the order of the form.</summary>
public static class SalespersonFields
{
    public static EntityFields<Salesperson> All { get; } = new EntityFields<Salesperson>(RevisionKind.Salesperson)
        .Field(nameof(Salesperson.Name), "姓名", s => s.Name, (s, v) => s.Name = v!)
        .Field(nameof(Salesperson.Phone), "电话", s => s.Phone, (s, v) => s.Phone = v)
        .Field(nameof(Salesperson.Email), "邮箱", s => s.Email, (s, v) => s.Email = v);
}
