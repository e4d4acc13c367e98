using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Comments;
using BaiguStore.Core.Inquiries;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Comments;
using BaiguStore.Web.Forms;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Form fields with one item per line.</summary>
internal static class TypedLines
{
    public static List<string> Items(string? lines) => [.. (lines ?? "").Split('\n').Select(PlainText.Line).Where(l => l.Length > 0)];

    public static string Of(IEnumerable<string> items) => string.Join('\n', items);
}

// Derived from the framework's attributes, because it localizes only their messages.

/// <summary>A valid e-mail address, or empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailToAttribute() : RegularExpressionAttribute(".*")
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || ContactCheck.Email(text) is not null;
}

/// <summary>An http or https URL, or empty. It is used for links, so other schemes are refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WebPageAttribute() : RegularExpressionAttribute(".*")
{
    public override bool IsValid(object? value) =>
        value is not string { Length: > 0 } text || (Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp));
}

/// <summary>Digits within a range, or empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeNumberAttribute(int min, int max) : RangeAttribute(min, max)
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= (int)Minimum && number <= (int)Maximum);
}

/// <summary>Company facts for the footer and the company's pages.</summary>
public sealed record CompanyForm : IEditorForm
{
    private const string TooLong = "最多 {1} 个字符。";

    [RequiredText(ErrorMessage = "请填写名称。"), TextLength(Company.MaxNameLength, ErrorMessage = TooLong)]
    public string? Name { get; init; }

    [TextLength(Company.MaxMottoLength, ErrorMessage = TooLong)]
    public string? Motto { get; init; }

    [TextLength(Company.MaxAddressLength, ErrorMessage = TooLong)]
    public string? Address { get; init; }

    [TextLength(Company.MaxPhoneLength, ErrorMessage = TooLong)]
    public string? Phone { get; init; }

    [TextLength(Company.MaxEmailLength, ErrorMessage = TooLong), MailTo(ErrorMessage = "邮箱地址不对。")]
    public string? Email { get; init; }

    [TextLength(Company.MaxMapUrlLength, ErrorMessage = TooLong), WebPage(ErrorMessage = "请填写以 https:// 开头的网址。")]
    public string? MapUrl { get; init; }

    [TextLength(Company.MaxIcpNumberLength, ErrorMessage = TooLong)]
    public string? IcpNumber { get; init; }

    [RequiredText(ErrorMessage = "请填写成立年份。"), WholeNumber(1900, 2100, ErrorMessage = "须为 {1} 到 {2} 的整数。")]
    public string? Since { get; init; }

    [TextLength(2_000, ErrorMessage = TooLong)]
    public string? Honours { get; init; }

    [TextLength(2_000, ErrorMessage = TooLong)]
    public string? Cities { get; init; }
    public int Version { get; init; }

    public static CompanyForm Of(Company company) => new()
    {
        Name = company.Name, Motto = company.Motto, Address = company.Address, Phone = company.Phone, Email = company.Email, MapUrl = company.MapUrl, IcpNumber = company.IcpNumber,
        Since = company.Since.ToString(CultureInfo.InvariantCulture), Honours = TypedLines.Of(company.Honours), Cities = TypedLines.Of(company.Cities), Version = company.Version,
    };

    public IEnumerable<TypedField> Typed() =>
    [
        new(nameof(Name), Name), new(nameof(Motto), Motto), new(nameof(Address), Address), new(nameof(Phone), Phone), new(nameof(Email), Email), new(nameof(MapUrl), MapUrl),
        new(nameof(IcpNumber), IcpNumber), new(nameof(Since), Since), new(nameof(Honours), Honours), new(nameof(Cities), Cities),
    ];

    public void WriteTo(Company company)
    {
        (company.Name, company.Motto, company.Address) = (PlainText.Line(Name), PlainText.Line(Motto), PlainText.Line(Address));
        (company.Phone, company.Email, company.MapUrl, company.IcpNumber) = (PlainText.Line(Phone), ContactCheck.Email(Email) ?? "", PlainText.Line(MapUrl), PlainText.Line(IcpNumber));
        (company.Since, company.Honours, company.Cities) = (int.Parse(Since!, CultureInfo.InvariantCulture), TypedLines.Items(Honours), TypedLines.Items(Cities));
    }
}

/// <summary>The form of a salesperson.</summary>
public sealed record SalespersonForm : IEditorForm
{
    private const string TooLong = "最多 {1} 个字符。";

    [RequiredText(ErrorMessage = "请填写姓名。"), TextLength(Salesperson.MaxNameLength, ErrorMessage = TooLong)]
    public string? Name { get; init; }

    [TextLength(Salesperson.MaxPhoneLength, ErrorMessage = TooLong)]
    public string? Phone { get; init; }

    [TextLength(Salesperson.MaxEmailLength, ErrorMessage = TooLong), MailTo(ErrorMessage = "邮箱地址不对。")]
    public string? Email { get; init; }
    public int Version { get; init; }

