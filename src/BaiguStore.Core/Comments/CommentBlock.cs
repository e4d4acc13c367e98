using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Comments;

public enum BlockKind
{
    /// <summary>Letters anywhere in title, text or nickname.</summary>
    Word = 0,

    /// <summary>A host that a link leads to, with all below it.</summary>
    Host = 1,

    /// <summary>A network as <see cref="SenderNetwork"/> writes it.</summary>
    Address = 2,
}

/// <summary>What was typed is no word, host or address, or would match everything.</summary>
public sealed class BlockRefusedException(BlockKind kind) : Exception($"No {kind} to block.")
{
    public BlockKind Kind => kind;
}

/// <summary>A comment that the block list does not let in at all.</summary>
public sealed class CommentRefusedException() : Exception("A block refuses the comment.");

/// <summary>A block that is to be made.</summary>
public sealed record NewBlock(BlockKind Kind, string Text, bool Refuses);

/// <summary>Something that new comments are held or refused for.</summary>
public sealed class CommentBlock
{
    public const int MaxLength = 100;

    /// <summary>Characters of a word: a single one would stand in nearly every comment.</summary>
    private const int MinWord = 2;

    /// <summary>Far more than anybody reads through; all are looked at for each new comment.</summary>
    public const int MaxBlocks = 2_000;

    public int Id { get; private set; }
    public required BlockKind Kind { get; init; }

    /// <summary>As it is compared: a word folded, a host in small letters, a network.</summary>
    public required string Text { get; init; }

    /// <summary>Whether comments are turned away; otherwise they wait for a moderator.</summary>
    public required bool Refuses { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Whose it is, as they were called then.</summary>
    public required string Name { get; init; }

    /// <summary>Throws <see cref="BlockRefusedException"/> for what would match nothing, or everything.</summary>
    public static CommentBlock Of(BlockKind kind, string? typed, bool refuses, string name, DateTime now)
    {
        var text = kind switch
        {
            BlockKind.Host => HostOf(typed ?? ""),
            BlockKind.Address => SenderNetwork.Of(typed?.Trim()),
            _ => Folded(typed ?? ""),
        };
        if (text.Length == 0 || (kind == BlockKind.Word && text.Length < MinWord))
            throw new BlockRefusedException(kind);
        return text.Length > MaxLength ? throw new BlockRefusedException(kind) : new() { Kind = kind, Text = text, Refuses = refuses, Name = name, CreatedAt = now };
    }

    /// <summary>Whether it speaks against a comment.</summary>
    public bool Matches(CommentWords words) => Kind switch
    {
        BlockKind.Host => words.LeadsTo(CommentWords.HostOf(Text)),
        BlockKind.Address => words.Network == Text,
        _ => Folded(Text) is { Length: >= MinWord } word && words.Folded.Contains(word, StringComparison.Ordinal), // kept ones may have been folded less
    };

    /// <summary>As a person sees it, without what senders vary to get past: spaces, and all that <see cref="VisibleText.Folded"/> takes away.</summary>
    internal static string Folded(string text) => string.Concat(VisibleText.Folded(text).Where(c => !char.IsWhiteSpace(c)));

    private static string HostOf(string typed)
    {
        var host = CommentWords.HostOf(typed.Trim());
        if (host.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
            host = host[(scheme + 3)..];
        host = host.Split('/', '?', '#', ':')[0].Trim('.');
        host = host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
        return CommentWords.IsHost(host) ? host : "";
    }
}

/// <summary>A comment as the block list looks at it; worked out once for all blocks.</summary>
public sealed class CommentWords(string? title, string? body, string? author, string address)
{
    public CommentWords(CommentDraft draft) : this(draft.Title, draft.Body, draft.Author, draft.Address)
    {
    }

    public string Network { get; } = SenderNetwork.Of(address);

    public string Folded { get; } = CommentBlock.Folded($"{title}\n{body}\n{author}");

    /// <summary>Everything that looks like a host's name, with a scheme before it or without.</summary>
    public IReadOnlyList<string> Hosts { get; } =
        [.. Tokens(VisibleText.Folded($"{title} {body} {author}").Replace(IdeographicStop, '.')).Where(IsHost).Select(Unicode).Distinct()];

    /// <summary>Browsers take it for the dot of a host's name.</summary>
    private const char IdeographicStop = '\u3002';

    /// <summary>Whether a link leads to that host or to one below it.</summary>
    public bool LeadsTo(string host) => host.Length > 0 && Hosts.Any(h => h == host || h.EndsWith("." + host, StringComparison.Ordinal));

    /// <summary>A host's name as it is compared: folded, with all dots as one kind, and the letters that its `xn--` stands for.</summary>
    public static string HostOf(string text) => Unicode(VisibleText.Folded(text).Replace(IdeographicStop, '.'));

    private static string Unicode(string host)
    {
        if (!host.Contains("xn--", StringComparison.Ordinal))
            return host;
        try
        {
            return VisibleText.Folded(new IdnMapping().GetUnicode(host));
        }
        catch (ArgumentException)
        {
            return host; // stands for nothing
        }
    }

    public static bool IsHost(string text) => text.Contains('.', StringComparison.Ordinal) && text[0] != '.' && text[^1] != '.' && text.All(IsPart);

    /// <summary>Whether it ends in letters, as hosts of the web do. To a block, numbers and versions look like hosts too; nobody is offered to block them.</summary>
    internal static bool LooksReal(string host) => host[(host.LastIndexOf('.') + 1)..] is { Length: >= 2 } top && top.All(char.IsLetter);

    private static bool IsPart(char c) => c is '.' or '-' || char.IsLetterOrDigit(c);

    private static IEnumerable<string> Tokens(string text)
    {
        var from = 0;
        for (var at = 0; at <= text.Length; at++)
            if (at == text.Length || !IsPart(text[at]))
            {
                if (text[from..at].Trim('.') is { Length: > 0 } token)
                    yield return token;
                from = at + 1;
            }
    }
}

public sealed class CommentBlockMap : IEntityTypeConfiguration<CommentBlock>
{
    public void Configure(EntityTypeBuilder<CommentBlock> block)
    {
        block.Property(b => b.Text).HasMaxLength(CommentBlock.MaxLength);
        block.Property(b => b.Name).HasMaxLength(Actor.MaxNameLength);
        block.HasIndex(b => new { b.Kind, b.Text }).IsUnique();
    }
}
