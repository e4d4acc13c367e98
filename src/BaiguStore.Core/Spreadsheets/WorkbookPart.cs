using System.Text;
using System.Xml;

namespace BaiguStore.Core.Spreadsheets;

/// <summary>Walks through one part of a workbook. Names are compared without their namespace: the format has two, and they hold the same.</summary>
internal sealed class WorkbookPart(Stream bytes) : IDisposable
{
    private readonly XmlReader _xml = BoundedXml.Open(bytes);
    private readonly StringBuilder _text = new();
    private readonly char[] _chunk = new char[1_024];

    public int Depth => _xml.Depth;

    public bool IsEmpty => _xml.IsEmptyElement;

    /// <summary>Of the element that it stands on.</summary>
    public string Name => _xml.LocalName;

    public string? this[string attribute] => _xml.GetAttribute(attribute);

    public int? Number(string attribute) => int.TryParse(_xml.GetAttribute(attribute), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsSet(string attribute) => _xml.GetAttribute(attribute) is "1" or "true";

    /// <summary>Goes to the next element, whatever its name.</summary>
    public bool Next()
    {
        while (Read())
            if (_xml.NodeType == XmlNodeType.Element)
                return true;
        return false;
    }

    public bool Next(string name)
    {
        while (Next())
            if (Name == name)
                return true;
        return false;
    }

    /// <summary>Goes to the next element within the one at this depth; false at its end.</summary>
    public bool NextWithin(int depth)
    {
        while (Read() && Depth > depth)
            if (_xml.NodeType == XmlNodeType.Element)
                return true;
        return false;
    }

    /// <summary>The attribute that has a namespace: the link of a sheet is `r:id`, whatever the prefix.</summary>
    public string? Linked(string name)
    {
        string? value = null;
        for (var has = _xml.MoveToFirstAttribute(); has; has = _xml.MoveToNextAttribute())
            if (_xml.LocalName == name && _xml.Prefix.Length > 0)
                value = _xml.Value;
        _xml.MoveToElement();
        return value;
    }

    /// <summary>The texts within an element, put together; not those that say how it is pronounced. Null for more than <paramref name="most"/> characters.</summary>
    public string? Text(int most)
    {
        _text.Clear();
        var fits = true;
        if (!IsEmpty)
            for (var depth = Depth; NextWithin(depth);)
                if (Name == "rPh")
                    Skip();
                else if (Name == "t")
                    fits &= Gather(most);
        return fits ? EscapedLetter.Decode(_text.ToString()).Trim() : null;
    }

    /// <summary>What stands in an element that holds nothing but text; null for more than <paramref name="most"/> characters.</summary>
    public string? Raw(int most)
    {
        _text.Clear();
        return Gather(most) ? _text.ToString() : null;
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>Ends on the element's end.</summary>
    private bool Gather(int most)
    {
        if (IsEmpty)
            return true;
        var fits = true;
        for (var depth = Depth; Read() && Depth > depth;)
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                while (fits && _xml.ReadValueChunk(_chunk, 0, _chunk.Length) is > 0 and var count)
                    fits = _text.Append(_chunk, 0, count).Length <= most;
        return fits;
    }

    /// <summary>To the element's end, where <see cref="XmlReader.Skip"/> would go one further.</summary>
    private void Skip()
    {
        if (!IsEmpty)
            for (var depth = Depth; Read() && Depth > depth;)
            {
            }
    }

    private bool Read()
    {
        var has = _xml.Read();
        TableFaultException.ThrowIf(_xml.Depth > BoundedXml.MaxDepth, TableFault.TooLarge);
        return has;
    }
}
