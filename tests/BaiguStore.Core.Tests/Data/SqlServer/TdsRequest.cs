using System.Buffers.Binary;
using System.Text;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>A statement and its parameter declarations, as passed to sp_executesql.</summary>
internal sealed record TdsStatement(string Text, string Declarations = "")
{
    public override string ToString() => Text;
}

/// <summary>Parses a request message of the client.</summary>
internal sealed class TdsRequest
{
    public const string Commit = "COMMIT", Rollback = "ROLLBACK", Save = "SAVE TRANSACTION", BeginSnapshot = "BEGIN TRANSACTION, SNAPSHOT";

    private const byte SnapshotLevel = 5;

    private readonly byte[] _message;
    private int _at;

    /// <summary>All messages begin with headers that contain their own length.</summary>
    private TdsRequest(byte[] message) => (_message, _at) = (message, (int)BinaryPrimitives.ReadUInt32LittleEndian(message));

    public TdsStatement Statement { get; private init; } = new("");

    public static TdsRequest OfBatch(byte[] message)
    {
        var request = new TdsRequest(message);
        return new(message) { Statement = new(Encoding.Unicode.GetString(message.AsSpan(request._at))) };
    }

    /// <summary>The first two parameters of sp_executesql; for other procedures the bytes as text.</summary>
    public static TdsRequest OfCall(byte[] message)
    {
        const int byNumber = 0xFFFF, executeSql = 10;
        var request = new TdsRequest(message);
        if (request.Take(2) != byNumber || request.Take(2) != executeSql)
            return OfBatch(message);
        request._at += 2; // options
        return new(message) { Statement = new(request.TakeText(), request._at < message.Length ? request.TakeText() : "") };
    }

    public static TdsRequest OfTransaction(byte[] message)
    {
        var request = new TdsRequest(message);
        var text = request.Take(2) switch
        {
            5 => request.Take(1) == SnapshotLevel ? BeginSnapshot : "BEGIN TRANSACTION",
            7 => Commit,
            8 => Rollback,
            _ => Save,
        };
        return new(message) { Statement = new(text) };
    }

    /// <summary>An nvarchar parameter; ntext if it has more than 4,000 characters.</summary>
    private string TakeText()
    {
        const int inChunks = 0xFFFF, nText = 0x63;
        var name = (int)Take(1);
        _at += (name * 2) + 1; // name and status
        if (Take(1) == nText)
        {
            _at += 4 + 5; // maximum length, collation
            return TakeCharacters((int)Take(4));
        }
        var isLong = Take(2) == inChunks;
        _at += 5; // collation
        if (!isLong)
            return TakeCharacters((int)Take(2));
        _at += 8; // total length of all chunks
        var text = new StringBuilder();
        while (Take(4) is > 0 and var bytes)
            text.Append(TakeCharacters((int)bytes));
        return text.ToString();
    }

    private string TakeCharacters(int bytes)
    {
        _at += bytes;
        return Encoding.Unicode.GetString(_message, _at - bytes, bytes);
    }

    private uint Take(int bytes)
    {
        var value = 0u;
        for (var i = 0; i < bytes; i++)
            value |= (uint)_message[_at++] << (8 * i);
        return value;
    }
}
