using BaiguStore.Core.Data;
using BaiguStore.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Core.Tests.Staff;

public sealed class SignInThrottleTests
{
    private const string Account = "wang@baigu.example", Here = "192.0.2.1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task The_sixth_try_waits_until_the_first_of_the_five_is_a_quarter_of_an_hour_old(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        for (var n = 0; n < SignInThrottle.PairLimit; n++)
        {
            Assert.Null(await TryAsync(store));
            store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(TimeSpan.FromMinutes(10), await TryAsync(store));
        Assert.Equal(TimeSpan.FromMinutes(10), await TryAsync(store, email: " WANG@baigu.example")); // asking again does not prolong the wait
        Assert.Null(await TryAsync(store, address: "192.0.2.2"));
        Assert.Null(await TryAsync(store, email: "li@baigu.example"));
        store.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await TryAsync(store));
    }

    [Theory, EveryDatabase]
    public async Task Many_at_once_do_not_pass_as_one(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        var waits = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => TryAsync(store), Cancel)));

        Assert.InRange(waits.Count(w => w is null), 0, SignInThrottle.PairLimit);
    }

    [Theory, EveryDatabase]
    public async Task A_known_browser_is_counted_for_itself(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        for (var n = 0; n < SignInThrottle.AccountLimit; n++)
            await TryAsync(store, address: $"203.0.113.{n}");

        Assert.NotNull(await TryAsync(store, address: "198.51.100.1"));
        for (var n = 0; n < SignInThrottle.PairLimit; n++)
            Assert.Null(await TryAsync(store, browser: "mark"));
        Assert.NotNull(await TryAsync(store, browser: "mark"));
        Assert.Null(await TryAsync(store, browser: "another"));
    }

    [Theory, EveryDatabase]
    public async Task Who_gets_in_begins_anew_and_what_is_a_day_old_is_forgotten(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await TryAsync(store, email: "li@baigu.example");
        store.Clock.Advance(TimeSpan.FromHours(25));
        for (var n = 0; n < SignInThrottle.PairLimit; n++)
            await TryAsync(store);
        await TryAsync(store, address: "192.0.2.2");

        await WithAsync(store, async throttle =>
        {
            await throttle.WelcomeAsync(Account, Here, null, Cancel);
            return true;
        });

        Assert.Null(await TryAsync(store));
        await using var db = store.Open();
        Assert.Equal(["192.0.2.1", "192.0.2.2"], await db.SignInTries.Select(t => t.Source).OrderBy(s => s).ToListAsync(Cancel));
    }

    [Theory, EveryDatabase]
    public async Task Tries_that_lie_in_the_future_are_over(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        for (var n = 0; n < SignInThrottle.PairLimit; n++)
            await TryAsync(store);
        Assert.NotNull(await TryAsync(store));

        store.Clock.AdjustTime(TestStore.Now.AddDays(-2)); // the clock was set back
        for (var n = 0; n < SignInThrottle.PairLimit; n++)
            Assert.Null(await TryAsync(store));

        Assert.Equal(SignInThrottle.Window, await TryAsync(store));
    }

    [Theory, EveryDatabase]
    public async Task A_challenge_for_a_passkey_is_answered_once_and_an_address_has_its_limit(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);

        Assert.Equal(new PasskeyAttempt(null, true), await AnswerAsync("one"));
        Assert.Equal(new PasskeyAttempt(null, false), await AnswerAsync("one"));
        Assert.Equal(new PasskeyAttempt(null, false), await AnswerAsync("one", "192.0.2.2"));
        Assert.Equal(new PasskeyAttempt(null, false), await AnswerAsync(null));
        for (var n = 3; n < SignInThrottle.SourceLimit; n++)
        {
            Assert.Equal(new PasskeyAttempt(null, true), await AnswerAsync($"right {n}"));
            await WithAsync(store, async throttle =>
            {
                await throttle.WelcomePasskeyAsync($"right {n}", Here, Cancel);
                return true;
            });
            Assert.False((await AnswerAsync($"right {n}")).IsFirst); // even if the answer was correct
        }
        Assert.Equal(SignInThrottle.Window, (await AnswerAsync("another")).Wait);
        Assert.Null(await TryAsync(store)); // passwords are counted separately
        Assert.Equal(new PasskeyAttempt(null, true), await AnswerAsync("another", "192.0.2.2")); // a challenge that was refused without verification is not used up

        Task<PasskeyAttempt> AnswerAsync(string? challenge, string address = Here) => WithAsync(store, throttle => throttle.TryPasskeyAsync(challenge, address, Cancel));
    }

    [Fact]
    public async Task Whose_account_was_tried_is_not_to_be_read_in_the_table()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await TryAsync(store);

        await using var db = store.Open();
        Assert.Matches("^[0-9a-f]{64}$", (await db.SignInTries.SingleAsync(Cancel)).Account);
    }

    private static Task<TimeSpan?> TryAsync(TestStore store, string email = Account, string address = Here, string? browser = null) =>
        WithAsync(store, throttle => throttle.RefusesAsync(email, address, browser, Cancel));

    private static async Task<T> WithAsync<T>(TestStore store, Func<SignInThrottle, Task<T>> work)
    {
        await using var scope = store.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<SignInThrottle>());
    }
}
