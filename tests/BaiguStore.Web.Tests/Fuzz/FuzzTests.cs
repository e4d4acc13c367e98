using System.Diagnostics;
using System.Globalization;
using System.Net;
using BaiguStore.Core.Staff;
using BaiguStore.Web.Tests.Comments;
using BaiguStore.Web.Tests.Staff;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BaiguStore.Web.Tests.Fuzz;

/// <summary>
/// Generated requests for every route of the running store, signed in and not. None may end in a server error or take long. `tests/fuzz.sh` runs this
/// longer and with other seeds.
/// </summary>
public sealed class FuzzTests
{
    private const string SecondsKey = "BAIGU_FUZZ_SECONDS", SeedKey = "BAIGU_FUZZ_SEED", OneKey = "BAIGU_FUZZ_ONE";
    private const int UsualSeconds = 60, UsualSeed = 20_261_130, Workers = 2, Repeats = 3, MostShown = 20;

    /// <summary>Limit for a response on its own; a slow request is repeated alone, because the machine may be busy.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly Lock _noting = new();
    private readonly List<string> _wrong = [];
    private readonly List<FuzzRequest> _slow = [];
    private int _sent, _members;

    [Fact]
    public async Task No_request_ends_in_an_error_of_the_server_and_none_takes_long()
    {
        await using var app = await StoreApp.WithPageAsync(new SaidAddress(), ("Comments:MinSeconds", "0"));
        var store = app.ListenOnPort();
        await FillAsync(app, store);
        var (seconds, seed) = (Number(SecondsKey, UsualSeconds), Number(SeedKey, UsualSeed));
        var maker = new RequestMaker(app.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>(), seed);
        var end = Stopwatch.StartNew();

        if (Environment.GetEnvironmentVariable(OneKey) is { Length: > 0 } one)
            await WorkAsync(app, store, maker, [int.Parse(one, CultureInfo.InvariantCulture)]);
        else
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(app, store, maker, NumbersUntil(worker, () => end.Elapsed.TotalSeconds > seconds)), Cancel)));
        await RepeatSlowAsync(app, store);

        var errors = await UnhandledAsync(app);
        TestContext.Current.SendDiagnosticMessage($"{_sent} requests with seed {seed}");
        Assert.True(_wrong.Count + errors.Count == 0, $"seed {seed}, {_sent} requests, {_wrong.Count} wrong, {errors.Count} errors in the log\n{string.Join('\n', _wrong.Take(MostShown))}\n{string.Join('\n', errors.Take(MostShown))}");
        Assert.True(_sent > 0);
    }

    /// <summary>Unhandled exceptions in the log, each with its origin.</summary>
    private static async Task<List<string>> UnhandledAsync(StoreApp app)
    {
        const int with = 7;
        var lines = (await app.LogAsync()).Split('\n');
        return [.. lines.Index().Where(line => line.Item.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase) || line.Item.Contains("[FTL]", StringComparison.Ordinal))
            .Select(line => string.Join('\n', lines.Skip(line.Index + 1).Take(with))).CountBy(where => where).Select(where => $"{where.Value} times: {where.Key}")];
    }

    private static IEnumerable<int> NumbersUntil(int worker, Func<bool> isOver)
    {
        for (var number = worker; !isOver(); number += Workers)
            yield return number;
    }

    private async Task WorkAsync(StoreApp app, Uri store, RequestMaker maker, IEnumerable<int> numbers)
    {
        using var visitor = NewClient();
        var (member, token) = await SignInAsync(app, store);
        foreach (var request in numbers.Select(maker.Make))
        {
            var (elapsed, isOut) = await SendAsync(request, store, request.IsStaff ? member : visitor, token);
            if (elapsed > Longest)
                lock (_noting)
                    _slow.Add(request);
            if (request.IsStaff && isOut)
            {
                member.Dispose();
                (member, token) = await SignInAsync(app, store); // it has signed itself out, or removed its own role
            }
        }
        member.Dispose();
    }

    private async Task RepeatSlowAsync(StoreApp app, Uri store)
    {
        using var visitor = NewClient();
        var (member, token) = await SignInAsync(app, store);
        foreach (var request in _slow.Take(MostShown).ToList())
        {
            var best = TimeSpan.MaxValue;
            for (var n = 0; n < Repeats && best > Longest; n++)
                best = (await SendAsync(request, store, request.IsStaff ? member : visitor, token)).Elapsed is var elapsed && elapsed < best ? elapsed : best;
            if (best > Longest)
                _wrong.Add($"{best.TotalSeconds:0.0} s: {request}");
        }
        member.Dispose();
    }

    private async Task<(TimeSpan Elapsed, bool IsOut)> SendAsync(FuzzRequest request, Uri store, HttpClient client, string token)
    {
        Interlocked.Increment(ref _sent);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var message = request.Message(store, request.IsStaff ? token : null);
            using var answer = await client.SendAsync(message, Cancel);
            if ((int)answer.StatusCode >= 500 && !(answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null))
                Note($"{(int)answer.StatusCode}: {request}");
            return (Stopwatch.GetElapsedTime(start), answer.Headers.Location?.OriginalString.Contains("/account/signin", StringComparison.Ordinal) == true || answer.StatusCode == HttpStatusCode.Forbidden);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !Cancel.IsCancellationRequested)
        {
            // The client itself refuses some requests; and a server that has responded need not read the rest of a body.
            if (e.InnerException is not FormatException && (request.Body is null || e is OperationCanceledException))
                Note($"{e.Message}: {request}");
            return (Stopwatch.GetElapsedTime(start), false);
        }
    }

    private void Note(string wrong)
    {
        lock (_noting)
            _wrong.Add(wrong);
    }

    private async Task<(HttpClient Member, string Token)> SignInAsync(StoreApp app, Uri store)
    {
        var number = Interlocked.Increment(ref _members);
        var email = $"fuzz-{number}@baigu.example";
        await app.AddStaffAsync(email, StaffRoles.Administrator);
        var member = NewClient(store);
        member.DefaultRequestHeaders.Add(SaidAddress.Header, $"192.0.{number >> 8 & 255}.{number & 255}");
        using var answer = await member.SignInAsync(email);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await member.PageAsync("/account/password");
        member.DefaultRequestHeaders.Remove(SaidAddress.Header);
        return (member, page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
    }

    private static HttpClient NewClient(Uri? store = null) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = store is not null }) { BaseAddress = store, Timeout = TimeSpan.FromSeconds(60) };

    private static async Task FillAsync(StoreApp app, Uri store)
    {
        for (var n = 1; n <= 12; n++)
            await app.AddProductAsync(n % 2 == 0 ? "h3c-switch" : "huawei-switch", $"LS-{n}", p => p.ListPriceFen = n % 3 == 0 ? null : 100_000 * n);
        await app.IndexAsync();
        using var visitor = NewClient(store);
        for (var n = 0; n < 3; n++)
            await visitor.PostAsync(app, Reader.Article, $"评论 {n}");
    }

    private static int Number(string key, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(key), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
