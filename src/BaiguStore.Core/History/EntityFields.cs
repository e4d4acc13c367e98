using System.Collections.Frozen;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.History;

/// <summary>A field with the ways to read it and to set it; set by the entity's own verbs, so its rules hold.</summary>
/// <param name="Refers">What the field's ids refer to, or null.</param>
/// <param name="IsPlace">Whether it says what visitors may see, not what the thing is; restoring an earlier state leaves it alone.</param>
internal sealed record EntityField(Field Field, Func<object, string?> Read, Action<object, string?>? Set, Type? Refers, bool IsPlace)
{
    public string Name => Field.Name;
}

/// <summary>The fields of every kind that has a history, in the order of its form. All that the history knows of the entities stands here.</summary>
internal sealed class EntityFields
{
    /// <summary>No column but rows of a table of their own: read together with the article, and restored by the history itself.</summary>
    public const string HelpsToChoose = nameof(Article.HelpsToChoose);

    /// <summary>No field either: the addresses that led to a category when it was merged into another.</summary>
    public const string OldSlugs = "OldSlugs";

    /// <summary>What rows of the history name beside the fields. A position was a field once; a number says nothing to a reader.</summary>
    private static readonly FrozenDictionary<string, string> Others =
        new Dictionary<string, string> { [nameof(Category.Position)] = "顺序", [OldSlugs] = "旧地址" }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, EntityFields> ByType = new EntityFields[]
    {
        new FieldsOf<Product>(RevisionKind.Product)
            .Field(nameof(Product.Name), "名称", p => p.Name, (p, v) => p.Name = v!)
            .Field(nameof(Product.Sku), "型号", p => p.Sku, (p, v) => p.Sku = v!)
            .Field(nameof(Product.Slug), "地址", p => p.Slug, (p, v) => p.Slug = v!)
            .Reference<Vendor>(nameof(Product.VendorId), "品牌", p => p.VendorId, (p, v) => p.VendorId = FieldText.Number(v)!.Value)
            .Reference<Category>(nameof(Product.CategoryId), "分类", p => p.CategoryId, (p, v) => p.CategoryId = FieldText.Number(v)!.Value)
            .Field(nameof(Product.ListPriceFen), "价格", p => p.ListPriceFen, (p, v) => p.ListPriceFen = FieldText.Fen(v))
            .Field(nameof(Product.Stock), "货期", p => p.Stock, (p, v) => p.Stock = Enum.Parse<StockState>(v!))
            .Field(nameof(Product.Summary), "简单描述", p => p.Summary, (p, v) => p.Summary = v ?? "")
            .Long(nameof(Product.Specs), "相关参数", p => p.Specs, (p, v) => p.Specs = FieldText.Specs(v))
            .Long(nameof(Product.Pictures), "图片", p => p.Pictures, (p, v) => p.Pictures = ProductPicture.Parse(v) ?? [])
            .Long(nameof(Product.Description), "详细介绍", p => p.Description, (p, v) => p.Describe(v ?? ""))
            .Place(nameof(Product.PublishedAt), "发布时间", p => p.PublishedAt)
            .Place(nameof(Product.PublishFrom), "定时发布", p => p.PublishFrom)
            .Place(nameof(Product.PublishUntil), "定时下架", p => p.PublishUntil)
            .Place(nameof(Product.DeletedAt), "回收站", p => p.DeletedAt),
        new FieldsOf<Article>(RevisionKind.Article)
            .Field(nameof(Article.Title), "标题", a => a.Title, (a, v) => a.Title = v!)
            .Field(nameof(Article.Slug), "地址", a => a.Slug, (a, v) => a.Slug = v!)
            .Field(nameof(Article.Summary), "简单描述", a => a.Summary, (a, v) => a.Summary = v ?? "")
            .Long(nameof(Article.Parameters), "相关参数", a => a.Parameters, (a, v) => a.Parameters = FieldText.Specs(v))
            .Long(nameof(Article.Body), "详细介绍", a => a.Body, (a, v) => a.Write(v ?? "", Seeding.SeedFiles.FigureSize))
            .Long(nameof(Article.Tags), "标签", a => a.Tags, (a, v) => a.Tags = FieldText.Items(v))
            .Reference<Category>(nameof(Article.CategoryId), "分类", a => a.CategoryId, (a, v) => a.CategoryId = FieldText.Number(v))
            .Place(HelpsToChoose, "选型参考", a => a.HelpsToChoose.Select(c => c.Id).Order().Select(id => FieldText.Of(id)!).ToList())
            .Place(nameof(Article.Status), "状态", a => a.Status)
            .Place(nameof(Article.PublishedAt), "发布时间", a => a.PublishedAt)
            .Place(nameof(Article.PublishFrom), "定时发布", a => a.PublishFrom)
            .Place(nameof(Article.PublishUntil), "定时下架", a => a.PublishUntil)
            .Place(nameof(Article.DeletedAt), "回收站", a => a.DeletedAt),
        new FieldsOf<Category>(RevisionKind.Category)
            .Field(nameof(Category.Name), "名称", c => c.Name, (c, v) => c.Name = v!)
            .Field(nameof(Category.Slug), "地址", c => c.Slug, (c, v) => c.Slug = v!)
            .Field(nameof(Category.Summary), "简单描述", c => c.Summary, (c, v) => c.Summary = v ?? "")
            .Field(nameof(Category.Kind), "种类", c => c.Kind, (c, v) => c.Kind = v ?? "")
            .Long(nameof(Category.KeySpecs), "列表参数", c => c.KeySpecs, (c, v) => c.KeySpecs = FieldText.Items(v))
            .Reference<Vendor>(nameof(Category.VendorId), "品牌", c => c.VendorId, (c, v) => c.VendorId = FieldText.Number(v))
            .Reference<Salesperson>(nameof(Category.SalespersonId), "负责人", c => c.SalespersonId, (c, v) => c.SalespersonId = FieldText.Number(v))
            .Place(nameof(Category.ParentId), "上级分类", c => c.ParentId)
            .Place(nameof(Category.IsHidden), "已隐藏", c => c.IsHidden)
            .Place(nameof(Category.DeletedAt), "回收站", c => c.DeletedAt),
        new FieldsOf<Company>(RevisionKind.Company)
            .Field(nameof(Company.Name), "名称", c => c.Name, (c, v) => c.Name = v!)
            .Field(nameof(Company.Motto), "口号", c => c.Motto, (c, v) => c.Motto = v ?? "")
            .Field(nameof(Company.Address), "公司地址", c => c.Address, (c, v) => c.Address = v ?? "")
            .Field(nameof(Company.Phone), "电话", c => c.Phone, (c, v) => c.Phone = v ?? "")
            .Field(nameof(Company.Email), "邮箱", c => c.Email, (c, v) => c.Email = v ?? "")
            .Field(nameof(Company.MapUrl), "地图网址", c => c.MapUrl, (c, v) => c.MapUrl = v ?? "")
            .Field(nameof(Company.IcpNumber), "备案号", c => c.IcpNumber, (c, v) => c.IcpNumber = v ?? "")
            .Field(nameof(Company.Since), "成立年份", c => c.Since, (c, v) => c.Since = FieldText.Number(v)!.Value)
            .Long(nameof(Company.Honours), "资质荣誉", c => c.Honours, (c, v) => c.Honours = FieldText.Items(v))
            .Long(nameof(Company.Cities), "服务城市", c => c.Cities, (c, v) => c.Cities = FieldText.Items(v)),
        new FieldsOf<Salesperson>(RevisionKind.Salesperson)
            .Field(nameof(Salesperson.Name), "姓名", s => s.Name, (s, v) => s.Name = v!)
            .Field(nameof(Salesperson.Phone), "电话", s => s.Phone, (s, v) => s.Phone = v)
            .Field(nameof(Salesperson.Email), "邮箱", s => s.Email, (s, v) => s.Email = v),
        new FieldsOf<Vendor>(RevisionKind.Vendor)
            .Field(nameof(Vendor.Code), "代码", v => v.Code, null)
            .Field(nameof(Vendor.Name), "名称", v => v.Name, (v, text) => v.Name = text!)
            .Long(nameof(Vendor.Aliases), "别名", v => v.Aliases, (v, text) => v.Aliases = FieldText.Items(text)),
        new FieldsOf<Comment>(RevisionKind.Comment)
            .Field(nameof(Comment.Title), "标题", c => c.Title, (c, v) => c.Title = v ?? "")
            .Long(nameof(Comment.Body), "内容", c => c.Body, (c, v) => c.Body = v ?? "")
            .Field(nameof(Comment.Author), "昵称", c => c.Author, (c, v) => c.Author = v ?? ""),
        new FieldsOf<CommentRules>(RevisionKind.CommentRules)
            .Field(nameof(CommentRules.PublishAtOnce), "直接公开", r => r.PublishAtOnce, (r, v) => r.PublishAtOnce = v is null ? null : v == "1")
            .Field(nameof(CommentRules.PerMinute), "每分钟条数", r => r.PerMinute, (r, v) => r.PerMinute = FieldText.Number(v))
            .Field(nameof(CommentRules.MinSeconds), "最短填写时间", r => r.MinSeconds, (r, v) => r.MinSeconds = FieldText.Number(v))
            .Field(nameof(CommentRules.MaxHours), "表单有效期", r => r.MaxHours, (r, v) => r.MaxHours = FieldText.Number(v)),
    }.ToFrozenDictionary(f => f.Type);

