using System.ComponentModel.DataAnnotations;
using System.Reflection;
using BaiguStore.Web.Forms;

namespace BaiguStore.Web.Tests.Guards;

/// <summary>A required text must have visible characters, and its length is measured after normalization.</summary>
public sealed class RequiredTextTests
{
    [Fact]
    public void No_form_takes_spaces_and_invisible_characters_for_a_required_text() => Assert.Equal([], Careless(typeof(RequiredTextAttribute).Assembly.GetTypes()));

    [Fact]
    public void One_that_does_would_be_found() =>
        Assert.Equal(["CarelessForm.Name", "CarelessRecord.Code"], Careless([typeof(CarelessForm), typeof(CarelessRecord)]));

    /// <summary>On properties, and on record parameters that have the attributes.</summary>
    private static IEnumerable<string> Careless(IEnumerable<Type> types) =>
        from type in types
        from text in type.GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => (p.Name, Of: (ICustomAttributeProvider)p))
            .Concat(type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.ParameterType == typeof(string)).Select(p => (Name: p.Name!, Of: (ICustomAttributeProvider)p)))
        where text.Of.GetCustomAttributes(typeof(RequiredAttribute), inherit: true).Any(a => a is not RequiredTextAttribute)
        select $"{type.Name}.{text.Name}";

    private sealed record CarelessForm
    {
        [Required]
        public string? Name { get; init; }

        [RequiredText]
        public string? Title { get; init; }

        [Required]
        public int? Id { get; init; }
    }

    private sealed record CarelessRecord([Required] string? Code);
}
