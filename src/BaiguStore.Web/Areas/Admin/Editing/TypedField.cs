using System.Globalization;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Forms;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>A form field in a three-way merge.</summary>
/// <param name="Field">Its name in the history.</param>
/// <param name="Name">Its name in the form.</param>
/// <param name="Value">The form's value; ids of a list are separated by commas.</param>
public sealed record TypedField(string Field, string Name, string? Value)
{
    /// <summary>A field with the same name in form and history.</summary>
    public TypedField(string name, string? value) : this(name, name, value)
    {
    }

    /// <summary>Several ids under one name.</summary>
    public bool IsList { get; init; }
}

/// <summary>An editor's form, as the editing pipeline sees it.</summary>
public interface IEditorForm
{
    /// <summary>The entity's version when the form was opened.</summary>
    int Version { get; }

    IEnumerable<TypedField> Typed();
}

/// <summary>Converts values of the history to values of form fields.</summary>
public static class FormText
{
    public static string Of(string field, string? value) => string.IsNullOrEmpty(value) ? "" : field switch
    {
        nameof(Product.Specs) or nameof(Article.Parameters) => SpecLines.Of(FieldValues.SpecsOf(value)),
        nameof(Article.Tags) or nameof(Category.KeySpecs) or nameof(Vendor.Aliases) or nameof(Company.Honours) or nameof(Company.Cities) =>
            string.Join('\n', FieldValues.ItemsOf(value)),
        nameof(Article.HelpsToChoose) => value.Replace('\n', ','),
        nameof(Product.ListPriceFen) => Yuan.Of(long.Parse(value, CultureInfo.InvariantCulture)),
        nameof(IPublished.PublishFrom) or nameof(IPublished.PublishUntil) =>
            ChinaTime.Input(DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
        _ => value,
    };
}