    private static readonly FrozenDictionary<RevisionKind, EntityFields> ByKind = ByType.Values.ToFrozenDictionary(f => f.Kind);

    private EntityFields(RevisionKind kind, Type type, IReadOnlyList<EntityField> fields) => (Kind, Type, Fields) = (kind, type, fields);

    public RevisionKind Kind { get; }
    public Type Type { get; }
    public IReadOnlyList<EntityField> Fields { get; }

    public static EntityFields Of(Type type) => ByType[type];

    public static EntityFields Of(RevisionKind kind) => ByKind[kind];

    public string LabelOf(string name) => Fields.FirstOrDefault(f => f.Name == name)?.Field.Label ?? Others.GetValueOrDefault(name) ?? name;

    /// <summary>Null for a kind without history.</summary>
    public static EntityFields? Find(Type type) => ByType.GetValueOrDefault(type);

    /// <summary>All of them, holding nothing.</summary>
    public FieldValues Empty() => new(Fields.Select(f => new FieldValue(f.Field, null)));

    private sealed class FieldsOf<T>(RevisionKind kind) where T : class, IVersioned
    {
        private readonly List<EntityField> _fields = [];

        public static implicit operator EntityFields(FieldsOf<T> made) => new(made.Kind, typeof(T), made._fields);

        private RevisionKind Kind { get; } = kind;

        public FieldsOf<T> Field(string name, string label, Func<T, object?> read, Action<T, string?>? set) => Add(new(name, label), read, set);

        public FieldsOf<T> Long(string name, string label, Func<T, object?> read, Action<T, string?> set) => Add(new(name, label, IsLong: true), read, set);

        public FieldsOf<T> Reference<TTarget>(string name, string label, Func<T, object?> read, Action<T, string?> set) =>
            Add(new(name, label), read, set, typeof(TTarget));

        public FieldsOf<T> Place(string name, string label, Func<T, object?> read) => Add(new(name, label), read, null, isPlace: true);

        private FieldsOf<T> Add(Field field, Func<T, object?> read, Action<T, string?>? set, Type? refers = null, bool isPlace = false)
        {
            _fields.Add(new(field, e => FieldText.Of(read((T)e)), set is null ? null : (e, text) => set((T)e, text), refers, isPlace));
            return this;
        }
    }
}
