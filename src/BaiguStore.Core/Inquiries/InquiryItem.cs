namespace BaiguStore.Core.Inquiries;

/// <summary>A part number and the requested quantity.</summary>
public sealed record InquiryItem(string Sku, int Quantity = 1)
{
    public const int MaxQuantity = 9_999;

    /// <summary>Form in a URL: `S5735*3`. Quantity 1 is omitted, unless the part number itself ends in such a suffix.</summary>
    public override string ToString() => Quantity == 1 && Split(Sku).Sku == Sku ? Sku : FormattableString.Invariant($"{Sku}*{Quantity}");

    /// <summary>Inverse of ToString. Only digits after the last star are a quantity; a part number may contain anything.</summary>
    internal static (string Sku, string Quantity) Split(string text)
    {
        var star = text.LastIndexOf('*');
        return star < 0 || star == text.Length - 1 || text.AsSpan(star + 1).ContainsAnyExceptInRange('0', '9')
            ? (text, "1")
            : (text[..star], text[(star + 1)..]);
    }
}
