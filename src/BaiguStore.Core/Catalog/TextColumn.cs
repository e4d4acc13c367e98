using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace BaiguStore.Core.Catalog;

/// <summary>
/// Many texts in the order in which they were added, as UTF-8 one behind the other, each with marks of the signs it has: most are put aside by their
/// marks alone when a text is looked for. Compares as the databases' binary collations do, by bytes.
/// </summary>
internal sealed class TextColumn
{
    private const int BlockSize = 4 * 1024 * 1024;

    private readonly List<Block> _blocks = [];

    public int Count { get; private set; }

    public void Add(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_blocks is not [.., var block] || block.Free < most)
        {
            _blocks.LastOrDefault()?.Close();
            _blocks.Add(block = new(Count, new byte[Math.Max(BlockSize, most)]));
        }
        block.Add(text);
        Count++;
    }

    /// <summary>Tells the numbers of those wanted that contain a text. Asks and tells from several threads at once and in no order.</summary>
    public void Containing(string text, Func<int, bool> isWanted, Action<int> found)
    {
        var (bytes, marks) = (Encoding.UTF8.GetBytes(text), MarksOf(text));
        Parallel.ForEach(_blocks, block => block.Find(bytes, marks, isWanted, found));
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

    /// <summary>A bit for each letter beyond ASCII and for each pair of ASCII signs; those of a part are among those of the whole.</summary>
    private static UInt128 MarksOf(string text)
    {
        var marks = UInt128.Zero;
        for (var at = 0; at < text.Length; at++)
            if (text[at] > 127)
                marks |= BitOf(text[at]);
            else if (at > 0 && text[at - 1] <= 127)
                marks |= BitOf((text[at - 1] << 7) + text[at]);
        return marks;

        static UInt128 BitOf(int sign) => UInt128.One << (int)((uint)sign * 2_654_435_761u >> 25);
    }

    private sealed class Block(int first, byte[] bytes)
    {
        private readonly List<int> _ends = [];
        private readonly List<ulong> _low = [], _high = [];

        public int First => first;

        /// <summary>Bytes that are left.</summary>
        public int Free => bytes.Length - Length;

        private int Length => _ends is [.., var end] ? end : 0;

        public void Add(string text)
        {
            _ends.Add(Length + Encoding.UTF8.GetBytes(text, bytes.AsSpan(Length)));
            var marks = MarksOf(text);
            _low.Add((ulong)marks);
            _high.Add((ulong)(marks >> 64));
        }

        /// <summary>Nothing more is added: gives back what the lists hold in reserve.</summary>
        public void Close()
        {
            _ends.TrimExcess();
            _low.TrimExcess();
            _high.TrimExcess();
        }

        public ReadOnlySpan<byte> At(int number) => bytes.AsSpan((number == 0 ? 0 : _ends[number - 1]).._ends[number]);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Find(ReadOnlySpan<byte> text, UInt128 marks, Func<int, bool> isWanted, Action<int> found)
        {
            var (low, high) = ((ulong)marks, (ulong)(marks >> 64));
            var all = CollectionsMarshal.AsSpan(_low);
            for (var number = 0; number < all.Length; number++)
                if ((all[number] & low) == low && (_high[number] & high) == high && isWanted(first + number) && At(number).IndexOf(text) >= 0)
                    found(first + number);
        }
    }
}
