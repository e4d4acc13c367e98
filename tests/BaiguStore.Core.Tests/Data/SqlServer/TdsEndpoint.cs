using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.SqlClient;

namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>
/// A fake server for SQL Server's protocol (MS-TDS 7.4, without encryption), sufficient for the real client to log in, to use transactions and to
/// send statements. It has no database: the test supplies the response to each login and statement.
/// </summary>
internal sealed class TdsEndpoint : IAsyncDisposable
{
    private const byte Batch = 1, Rpc = 3, Reply = 4, Attention = 6, TransactionRequest = 14, Login = 16, PreLogin = 18;
    private const int HeaderBytes = 8, PacketBytes = 4_096;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<TdsStatement> _statements = [];
    private readonly ConcurrentDictionary<Task, byte> _sessions = [];
    private readonly Func<string, TdsAnswer> _onLogin, _onStatement;
    private readonly Task _listening;

    /// <param name="onLogin">The response to a login to this database; Done accepts it.</param>
    /// <param name="onStatement">The response to a statement.</param>
    public TdsEndpoint(Func<string, TdsAnswer> onLogin, Func<string, TdsAnswer> onStatement)
    {
        (_onLogin, _onStatement) = (onLogin, onStatement);
        _listener.Start();
        _listening = ListenAsync();
    }

    /// <summary>All statements in order, over all connections.</summary>
    public IReadOnlyList<TdsStatement> Sent => [.. _statements];

    public IReadOnlyList<string> Statements => [.. _statements.Select(s => s.Text)];

    /// <summary>Each endpoint has its own connection pool, because its port is unique.</summary>
    public string Connection(string database = "BaiguStore", int commandTimeout = 30) => new SqlConnectionStringBuilder
    {
        DataSource = $"127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port}",
        InitialCatalog = database,
        UserID = "baigu",
        Password = "secret",
        Encrypt = SqlConnectionEncryptOption.Optional,
        CommandTimeout = commandTimeout,
        ConnectRetryCount = 0, // the client would retry after ten seconds
    }.ToString();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_listening, .. _sessions.Keys]);
        _over.Dispose();
    }

    /// <summary>State of a connection: the number of its last transaction.</summary>
    private sealed class Session
    {
        public ulong Transaction { get; set; }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                _sessions.TryAdd(ServeAsync(client), 0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var (stream, session) = (client.GetStream(), new Session());
        try
        {
            while (await ReadAsync(stream) is var (kind, message))
                if (!await AnswerAsync(stream, session, kind, message))
                    break;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has disconnected, or the test has ended.
        }
    }

    /// <summary>False if the connection must be closed.</summary>
    private async Task<bool> AnswerAsync(NetworkStream stream, Session session, byte kind, byte[] message)
    {
        if (kind == PreLogin)
        {
            await WriteAsync(stream, PreLoginAnswer);
            return true;
        }
        if (kind == Attention)
        {
            await WriteAsync(stream, new TdsTokens().GivenUp().ToArray());
            return true;
        }
        if (kind == TransactionRequest)
        {
            await WriteAsync(stream, BeginOrEnd(session, TdsRequest.OfTransaction(message)));
            return true;
        }
        var answer = kind == Login ? _onLogin(DatabaseIn(message)) : Ask(kind == Rpc ? TdsRequest.OfCall(message) : TdsRequest.OfBatch(message));
        if (answer is TdsAnswer.Nothing nothing)
            return !nothing.Ends;
        var isLogin = kind == Login && answer is TdsAnswer.Executed;
        await WriteAsync(stream, (isLogin ? new TdsTokens().LoggedIn() : new TdsTokens().Answer(answer)).ToArray());
        return true;
    }

    private TdsAnswer Ask(TdsRequest request)
    {
        _statements.Enqueue(request.Statement);
        return _onStatement(request.Statement.Text);
    }

    /// <summary>Version 16, encryption not supported, no multiple result sets.</summary>
    private static byte[] PreLoginAnswer { get; } =
    [
        0, 0, 16, 0, 6, // version: offset, length
        1, 0, 22, 0, 1, // encryption
        4, 0, 23, 0, 1, // multiple active result sets
        0xFF,
        16, 0, 0, 0, 0, 0,
        2,
        0,
    ];

    private byte[] BeginOrEnd(Session session, TdsRequest request)
    {
        _statements.Enqueue(request.Statement);
        return request.Statement.Text switch
        {
            TdsRequest.Commit => new TdsTokens().Transaction(9, session.Transaction).ToArray(),
            TdsRequest.Rollback => new TdsTokens().Transaction(10, session.Transaction).ToArray(),
            TdsRequest.Save => new TdsTokens().Answer(TdsAnswer.Done).ToArray(),
            _ => new TdsTokens().Transaction(8, ++session.Transaction).ToArray(),
        };
    }

    /// <summary>Login7: the database is the ninth of its strings, each given by offset and length in characters.</summary>
    private static string DatabaseIn(byte[] login)
    {
        const int place = 68;
        var at = BinaryPrimitives.ReadUInt16LittleEndian(login.AsSpan(place));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(login.AsSpan(place + 2));
        return Encoding.Unicode.GetString(login, at, length * 2);
    }

    /// <summary>One message of one or more packets; null if the client has disconnected.</summary>
    private async Task<(byte Kind, byte[] Message)?> ReadAsync(NetworkStream stream)
    {
        var header = new byte[HeaderBytes];
        using var message = new MemoryStream();
        do
        {
            if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, _over.Token) < HeaderBytes)
                return null;
            var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderBytes];
            await stream.ReadExactlyAsync(body, _over.Token);
            message.Write(body);
        }
        while ((header[1] & 1) == 0);
        return (header[0], message.ToArray());
    }

    private async Task WriteAsync(NetworkStream stream, byte[] message)
    {
        byte number = 0;
        foreach (var part in message.Chunk(PacketBytes - HeaderBytes))
        {
            var isLast = (number + 1) * (PacketBytes - HeaderBytes) >= message.Length;
            byte[] header = [Reply, (byte)(isLast ? 1 : 0), 0, 0, 0, 0, ++number, 0];
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(part.Length + HeaderBytes));
            await stream.WriteAsync((byte[])[.. header, .. part], _over.Token);
        }
    }
}
