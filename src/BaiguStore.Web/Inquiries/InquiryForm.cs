using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Text;
using BaiguStore.Web.Forms;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>The form's values as typed, without the rows of the list; the form shows them again if there are errors.</summary>
public sealed record InquiryForm : IValidatableObject
{
    public string? Name { get; init; }
    public string? Company { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? Message
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    /// <summary>A pasted list, to be added to the rows.</summary>
    public string? Paste { get; init; }

    /// <summary>A list as a file, to be added to the rows.</summary>
    public IFormFile? Upload { get; init; }

    /// <summary>Time and page for which the form was rendered, sealed.</summary>
    public string? Stamp { get; init; }

    /// <summary>Honeypot: invisible to people, filled in by bots.</summary>
    public string? Website { get; init; }

    /// <summary>"1" if this is the list stored in the browser; empty if it is somebody else's, or none is stored.</summary>
    public string? Own { get; init; }

    public bool IsOwn => Own == "1";

    /// <summary>Whether there is input that a URL does not contain.</summary>
    public bool HasContact => new[] { Name, Company, Phone, Email, Message }.Any(text => !string.IsNullOrWhiteSpace(text));

    public bool HasMore => !string.IsNullOrWhiteSpace(Paste) || Upload is { Length: > 0 };

    /// <summary>The rows of a posted form without removed ones: by the checkbox, by quantity 0, or by clearing them.</summary>
    public static IReadOnlyList<TypedRow> RowsOf(IFormCollection fields)
    {
        var (items, quantities, picks) = (fields[InquiryKeys.Item], fields[InquiryKeys.Quantity], fields[InquiryKeys.Pick]);
        var numbers = fields[InquiryKeys.ItemNumber];
        var removed = fields[InquiryKeys.Removed].ToHashSet();
        return [.. items.Select((item, n) => (Row: RowOf(item ?? "", n), Number: n))
            .Where(r => r.Row.Quantity != "0" && !removed.Contains(r.Number.ToString(CultureInfo.InvariantCulture)) && !string.IsNullOrWhiteSpace(r.Row.Asked)).Select(r => r.Row)];

        // A cleared quantity is asked for again; without any quantities each is one.
        TypedRow RowOf(string item, int n) => new(item, At(quantities, n), picks.Count == items.Count ? At(picks, n) : "")
        {
            ItemNumber = numbers.Count == items.Count ? At(numbers, n) : "",
            IsUnclear = n < quantities.Count && string.IsNullOrWhiteSpace(quantities[n]),
        };

        static string At(Microsoft.Extensions.Primitives.StringValues values, int n) => n < values.Count ? values[n]?.Trim() ?? "" : "";
    }

    /// <summary>Reports all errors at once; with attributes these would be checked only after the attributes pass.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var text = validationContext.GetRequiredService<IStringLocalizer<Ui>>();
        (string Field, string? Typed, int Max)[] texts =
            [(nameof(Name), Name, Inquiry.MaxNameLength), (nameof(Company), Company, Inquiry.MaxCompanyLength), (nameof(Message), Message, Inquiry.MaxMessageLength)];
        foreach (var (field, typed, max) in texts)
            if (typed is not null && !PlainText.IsWellFormed(typed))
                yield return new(text["内容里有无法识别的字符，请改正后再提交。"], [field]);
            else if (PlainText.Paragraphs(typed).Length > max) // normalization turns some characters into two
                yield return new(text["最多 {0} 个字符。", max], [field]);
        if (PlainText.Line(Name).Length == 0)
            yield return new(text["请填写称呼，方便我们联系您。"], [nameof(Name)]);
        if (string.IsNullOrWhiteSpace(Phone) && string.IsNullOrWhiteSpace(Email))
            yield return new(text["请填写电话或邮箱，至少一项。"], [nameof(Phone)]);
        if (!string.IsNullOrWhiteSpace(Phone) && ContactCheck.Phone(Phone) is null)
            yield return new(text["电话号码不对。手机号是 11 位数字，座机请带区号，例如 0531-88888888。"], [nameof(Phone)]);
        if (!string.IsNullOrWhiteSpace(Email) && ContactCheck.Email(Email) is null)
            yield return new(text["邮箱地址不对。"], [nameof(Email)]);
    }
}

/// <summary>
/// Keys of an inquiry's query and form: items; the quantity of each, the part number that was chosen for each, the number that the buyer's list gives
/// each, and the rows to take out.
/// </summary>
public static class InquiryKeys
{
    public const string Item = "item", Quantity = "n", Pick = "pick", ItemNumber = "no", Removed = "remove";
}
