using System.Buffers.Binary;
using System.Text;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>Writes response tokens (MS-TDS 2.2.7) into a message.</summary>
internal sealed class TdsTokens
{
    private const byte ColMetadata = 0x81, ErrorToken = 0xAA, LoginAck = 0xAD, RowToken = 0xD1, EnvChange = 0xE3, DoneToken = 0xFD;
    private const byte CollationChange = 7, NVarChar = 0xE7, IntN = 0x26, BitN = 0x68;
    private const ushort DoneMore = 0x0001, DoneError = 0x0002, DoneCount = 0x0010, DoneAttention = 0x0020, SelectCommand = 0xC1;

    /// <summary>Latin1_General_CI_AS, the default of servers.</summary>
    private static readonly byte[] Collation = [0x09, 0x04, 0xD0, 0x00, 0x34];

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Login accepted: the server's collation, without which the client sends no parameters, TDS 7.4, and a server name.</summary>
    public TdsTokens LoggedIn()
    {
        var collation = new TdsTokens();
        collation._bytes.AddRange([CollationChange, (byte)Collation.Length, .. Collation, 0]);
        Token(EnvChange, collation);
        var body = new TdsTokens();
        body._bytes.Add(1); // T-SQL
        body._bytes.AddRange([0x74, 0x00, 0x00, 0x04]);
        body.ShortText("Tests");
        body._bytes.AddRange([16, 0, 0, 0]);
        return Token(LoginAck, body).Done(0);
    }

    public TdsTokens Answer(TdsAnswer answer) => answer switch
    {
        TdsAnswer.Batch batch => batch.Answers.Aggregate(this, (tokens, one) => tokens.Answer(one, DoneMore)).Done(0),
        _ => Answer(answer, 0),
    };

    private TdsTokens Answer(TdsAnswer answer, ushort status) => answer switch
    {
        TdsAnswer.Refused error => Error(error).Done((ushort)(DoneError | status)),
        TdsAnswer.Table table => Table(table).Done((ushort)(DoneCount | status), table.Cells.Length),
        _ => Done(status),
    };

    /// <summary>A transaction began (8), was committed (9) or rolled back (10).</summary>
    public TdsTokens Transaction(byte change, ulong id)
    {
        var body = new TdsTokens();
        body._bytes.Add(change);
        var began = change == 8;
        if (!began)
            body._bytes.Add(0);
        body._bytes.Add(8);
        body.Number(id, 8);
        if (began)
            body._bytes.Add(0);
        return Token(EnvChange, body).Done(0);
    }

    /// <summary>Acknowledges the client's attention signal (cancellation).</summary>
    public TdsTokens GivenUp() => Done(DoneAttention);

    private TdsTokens Error(TdsAnswer.Refused error)
    {
        var body = new TdsTokens();
        body.Number((uint)error.Number, 4);
        body._bytes.Add(1); // state
        body._bytes.Add(error.Class);
        body.Number((ulong)error.Message.Length, 2);
        body._bytes.AddRange(Encoding.Unicode.GetBytes(error.Message));
        body.ShortText("tests");
        body.ShortText("");
        body.Number(1, 4); // line
        return Token(ErrorToken, body);
    }

    private TdsTokens Table(TdsAnswer.Table table)
    {
        var samples = table.Columns.Select((_, i) => table.Cells.Select(row => row[i]).FirstOrDefault(v => v is not null)).ToArray();
        _bytes.Add(ColMetadata);
        Number((ulong)samples.Length, 2);
        foreach (var (sample, name) in samples.Zip(table.Columns))
        {
            Number(0, 4); // user type
            Number(1, 2); // nullable
            if (sample is string)
            {
                _bytes.Add(NVarChar);
                Number(8_000, 2);
                _bytes.AddRange(Collation);
            }
            else
                _bytes.AddRange([sample is bool ? BitN : IntN, SizeOf(sample)]);
            ShortText(name);
        }
        foreach (var row in table.Cells)
        {
            _bytes.Add(RowToken);
            foreach (var (value, sample) in row.Zip(samples))
                Cell(value, sample);
        }
        return this;
    }

    private void Cell(object? value, object? sample)
    {
        if (sample is string)
        {
            var text = value is null ? null : Encoding.Unicode.GetBytes((string)value);
            Number((ulong)(text?.Length ?? 0xFFFF), 2);
            _bytes.AddRange(text ?? []);
            return;
        }
        var size = value is null ? (byte)0 : SizeOf(sample);
        _bytes.Add(size);
        Number((ulong)Convert.ToInt64(value, null), size);
    }

    private static byte SizeOf(object? sample) => sample switch { bool or byte => 1, long => 8, _ => 4 };

    private TdsTokens Done(ushort status, int rows = 0)
    {
        _bytes.Add(DoneToken);
        Number(status, 2);
        Number(SelectCommand, 2);
        Number((ulong)rows, 8);
        return this;
    }

    private TdsTokens Token(byte token, TdsTokens body)
    {
        _bytes.Add(token);
        Number((ulong)body._bytes.Count, 2);
        _bytes.AddRange(body._bytes);
        return this;
    }

    private void ShortText(string text)
    {
        _bytes.Add((byte)text.Length);
        _bytes.AddRange(Encoding.Unicode.GetBytes(text));
    }

    private void Number(ulong value, int bytes)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        _bytes.AddRange(all[..bytes]);
    }
}
