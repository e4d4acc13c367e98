namespace BaiguStore.Web.Tests.Background;

/// <summary>
/// A store shows its own saves at once. Not parallel to other tests, which use the same cores and threads. That another process's saves are visible
/// within a second is tested by <see cref="Nodes.TwoNodesTests"/>.
/// </summary>
[CollectionDefinition(Alone, DisableParallelization = true)]
[Collection(Alone)]
public sealed class PromptnessTests
{
    public const string Alone = "alone";

    /// <summary>Half the average delay of the next poll, if the save were not signalled.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_store_saves_itself_is_on_its_kept_pages_and_found_before_its_next_look()
    {
        const string Page = "/c/huawei";
        await using var app = await StoreApp.WithPageAsync();
        using var visitor = app.Visitor();
        await Patience.UntilAsync(async () => await FoundAsync("SOON") is not null);

        await Promptness.WithinAsync(
            AtOnce,
            TimeSpan.Zero,
            async n =>
            {
                await Patience.UntilAsync(IsKeptAsync);
                await app.ReadAsync(async db =>
                {
                    await db.PutAsync("huawei-switch", $"SOON-{n}", null, DateTime.UnixEpoch);
                    return await db.SaveChangesAsync(Cancel);
                });
            },
            async n => (await visitor.PageAsync(Page)).Text("h1") == $"华为 ({n + 1})",
            async n => await FoundAsync($"SOON-{n}") is { } found && found.Contains($"\"SOON-{n}\"", StringComparison.Ordinal));

        async Task<bool> IsKeptAsync()
        {
            using var answer = await visitor.AnswerAsync(Page);
            return answer.Headers.Age is not null;
        }

        async Task<string?> FoundAsync(string sku)
        {
            using var answer = await visitor.AnswerAsync($"/api/v1/search?q={sku}");
            return answer.IsSuccessStatusCode ? await answer.TextAsync() : null;
        }
    }
}
