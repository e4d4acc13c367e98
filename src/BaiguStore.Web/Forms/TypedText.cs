using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Text;

namespace BaiguStore.Web.Forms;

// Heirs of the framework's attributes: it translates the messages of these alone.

/// <summary>A text of which a person sees something: what is left of it when the store keeps it. For all that a form requires as text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class RequiredTextAttribute : RequiredAttribute
{
    public override bool IsValid(object? value) => value is string text && !VisibleText.IsEmpty(text);
}

/// <summary>
/// At most so many characters when the store keeps it: invisible ones do not count, and those that normalising makes two of do, or the column would
/// be too short.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TextLengthAttribute(int max) : StringLengthAttribute(max)
{
    public override bool IsValid(object? value) => value is not string text || PlainText.Paragraphs(text).Length <= MaximumLength;
}
