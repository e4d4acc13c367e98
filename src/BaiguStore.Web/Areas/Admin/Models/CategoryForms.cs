using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Forms;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>The category editor's form; fields have the entity's names.</summary>
public sealed record CategoryForm : IEditorForm
{
    public const int MaxKeySpecs = 8;

    private const int MaxSummary = 400, MaxKind = 40, MaxKeySpecsLength = MaxKeySpecs * (SpecLines.MaxNameLength + 1);

    [RequiredText(ErrorMessage = "请填写名称。"), TextLength(Category.MaxNameLength, ErrorMessage = "名称最多 {1} 个字符。")]
    public string? Name { get; init; }

    /// <summary>Empty: derived from the name.</summary>
    [StringLength(Core.Text.Slug.MaxLength, ErrorMessage = "地址最多 {1} 个字符。")]
    public string? Slug { get; init; }

    [TextLength(MaxSummary, ErrorMessage = "简单描述最多 {1} 个字符。")]
    public string? Summary { get; init; }

    [TextLength(MaxKind, ErrorMessage = "种类最多 {1} 个字符。")]
    public string? Kind { get; init; }

    /// <summary>Names of specs, one per line.</summary>
    [TextLength(MaxKeySpecsLength, ErrorMessage = "最多 {1} 个字符。")]
    public string? KeySpecs { get; init; }
    public int? VendorId { get; init; }
    public int? SalespersonId { get; init; }

    /// <summary>As parsed by <see cref="CategoryBinder"/>. Empty for the top; missing if the form does not change the parent.</summary>
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? ParentId { get; init; }

    /// <summary>The category's version when the form was opened.</summary>
    public int Version { get; init; }

    public static CategoryForm Of(Category category) => new()
    {
        Name = category.Name,
        Slug = category.Slug,
        Summary = category.Summary,
        Kind = category.Kind,
        KeySpecs = string.Join('\n', category.KeySpecs),
        VendorId = category.VendorId,
        SalespersonId = category.SalespersonId,
        ParentId = $"{category.ParentId}",
        Version = category.Version,
    };

    public IEnumerable<TypedField> Typed() =>
    [
        new(nameof(Name), Name), new(nameof(Slug), Slug), new(nameof(Summary), Summary), new(nameof(Kind), Kind), new(nameof(KeySpecs), KeySpecs), new(nameof(VendorId), $"{VendorId}"),
        new(nameof(SalespersonId), $"{SalespersonId}"), .. ParentId is null ? [] : new TypedField[] { new(nameof(ParentId), ParentId) },
    ];

    public Category ToCategory() => Put(new() { Name = "", Slug = "" });

    public Category Put(Category category)
    {
        category.Name = PlainText.Line(Name);
        category.Slug = Core.Text.Slug.From(string.IsNullOrWhiteSpace(Slug) ? category.Name : Slug);
        category.Summary = PlainText.Line(Summary);
        category.Kind = PlainText.Line(Kind);
        category.KeySpecs = [.. Lines.Of(KeySpecs)];
        (category.VendorId, category.SalespersonId) = (VendorId, SalespersonId);
        return category;
    }
}

/// <summary>Lists in form fields: one item per line.</summary>
public static class Lines
{
    public static IEnumerable<string> Of(string? text) =>
        (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(PlainText.Line).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal);
}

/// <summary>Target position of a category.</summary>
/// <param name="ParentId">Null for the top.</param>
/// <param name="Before">The sibling before which to insert; null for the last position.</param>
/// <param name="Way">"up" or "down" among its siblings; then the others are ignored.</param>
/// <param name="Open">Expanded categories of the tree, to be kept.</param>
public sealed record CategoryPositionForm([ModelBinder<CategoryBinder>] int? ParentId, int? Before, string? Way, List<int>? Open);

/// <summary>`/admin/categories/new` and `/admin/categories/{id}/edit`.</summary>
/// <param name="Category">Null for a new one.</param>
public sealed record CategoryEditor(CategoryForm Form, Category? Category, EditorChoices Choices)
{
    public bool IsEmpty { get; init; }
}

/// <summary>Options of an editor's select fields: vendors, salespeople and categories.</summary>
public sealed record EditorChoices(IReadOnlyList<(int Id, string Name)> Vendors, IReadOnlyList<(int Id, string Name)> Salespeople, CategoryOptions Places);
