using System.Text;
using BaiguStore.Cli;
using BaiguStore.Core.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BaiguStore.Core.Tests.Cli;

/// <summary>
/// Runs the command line in the test process, because a process of its own takes most of a second to start. Each run has its own input and output,
/// although the process has only one console: tests run in parallel.
/// </summary>
internal static class BaiguInProcess
{
    private static readonly AsyncLocal<Terminal?> Current = new();

    static BaiguInProcess()
    {
        Console.SetOut(new FlowingWriter(Console.Out, terminal => terminal.Output));
        Console.SetError(new FlowingWriter(Console.Error, terminal => terminal.Error));
        Console.SetIn(new FlowingReader(Console.In));
        AnsiConsole.Console = new FlowingConsole(AnsiConsole.Console);
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(DirectoryInfo folder, string arguments, string input)
    {
        var terminal = Current.Value = new(input);
        try
        {
            var code = await Baigu.RunAsync(["--root", folder.FullName, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            return (code, terminal.Output.ToString(), terminal.Error.ToString());
        }
        finally
        {
            Current.Value = null;
            await using var pool = new SqliteConnection(SqliteStoreDb.ConnectionString(Path.Combine(folder.FullName, "App_Data", "store.db")));
            SqliteConnection.ClearPool(pool);
        }
    }

    /// <summary>Input and output of one run. Not a terminal: eighty columns, no colors.</summary>
    private sealed class Terminal
    {
        public Terminal(string input)
        {
            Input = new(input);
            Console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(Output) });
            Console.Profile.Width = 80;
        }

        public StringReader Input { get; }
        public StringWriter Output { get; } = new();
        public StringWriter Error { get; } = new();
        public IAnsiConsole Console { get; }
    }

    private sealed class FlowingWriter(TextWriter usual, Func<Terminal, TextWriter> own) : TextWriter
    {
        public override Encoding Encoding => usual.Encoding;

        private TextWriter Writer => Current.Value is { } terminal ? own(terminal) : usual;

        public override void Write(char value) => Writer.Write(value);
        public override void Write(string? value) => Writer.Write(value);
        public override void Write(char[] buffer, int index, int count) => Writer.Write(buffer, index, count);
        public override void Flush() => Writer.Flush();
    }

    private sealed class FlowingReader(TextReader usual) : TextReader
    {
        private TextReader Reader => Current.Value?.Input ?? usual;

        public override int Peek() => Reader.Peek();
        public override int Read() => Reader.Read();
        public override string? ReadLine() => Reader.ReadLine();
    }

    private sealed class FlowingConsole(IAnsiConsole usual) : IAnsiConsole
    {
        private IAnsiConsole Inner => Current.Value?.Console ?? usual;

        public Profile Profile => Inner.Profile;
        public IAnsiConsoleCursor Cursor => Inner.Cursor;
        public IAnsiConsoleInput Input => Inner.Input;
        public IExclusivityMode ExclusivityMode => Inner.ExclusivityMode;
        public RenderPipeline Pipeline => Inner.Pipeline;

        public void Clear(bool home) => Inner.Clear(home);
        public void Write(IRenderable renderable) => Inner.Write(renderable);
        public void WriteAnsi(Action<AnsiWriter> action) => Inner.WriteAnsi(action);
    }
}
