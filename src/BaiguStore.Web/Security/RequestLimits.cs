using BaiguStore.Core.Comments;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Security;

/// <summary>Limits for request sizes, and rate limits for posts.</summary>
public static class RequestLimits
{
    /// <summary>Policies: for writes to the database; and for reads that cost more than a page.</summary>
    public const string Posting = "posting", Listing = "listing";

    /// <summary>Ratio of reads to posts.</summary>
    public const int ListsPerPost = 5;

    /// <summary>Bytes. The longest comment is 4,000 characters, 12,000 bytes of UTF-8, three times that percent-encoded.</summary>
    public const int MaxBody = 128 * 1024;

    /// <summary>
    /// Bytes that the server buffers per connection before the body is read. The default is a megabyte: 300 MB for 300 unread bodies.
    /// </summary>
    public const int MaxReadAhead = 128 * 1024;

    /// <summary>Bytes: an inquiry of 500 complete lines, and a spreadsheet.</summary>
    public const int MaxInquiry = 3 * 1024 * 1024;

    /// <summary>
    /// Five fields per row, the pasted list, and the form's own fields. Pasted text may be as long as the request: the page says how much of it was
    /// read.
    /// </summary>
    public static readonly FormOptions InquiryForms = new() { ValueCountLimit = 3_072, KeyLengthLimit = 256, ValueLengthLimit = MaxInquiry, MultipartBodyLengthLimit = MaxInquiry };

    /// <summary>Bytes, for signed-in staff: the longest text that is rendered (200,000 Chinese characters, percent-encoded), plus a margin.</summary>
    public const int MaxStaffBody = 2 * 1024 * 1024;

    /// <summary>Bytes, for staff who may edit the catalogue and upload files: several pictures of the maximum size.</summary>
    public const int MaxUpload = 100 * 1024 * 1024;

    /// <summary>The answer to an inquiry of 500 lines, and the longest text.</summary>
    public static readonly FormOptions StaffForms = new() { ValueCountLimit = 2_048, KeyLengthLimit = 256, ValueLengthLimit = MaxStaffBody, MultipartBodyLengthLimit = MaxUpload };

    /// <summary>The key that identifies one sender.</summary>
    public static string SenderOf(HttpContext context) => SenderNetwork.Of(context.Connection.RemoteIpAddress?.ToString());
}
