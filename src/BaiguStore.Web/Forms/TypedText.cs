using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Text;

namespace BaiguStore.Web.Forms;

// Derived from the framework's attributes, because it localizes only their messages.

/// <summary>Requires visible text after the store's normalization. For all required text fields.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class RequiredTextAttribute : RequiredAttribute
{
    public override bool IsValid(object? value) => value is string text && !VisibleText.IsEmpty(text);
}

/// <summary>
/// Maximum length after normalization: invisible characters do not count, but characters that normalization expands do, otherwise the column could be
/// too short.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TextLengthAttribute(int max) : StringLengthAttribute(max)
{
    public override bool IsValid(object? value) => value is not string text || PlainText.Paragraphs(text).Length <= MaximumLength;
}
