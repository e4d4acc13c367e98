using System.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// Many texts in the order in which they were added, as UTF-8 one behind the other: a text is looked for in all of them at the speed at which
/// memory is read. Compares as the databases' binary collations do, by bytes.
/// </summary>
internal sealed class TextColumn
{
    private const int BlockSize = 4 * 1024 * 1024;

    /// <summary>Stands in no UTF-8: what is looked for never reaches from one text into the next.</summary>
    private const byte End = 0xFF;

    private readonly List<Block> _blocks = [];

    public int Count { get; private set; }

    public void Add(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        if (_blocks is not [.., var block] || block.Bytes.Length - block.Length < most)
            _blocks.Add(block = new(Count, new byte[Math.Max(BlockSize, most)]));
        block.Add(text);
        Count++;
    }

    /// <summary>Tells the numbers of all that contain a text, from several threads at once and in no order.</summary>
    public void Containing(string text, Action<int> found)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Parallel.ForEach(_blocks, block => block.Find(bytes, found));
    }

    /// <summary>The number of the first text that is not before a given one, where they were added in their order; else <see cref="Count"/>.</summary>
    public int FirstFrom(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).SequenceCompareTo(bytes) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private ReadOnlySpan<byte> At(int number)
    {
        var at = _blocks.FindLastIndex(b => b.First <= number);
        return _blocks[at].At(number - _blocks[at].First);
    }

    private sealed class Block(int first, byte[] bytes)
    {
        private readonly List<int> _starts = [];

        public int First => first;
        public byte[] Bytes => bytes;
        public int Length { get; private set; }

        public void Add(string text)
        {
            _starts.Add(Length);
            Length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(Length));
            bytes[Length++] = End;
        }

        public ReadOnlySpan<byte> At(int number) => bytes.AsSpan(_starts[number]..(EndOf(number) - 1));

        public void Find(ReadOnlySpan<byte> text, Action<int> found)
        {
            for (int number = 0, from = 0; bytes.AsSpan(from, Length - from).IndexOf(text) is >= 0 and var at; from = EndOf(number))
            {
                while (EndOf(number) <= from + at)
                    number++;
                found(first + number);
            }
        }

        private int EndOf(int number) => number + 1 < _starts.Count ? _starts[number + 1] : Length;
    }
}
