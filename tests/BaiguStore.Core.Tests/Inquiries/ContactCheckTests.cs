using BaiguStore.Core.Inquiries;

namespace BaiguStore.Core.Tests.Inquiries;

public sealed class ContactCheckTests
{
    [Theory]
    [InlineData("13812345678", "13812345678")]
    [InlineData("138 1234 5678", "13812345678")]
    [InlineData("138-1234-5678", "13812345678")]
    [InlineData("+86 138 1234 5678", "13812345678")]
    [InlineData("+8619912345678", "19912345678")]
    [InlineData("\uFF11\uFF13\uFF18\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18", "13812345678")]
    [InlineData("0531-88888888", "0531-88888888")]
    [InlineData("0531 8888 8888", "0531-88888888")]
    [InlineData("(0531)88888888", "0531-88888888")]
    [InlineData("053188888888", "0531-88888888")]
    [InlineData("+86 531 88888888", "0531-88888888")]
    [InlineData("010-62345678", "010-62345678")]
    [InlineData("0531-88888888-801", "0531-88888888-801")]
    [InlineData("0531-88888888\u8F6C801", "0531-88888888-801")]
    [InlineData("400-810-0000", "4008100000")]
    public void Phone_numbers_are_read_as_people_write_them(string typed, string kept) => Assert.Equal(kept, ContactCheck.Phone(typed));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("12812345678")]
    [InlineData("1381234567")]
    [InlineData("138123456789")]
    [InlineData("1381234567a")]
    [InlineData("8888888")]
    [InlineData("13812345678 13912345678")]
    [InlineData("<script>")]
    public void What_nobody_can_be_called_at_is_none(string? typed) => Assert.Null(ContactCheck.Phone(typed));

    [Theory]
    [InlineData("wang@example.com", true)]
    [InlineData(" wang.er+it@mail.example.com.cn ", true)]
    [InlineData("wang", false)]
    [InlineData("wang@localhost", false)]
    [InlineData("wang@example.com\r\nBcc: x@example.com", false)]
    [InlineData("\"wang\" <wang@example.com>", false)]
    [InlineData("a@b.c,d@e.f", false)]
    [InlineData("wang@-example.com", false)]
    public void Addresses_are_those_that_mail_reaches(string typed, bool isOne) => Assert.Equal(isOne ? typed.Trim() : null, ContactCheck.Email(typed));
}
