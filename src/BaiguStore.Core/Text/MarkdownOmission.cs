namespace BaiguStore.Core.Text;

/// <summary>Why something that was written is not shown.</summary>
public enum OmissionReason
{
    /// <summary>Pictures come from this store only.</summary>
    ForeignPicture = 0,

    /// <summary>A link that is neither http, https, mailto, tel nor within this store.</summary>
    ForbiddenLink = 1,

    /// <summary>A footnote to which nothing in the text refers.</summary>
    FootnoteWithoutMark = 2,

    /// <summary>A mark whose footnote is not there: readers see its brackets.</summary>
    MarkWithoutFootnote = 3,
}

/// <summary>Something that its writer sees in the Markdown and readers do not see on the page.</summary>
/// <param name="What">As it was written: an address, or a footnote's mark.</param>
public sealed record MarkdownOmission(OmissionReason Reason, string What);
