using System.Text;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace BaiguStore.Web.Rendering;

/// <summary>Creates the writers for view results: all our pages are UTF-8.</summary>
internal sealed class PageWriters : IHttpResponseStreamWriterFactory
{
    public TextWriter CreateWriter(Stream stream, Encoding encoding) =>
        encoding.CodePage == Encoding.UTF8.CodePage ? new PageWriter(stream) : throw new NotSupportedException($"Pages are UTF-8, not {encoding.WebName}.");
}
