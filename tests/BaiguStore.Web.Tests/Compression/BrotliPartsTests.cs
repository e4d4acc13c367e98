using System.IO.Compression;
using BaiguStore.Web.Compression;

namespace BaiguStore.Web.Tests.Compression;

public sealed class BrotliPartsTests
{
    /// <summary>Edge cases: empty, stored, compressed with small tables, with large ones, in several blocks.</summary>
    private static readonly int[] Lengths = [0, 1, 2, 127, 128, 129, 1_000, 4_096, 30_000, 70_000, 300_000, 1_200_000];

    [Fact]
    public void Parts_can_be_put_together_in_any_order()
    {
        var random = new Random(20_261_128);
        var pieces = Lengths.SelectMany(length => new[] { BrotliAtOnceTests.Page(length), Noise(random, length) }).ToArray();
        var parts = Array.ConvertAll(pieces, piece => BrotliParts.Pack(piece));
        for (var round = 0; round < 40; round++)
        {
            using MemoryStream stream = new(), expected = new();
            stream.Write(BrotliParts.Header.Span);
            foreach (var n in random.GetItems(Enumerable.Range(0, pieces.Length).ToArray(), random.Next(0, 12)))
            {
                stream.Write(parts[n]);
                expected.Write(pieces[n]);
            }
            stream.Write(BrotliParts.End.Span);

            Assert.Equal(expected.ToArray(), BrotliAtOnceTests.Unpacked(stream));
        }
    }

    [Fact]
    public void A_part_takes_no_more_room_than_is_said()
    {
        var random = new Random(3);
        foreach (var length in Lengths)
            Assert.True(BrotliParts.Pack(Noise(random, length)).Length <= BrotliParts.RoomFor(length));
    }

    [Fact]
    public void Packed_is_smaller_than_stored()
    {
        var page = BrotliAtOnceTests.Page(30_000);

        Assert.True(BrotliParts.Pack(page).Length < page.Length / 3);
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }
}
