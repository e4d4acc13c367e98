namespace BaiguStore.Core.Text;

/// <summary>Why a part of the Markdown is not shown.</summary>
public enum OmissionReason
{
    /// <summary>An image from another host: only images of this store are allowed.</summary>
    ForeignPicture = 0,

    /// <summary>A link that is neither http, https, mailto, tel nor within this store.</summary>
    ForbiddenLink = 1,

    /// <summary>A footnote that nothing in the text references.</summary>
    FootnoteWithoutMark = 2,

    /// <summary>A reference to a missing footnote: readers see its brackets.</summary>
    MarkWithoutFootnote = 3,
}

/// <summary>Something in the Markdown source that readers do not see on the page.</summary>
/// <param name="What">The source text: a URL, or a footnote's label.</param>
public sealed record MarkdownOmission(OmissionReason Reason, string What);
