using System.Globalization;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Web.Areas.Admin.Models;
using BaiguStore.Web.Forms;

namespace BaiguStore.Web.Areas.Admin.Editing;

/// <summary>A field that two may edit at once.</summary>
/// <param name="Field">Its name in the history.</param>
/// <param name="Name">Its name in the form.</param>
/// <param name="Value">What the form holds; ids of a list with commas between.</param>
public sealed record TypedField(string Field, string Name, string? Value)
{
    /// <summary>A field that is called in the form as in the history.</summary>
    public TypedField(string name, string? value) : this(name, name, value)
    {
    }

    /// <summary>Several ids under one name.</summary>
    public bool IsList { get; init; }
}

/// <summary>The form of an editor, as the pipeline of saving sees it.</summary>
public interface IEditorForm
{
    /// <summary>Of the thing when the form was opened.</summary>
    int Version { get; }

    IEnumerable<TypedField> Typed();
}

/// <summary>What a field of a form would hold for a value of the history.</summary>
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
