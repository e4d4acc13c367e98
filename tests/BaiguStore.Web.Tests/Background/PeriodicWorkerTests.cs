using BaiguStore.Web.Background;

namespace BaiguStore.Web.Tests.Background;

public sealed class PeriodicWorkerTests
{
    [Fact]
    public async Task A_turn_that_fails_is_reported_and_the_next_one_tries_again()
    {
        using var worker = new Worker(turn => turn switch
        {
            1 => throw new InvalidOperationException("the database is away"),
            2 => throw new TimeoutException("too slow"),
            3 => throw new OperationCanceledException("somebody else's"),
            _ => Task.CompletedTask,
        });
        await worker.StartAsync(TestContext.Current.CancellationToken);

        await worker.Reached(5);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["the database is away", "too slow", "somebody else's"], worker.Failures);
    }

    [Fact]
    public async Task The_first_turn_waits_until_it_is_due()
    {
        var due = new TaskCompletionSource();
        using var worker = new Worker(_ => Task.CompletedTask, due.Task);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        var before = worker.Turns;

        due.SetResult();
        await worker.Reached(1);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, before);
    }

    [Fact]
    public async Task The_end_of_the_process_ends_a_turn_and_is_no_failure()
    {
        using var worker = new Worker(async (_, cancel) => await Task.Delay(Timeout.Infinite, cancel));
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await worker.Reached(1);

        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, worker.Turns);
        Assert.Empty(worker.Failures);
        Assert.True(worker.ExecuteTask!.IsCanceled);
    }

    private sealed class Worker(Func<int, CancellationToken, Task> turn, Task? due = null) : PeriodicWorker
    {
        private int _turns;

        public Worker(Func<int, Task> turn, Task? due = null) : this((n, _) => turn(n), due)
        {
        }

        public int Turns => Volatile.Read(ref _turns);

        public List<string> Failures { get; } = [];

        public async Task Reached(int turns)
        {
            while (Turns < turns)
                await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => RepeatAsync(
            async cancel => { await (due ?? Task.CompletedTask).WaitAsync(cancel); await Task.Delay(1, cancel); },
            cancel => turn(Interlocked.Increment(ref _turns), cancel), Failures.Add, stoppingToken);
    }
}
