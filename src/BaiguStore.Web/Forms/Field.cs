namespace BaiguStore.Web.Forms;

/// <summary>
/// One field of a form: label, hint and error beside it. What was typed comes back where the form does. Its id is its name, so that the
/// summary of errors (`form-errors`) finds it.
/// </summary>
/// <param name="Name">Of the posted value, and of its errors.</param>
/// <param name="Label">In the member's language.</param>
public sealed record Field(string Name, string Label, string? Value = null)
{
    /// <summary>As in HTML, or "textarea", "select", "checks", "tree" for a category of the tree, or "place" for one that is named.</summary>
    public string Type { get; init; } = "text";
    public string? Hint { get; init; }
    public bool IsRequired { get; init; }

    /// <summary>One of several of which any will do: it is not said that it may be left blank.</summary>
    public bool IsOneOfSeveral { get; init; }
    public bool IsShort { get; init; }

    /// <summary>Characters. The browser cuts nothing off: a longer text is refused in words, by the store, and before by `field-length`.</summary>
    public int? MaxLength { get; init; }
    public int Rows { get; init; } = 6;
    public string? Autocomplete { get; init; }
    public string? InputMode { get; init; }

    /// <summary>The language of what is typed, where it is not the page's.</summary>
    public string? Language { get; init; }

    /// <summary>For a select one of these is chosen, for checks several: value, text, whether it is chosen, and for a check what it means.</summary>
    public IReadOnlyList<FieldOption> Options { get; init; } = [];
}

public sealed record FieldOption(string Value, string Text, bool IsChosen = false, string? Hint = null);
