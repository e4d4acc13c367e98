using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Text;
using BaiguStore.Web.Controllers;
using BaiguStore.Web.Forms;
using Microsoft.Extensions.Localization;

namespace BaiguStore.Web.Inquiries;

/// <summary>What a visitor typed beside the rows of the list, as it was typed: it comes back like this when something is wrong with it.</summary>
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

    /// <summary>A list from elsewhere, to be added to the rows.</summary>
    public string? Paste { get; init; }

    /// <summary>The same as a file.</summary>
    public IFormFile? Upload { get; init; }

    /// <summary>When and for which page the form was made, sealed.</summary>
    public string? Stamp { get; init; }

    /// <summary>A field that people do not see. What fills it in is not a person.</summary>
    public string? Website { get; init; }

    /// <summary>"1" where the browser says that this is the list it keeps; empty where somebody else's was opened, or nothing is kept.</summary>
    public string? Own { get; init; }

    public bool IsOwn => Own == "1";

    /// <summary>Whether anything was typed that an address does not hold.</summary>
    public bool HasContact => new[] { Name, Company, Phone, Email, Message }.Any(text => !string.IsNullOrWhiteSpace(text));

    public bool HasMore => !string.IsNullOrWhiteSpace(Paste) || Upload is { Length: > 0 };

    /// <summary>The rows of a posted form, without those that were taken out: by their box, by a quantity of none, or by leaving them blank.</summary>
    public static IReadOnlyList<TypedRow> RowsOf(IFormCollection fields)
    {
        var (items, quantities, picks) = (fields[InquiriesController.Item], fields[InquiriesController.Quantity], fields[InquiriesController.Pick]);
        var numbers = fields[InquiriesController.ItemNumber];
        var removed = fields[InquiriesController.Removed].ToHashSet();
        return [.. items.Select((item, n) => (Row: RowOf(item ?? "", n), Number: n))
            .Where(r => r.Row.Quantity != "0" && !removed.Contains(r.Number.ToString(CultureInfo.InvariantCulture)) && !string.IsNullOrWhiteSpace(r.Row.Asked)).Select(r => r.Row)];

        // A quantity that was emptied is asked for again; where no quantities are sent at all, each is one.
        TypedRow RowOf(string item, int n) => new(item, At(quantities, n), picks.Count == items.Count ? At(picks, n) : "")
        {
            ItemNumber = numbers.Count == items.Count ? At(numbers, n) : "",
            IsUnclear = n < quantities.Count && string.IsNullOrWhiteSpace(quantities[n]),
        };

        static string At(Microsoft.Extensions.Primitives.StringValues values, int n) => n < values.Count ? values[n]?.Trim() ?? "" : "";
    }

    /// <summary>All that is wrong at once; attributes would keep back what stands here until they are content.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var text = validationContext.GetRequiredService<IStringLocalizer<Ui>>();
        (string Field, string? Typed, int Max)[] texts =
            [(nameof(Name), Name, Inquiry.MaxNameLength), (nameof(Company), Company, Inquiry.MaxCompanyLength), (nameof(Message), Message, Inquiry.MaxMessageLength)];
        foreach (var (field, typed, max) in texts)
            if (typed is not null && !PlainText.IsWellFormed(typed))
                yield return new(text["内容里有无法识别的字符，请改正后再提交。"], [field]);
            else if (PlainText.Paragraphs(typed).Length > max) // normalised, a few letters become two
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
