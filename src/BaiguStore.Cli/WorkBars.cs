using BaiguStore.Core.Seeding;
using Spectre.Console;

namespace BaiguStore.Cli;

/// <summary>Progress bars, one per operation; plain lines if the output is not a terminal.</summary>
internal static class WorkBars
{
    public static Task RunAsync(Func<IProgress<WorkProgress>, Task> work) => RunAsync(async progress =>
    {
        await work(progress);
        return true;
    });

    public static Task<T> RunAsync<T>(Func<IProgress<WorkProgress>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(context => work(new Bars(context)));

    private sealed class Bars(ProgressContext context) : IProgress<WorkProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(WorkProgress value)
        {
            if (!_tasks.TryGetValue(value.Work, out var task))
                _tasks[value.Work] = task = context.AddTask(value.Work, maxValue: Math.Max(1, value.Total));
            task.Value = value.Total == 0 ? 1 : value.Done;
        }
    }
}
