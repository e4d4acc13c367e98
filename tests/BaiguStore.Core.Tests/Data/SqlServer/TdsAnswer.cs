namespace BaiguStore.Core.Tests.Data.SqlServer;

/// <summary>A response of <see cref="TdsEndpoint"/> to a login or a statement.</summary>
internal abstract record TdsAnswer
{
    private const byte UserError = 14;

    /// <summary>The statement was executed and has no rows.</summary>
    public static TdsAnswer Done { get; } = new Executed();

    /// <summary>Closes the connection without a response.</summary>
    public static TdsAnswer Dropped { get; } = new Nothing(Ends: true);

    /// <summary>No response, until the client times out.</summary>
    public static TdsAnswer Silence { get; } = new Nothing(Ends: false);

    public static TdsAnswer Error(int number, string message = "Refused.") => new Refused(number, UserError, message);

    /// <summary>Rows of texts and integers; a column has the type of its first value.</summary>
    public static TdsAnswer Rows(string[] columns, params object?[][] rows) => new Table(columns, rows);

    /// <summary>One row of one column.</summary>
    public static TdsAnswer Value(object? value) => Rows(["Value"], [value]);

    /// <summary>The responses to the statements of one batch.</summary>
    public static TdsAnswer Several(IReadOnlyList<TdsAnswer> answers) => answers is [var only] ? only : new Batch(answers);

    public sealed record Batch(IReadOnlyList<TdsAnswer> Answers) : TdsAnswer;

    public sealed record Executed : TdsAnswer;

    public sealed record Nothing(bool Ends) : TdsAnswer;

    public sealed record Refused(int Number, byte Class, string Message) : TdsAnswer;

    public sealed record Table(string[] Columns, object?[][] Cells) : TdsAnswer;
}
