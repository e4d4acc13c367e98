using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;

namespace BaiguStore.Core.Inquiries;

public enum InquiryState
{
    New = 0,
    Working = 1,
    Answered = 2,
    Won = 3,
    Lost = 4,
}

/// <summary>The lines of an inquiry that one salesperson answers for; those of lines without an owner are a part without a person, which all of Sales sees.</summary>
public sealed class InquiryPart : IVersioned
{
    public const int MaxAnswerLength = 4_000;

    public int Id { get; private set; }
    public int InquiryId { get; private set; }
    public Inquiry? Inquiry { get; private set; }
    public int? SalespersonId { get; private set; }
    public Salesperson? Salesperson { get; private set; }

    /// <summary>Who had it last, as they were called then; empty for nobody.</summary>
    public string SalespersonName { get; private set; } = "";
    public InquiryState State { get; private set; }
    public string Answer { get; private set; } = "";

    /// <summary>The last day on which the prices hold, in China; null while nothing was answered.</summary>
    public DateOnly? ValidUntil { get; private set; }
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>When anything of it, or of its lines, was last changed: so a change of a line alone raises the version too.</summary>
    public required DateTime UpdatedAt { get; set; }
    public int Version { get; private set; }
    public List<InquiryLine> Lines { get; } = [];
    public List<InquiryStep> Steps { get; } = [];

    public void GiveTo(Salesperson? person)
    {
        (SalespersonId, Salesperson, SalespersonName) = (person?.Id, person, person?.Name ?? "");
    }
}

/// <summary>Something asked for, how many of it, and what it was answered.</summary>
public sealed class InquiryLine
{
    /// <summary>Characters of what was asked for: a part number, or a few words where nobody knows it.</summary>
    public const int MaxAskedLength = 200;
    public const int MaxRemarkLength = 200;

    public int Id { get; private set; }
    public int PartId { get; private set; }
    public InquiryPart? Part { get; private set; }

    /// <summary>Its place in the whole inquiry, from 1 on.</summary>
    public required int Position { get; init; }

    /// <summary>As it was typed.</summary>
    public required string Asked { get; init; }
    public required int Quantity { get; init; }

    /// <summary>The product that was meant; null where the catalogue did not know it, or it was deleted since.</summary>
    public int? ProductId { get; init; }
    public Product? Product { get; private set; }

    /// <summary>Of the product, as they stood when it was asked for; empty where there is none.</summary>
    public string Sku { get; init; } = "";
    public string Name { get; init; } = "";
    public long? ListPriceFen { get; init; }

    /// <summary>What one piece is offered for; null while it is not, and for what cannot be had.</summary>
    public long? UnitPriceFen { get; private set; }
    public string Remark { get; private set; } = "";

    public long? SubtotalFen => UnitPriceFen * Quantity;
}

/// <summary>What somebody did with a part of an inquiry. Rows are added and never changed: an answer that is given anew leaves the earlier one here.</summary>
public sealed class InquiryStep
{
    public long Id { get; private set; }
    public int PartId { get; private set; }
    public InquiryPart? Part { get; private set; }
    public required DateTime At { get; init; }
    public required InquiryState State { get; init; }
    public int? StaffId { get; init; }

    /// <summary>Who, as they were called then.</summary>
    public required string Name { get; init; }

    /// <summary>Whom the part was given to, where it was.</summary>
    public string GivenTo { get; init; } = "";

    /// <summary>What the buyer was told, as text; empty where nothing was.</summary>
    public string Told { get; init; } = "";
}
