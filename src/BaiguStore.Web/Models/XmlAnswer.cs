using System.Xml.Linq;
using BaiguStore.Core.Text;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Models;

/// <summary>An XML response. Characters that XML forbids are dropped, so that one stored long ago does not make the whole document invalid.</summary>
public static class XmlAnswer
{
    public static ContentResult Of(XElement root, string contentType)
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
                attribute.Value = PlainText.WithoutForbidden(attribute.Value);
            foreach (var text in element.Nodes().OfType<XText>())
                text.Value = PlainText.WithoutForbidden(text.Value);
        }
        return new() { Content = $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString(SaveOptions.DisableFormatting)}", ContentType = contentType };
    }
}
