using BaiguStore.Core.Staff;

namespace BaiguStore.Core.Tests.Staff;

public sealed class StaffPasswordTests
{
    [Theory]
    [InlineData("correct horse battery", PasswordFault.None)]
    [InlineData("我每天骑车去上班从不迟到", PasswordFault.None)]
    [InlineData("aB3$aB3$aB", PasswordFault.None)]
    [InlineData("nine char", PasswordFault.TooShort)]
    [InlineData("", PasswordFault.TooShort)]
    [InlineData(null, PasswordFault.TooShort)]
    [InlineData("1234567890", PasswordFault.TooCommon)]
    [InlineData("PassWord123", PasswordFault.TooCommon)]
    [InlineData("aaaaaaaaaaaaaaaa", PasswordFault.TooCommon)]
    [InlineData("abcdefghijkl", PasswordFault.TooCommon)]
    [InlineData("9876543210", PasswordFault.TooCommon)]
    [InlineData("Somebody.Long@baigu.example", PasswordFault.OwnName)]
    [InlineData("somebody.long", PasswordFault.OwnName)]
    [InlineData(" Somebody Long Name ", PasswordFault.OwnName)]
    public void A_password_is_long_and_not_what_everybody_tries_first(string? password, PasswordFault fault) =>
        Assert.Equal(fault, StaffPassword.Check(password, "somebody.long@baigu.example", "somebody long name"));

    [Fact]
    public void A_password_of_a_thousand_characters_is_refused() => Assert.Equal(PasswordFault.TooLong, StaffPassword.Check(new string('x', 999) + "y", "a@b.cn", "a"));
}
