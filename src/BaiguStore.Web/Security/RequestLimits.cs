using BaiguStore.Core.Comments;
using Microsoft.AspNetCore.Http.Features;

namespace BaiguStore.Web.Security;

/// <summary>How much a request may bring, and how often an address may post.</summary>
public static class RequestLimits
{
    /// <summary>What is written into the database; and what is only read, but costs more than a page.</summary>
    public const string Posting = "posting", Listing = "listing";

    /// <summary>How many lists may be read for each post that is let in.</summary>
    public const int ListsPerPost = 5;

    /// <summary>Bytes. The longest comment is 4,000 characters, 12,000 bytes of UTF-8, three times that when percent-encoded.</summary>
    public const int MaxBody = 128 * 1024;

    /// <summary>Bytes that the server takes in of each connection before anybody reads them. By default it is a megabyte: 300 MB for 300 bodies that nobody reads.</summary>
    public const int MaxReadAhead = 128 * 1024;

    /// <summary>Bytes: an inquiry of 500 lines with all that is written in them, and a spreadsheet.</summary>
    public const int MaxInquiry = 3 * 1024 * 1024;

    /// <summary>Five fields a row, the pasted list, and the form's own. A paste may be as long as the request: the page says how much of it was read.</summary>
    public static readonly FormOptions InquiryForms = new() { ValueCountLimit = 3_072, KeyLengthLimit = 256, ValueLengthLimit = MaxInquiry, MultipartBodyLengthLimit = MaxInquiry };

    /// <summary>Bytes, for staff who are signed in: the longest text that is rendered (200,000 characters of Chinese, percent-encoded), and some.</summary>
    public const int MaxStaffBody = 2 * 1024 * 1024;

    /// <summary>Bytes, for staff who may change the catalogue and send files: a product's pictures, a few of them of the heaviest kind.</summary>
    public const int MaxUpload = 100 * 1024 * 1024;

    /// <summary>The answer to an inquiry of 500 lines, and the longest text.</summary>
    public static readonly FormOptions StaffForms = new() { ValueCountLimit = 2_048, KeyLengthLimit = 256, ValueLengthLimit = MaxStaffBody, MultipartBodyLengthLimit = MaxUpload };

    /// <summary>What counts as one sender.</summary>
    public static string SenderOf(HttpContext context) => SenderNetwork.Of(context.Connection.RemoteIpAddress?.ToString());
}
