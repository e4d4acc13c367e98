namespace BaiguStore.Web.Forms;

/// <summary>
/// A form field with label, hint and error. The submitted value is shown again. Its id is its name, so that the error summary (`form-errors`) can
/// link to it.
/// </summary>
/// <param name="Name">Name of the posted value and key of its errors.</param>
/// <param name="Label">Localized.</param>
public sealed record Field(string Name, string Label, string? Value = null)
{
    /// <summary>
    /// An HTML input type, or "textarea", "select", "checks", "tree" for a category chosen in the tree, or "place" for one chosen by name.
    /// </summary>
    public string Type { get; init; } = "text";
    public string? Hint { get; init; }
    public bool IsRequired { get; init; }

    /// <summary>One of several fields of which any is sufficient: not marked as optional.</summary>
    public bool IsOneOfSeveral { get; init; }
    public bool IsShort { get; init; }

    /// <summary>Characters. Not enforced by the browser: a longer text is reported by the store, and before by `field-length`.</summary>
    public int? MaxLength { get; init; }
    public int Rows { get; init; } = 6;
    public string? Autocomplete { get; init; }
    public string? InputMode { get; init; }

    /// <summary>Language of the value if it differs from the page's.</summary>
    public string? Language { get; init; }

    /// <summary>Options of a select (one) or checks (several): value, text, whether chosen, and a description for checks.</summary>
    public IReadOnlyList<FieldOption> Options { get; init; } = [];
}

public sealed record FieldOption(string Value, string Text, bool IsChosen = false, string? Hint = null);
