using BaiguStore.Core.Staff;

namespace BaiguStore.Core.Tests.Staff;

public sealed class TotpTests
{
    /// <summary>"12345678901234567890" in base 32: the key of RFC 6238's examples.</summary>
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// <summary>RFC 6238, appendix B, SHA-1; the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code)
    {
        var now = DateTime.UnixEpoch.AddSeconds(seconds);

        Assert.Equal(code, Totp.CodeOf(Key, Totp.StepOf(now)));
        Assert.Equal(Totp.StepOf(now), Totp.Accept(Key, code, now, 0));
        Assert.Equal(Totp.StepOf(now), Totp.Accept(Key, $" {code[..3]} {code[3..]} ", now, 0));
    }

    /// <summary>As typed with a Chinese input method, and as pasted.</summary>
    [Theory]
    [InlineData("２８７０８２")]
    [InlineData("２８７　０８２")]
    [InlineData("287-082")]
    [InlineData("\u200B287082\u200B")]
    [InlineData("\u0662\u0668\u0667\u0660\u0668\u0662")]
    public void A_code_is_read_in_any_width_and_grouping(string typed) =>
        Assert.Equal(1, Totp.Accept(Key, typed, DateTime.UnixEpoch.AddSeconds(59), 0));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_half_a_minute_off_and_no_more(int seconds, bool accepted)
    {
        var code = Totp.CodeOf(Key, Totp.StepOf(TestStore.Now));

        Assert.Equal(accepted, Totp.Accept(Key, code, TestStore.Now.AddSeconds(seconds), 0) is not null);
    }

    [Fact]
    public void A_code_and_older_ones_are_not_accepted_again()
    {
        var step = Totp.StepOf(TestStore.Now);

        Assert.Null(Totp.Accept(Key, Totp.CodeOf(Key, step), TestStore.Now, step));
        Assert.Null(Totp.Accept(Key, Totp.CodeOf(Key, step - 1), TestStore.Now, step));
        Assert.Equal(step + 1, Totp.Accept(Key, Totp.CodeOf(Key, step + 1), TestStore.Now, step));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5_760, true)]
    public void A_code_that_was_used_further_ahead_than_clocks_differ_was_used_before_the_clock_was_set_back(int stepsAhead, bool accepted)
    {
        var step = Totp.StepOf(TestStore.Now);

        Assert.Equal(accepted, Totp.Accept(Key, Totp.CodeOf(Key, step), TestStore.Now, step + stepsAhead) == step);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("28708a")]
    [InlineData("２８７０８３")]
    public void What_is_not_six_digits_is_no_code(string? code) => Assert.Null(Totp.Accept(Key, code, DateTime.UnixEpoch.AddSeconds(59), 0));

    [Fact]
    public void The_address_of_the_QR_code_names_key_issuer_and_account() => Assert.Equal(
        $"otpauth://totp/%E7%99%BE%E8%B0%B7%E5%90%8E%E5%8F%B0:owner%2Bshop%40example.com?secret={Key}&issuer=%E7%99%BE%E8%B0%B7%E5%90%8E%E5%8F%B0",
        Totp.Uri(Key, "百谷后台", "owner+shop@example.com"));

    [Fact]
    public void Keys_are_long_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => Totp.NewKey()).ToList();

        Assert.Distinct(keys);
        Assert.All(keys, k => Assert.Matches("^[A-Z2-7]{32}$", k));
    }
}
