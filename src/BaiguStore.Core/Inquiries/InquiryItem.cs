namespace BaiguStore.Core.Inquiries;

/// <summary>A part number and how many of it a buyer asks for.</summary>
public sealed record InquiryItem(string Sku, int Quantity = 1)
{
    public const int MaxQuantity = 9_999;

    /// <summary>As an address has it: `S5735*3`. One piece needs no number, unless the part number itself ends like one.</summary>
    public override string ToString() => Quantity == 1 && Split(Sku).Sku == Sku ? Sku : FormattableString.Invariant($"{Sku}*{Quantity}");

    /// <summary>The reverse. Only digits behind the last star are a quantity; a part number may hold anything.</summary>
    internal static (string Sku, string Quantity) Split(string text)
    {
        var star = text.LastIndexOf('*');
        return star < 0 || star == text.Length - 1 || text.AsSpan(star + 1).ContainsAnyExceptInRange('0', '9')
            ? (text, "1")
            : (text[..star], text[(star + 1)..]);
    }
}