    public static SalespersonForm Of(Salesperson person) => new() { Name = person.Name, Phone = person.Phone, Email = person.Email, Version = person.Version };

    public IEnumerable<TypedField> Typed() => [new(nameof(Name), Name), new(nameof(Phone), Phone), new(nameof(Email), Email)];

    public void WriteTo(Salesperson person) => (person.Name, person.Phone, person.Email) = (PlainText.Line(Name), OrNull(Phone), ContactCheck.Email(Email));

    private static string? OrNull(string? text) => PlainText.Line(text) is { Length: > 0 } line ? line : null;
}

/// <summary>The form of a vendor with aliases.</summary>
public sealed record VendorForm : IEditorForm
{
    private const string TooLong = "最多 {1} 个字符。";

    /// <summary>Editable for a new vendor only, because seeds and imports rely on it.</summary>
    [TextLength(Vendor.MaxNameLength, ErrorMessage = TooLong), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*", ErrorMessage = "请用小写字母、数字和连字符。")]
    public string? Code { get; init; }

    [RequiredText(ErrorMessage = "请填写名称。"), TextLength(Vendor.MaxNameLength, ErrorMessage = TooLong)]
    public string? Name { get; init; }

    [TextLength(1_000, ErrorMessage = TooLong)]
    public string? Aliases { get; init; }
    public int Version { get; init; }

    public static VendorForm Of(Vendor vendor) => new() { Code = vendor.Code, Name = vendor.Name, Aliases = TypedLines.Of(vendor.Aliases), Version = vendor.Version };

    public IEnumerable<TypedField> Typed() => [new(nameof(Name), Name), new(nameof(Aliases), Aliases)];

    public void WriteTo(Vendor vendor) => (vendor.Name, vendor.Aliases) = (PlainText.Line(Name), TypedLines.Items(Aliases));
}

/// <summary>The form of comment settings; empty means the configured value.</summary>
public sealed record CommentRulesForm : IEditorForm
{
    private const string OutOfRange = "须为 {1} 到 {2} 的整数。";

    /// <summary>"1" or "0".</summary>
    [WholeNumber(0, 1, ErrorMessage = OutOfRange)]
    public string? PublishAtOnce { get; init; }

    [WholeNumber(1, CommentRules.MaxPerMinute, ErrorMessage = OutOfRange)]
    public string? PerMinute { get; init; }

    [WholeNumber(0, CommentRules.MaxMinSeconds, ErrorMessage = OutOfRange)]
    public string? MinSeconds { get; init; }

    [WholeNumber(1, CommentRules.MaxMaxHours, ErrorMessage = OutOfRange)]
    public string? MaxHours { get; init; }
    public int Version { get; init; }

    public static CommentRulesForm Of(CommentRules rules) => new()
    {
        PublishAtOnce = rules.PublishAtOnce is { } flag ? flag ? "1" : "0" : null, PerMinute = Text(rules.PerMinute), MinSeconds = Text(rules.MinSeconds), MaxHours = Text(rules.MaxHours), Version = rules.Version,
    };

    public IEnumerable<TypedField> Typed() =>
        [new(nameof(PublishAtOnce), PublishAtOnce), new(nameof(PerMinute), PerMinute), new(nameof(MinSeconds), MinSeconds), new(nameof(MaxHours), MaxHours)];

    public void WriteTo(CommentRules rules) => (rules.PublishAtOnce, rules.PerMinute, rules.MinSeconds, rules.MaxHours) =
        (Number(PublishAtOnce) is { } flag ? flag == 1 : null, Number(PerMinute), Number(MinSeconds), Number(MaxHours));

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string? text) => string.IsNullOrWhiteSpace(text) ? null : int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>An editor in the settings.</summary>
/// <param name="Id">Null for a new one.</param>
public sealed record SettingsEditor<TForm>(TForm Form, int? Id = null);

/// <summary>`/admin/settings/comments`.</summary>
/// <param name="Configured">Defaults from the configuration.</param>
public sealed record CommentRulesEditor(CommentRulesForm Form, CommentSettings Configured);

/// <summary>`/admin/settings/salespeople/{id}/edit`.</summary>
/// <param name="Lines">The product lines of this person, in tree order.</param>
public sealed record SalespersonEditor(SalespersonForm Form, IReadOnlyList<OwnedLine> Lines, int? Id = null);

/// <summary>`/admin/settings`.</summary>
public sealed record SettingsPage(Company Company, IReadOnlyList<Salesperson> Salespeople, ILookup<int, OwnedLine> LinesOf, IReadOnlyList<VendorRow> Vendors, CommentSettings Comments);

/// <summary>A vendor with its number of categories.</summary>
public sealed record VendorRow(int Id, string Code, string Name, IReadOnlyList<string> Aliases, int Lines);

/// <summary>A product line with its owner.</summary>
public sealed record OwnedLine(int OwnerId, string Name, string Slug, string? Parent);
