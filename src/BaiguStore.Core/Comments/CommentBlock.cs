using System.Globalization;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Comments;

public enum BlockKind
{
    /// <summary>A text anywhere in title, body or nickname.</summary>
    Word = 0,

    /// <summary>A host of a link, including its subdomains.</summary>
    Host = 1,

    /// <summary>A network in the form of <see cref="SenderNetwork"/>.</summary>
    Address = 2,
}

/// <summary>The input is not a valid word, host or address, or would match everything.</summary>
public sealed class BlockRefusedException(BlockKind kind) : Exception($"No {kind} to block.")
{
    public BlockKind Kind => kind;
}

/// <summary>The comment is refused by the block list.</summary>
public sealed class CommentRefusedException() : Exception("A block refuses the comment.");

/// <summary>A block list entry to be created.</summary>
public sealed record NewBlock(BlockKind Kind, string Text, bool Refuses);

/// <summary>A block list entry: new comments that match are held or refused.</summary>
public sealed class CommentBlock
{
    public const int MaxLength = 100;

    /// <summary>Minimum length of a word: a single character would occur in nearly every comment.</summary>
    private const int MinWord = 2;

    /// <summary>More than anybody can review; each new comment is checked against all of them.</summary>
    public const int MaxBlocks = 2_000;

    public int Id { get; private set; }
    public required BlockKind Kind { get; init; }

    /// <summary>Normalized for comparison: a folded word, a lower-case host, or a network.</summary>
    public required string Text { get; init; }

    /// <summary>Whether matching comments are refused; otherwise they are held for moderation.</summary>
    public required bool Refuses { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Who created it, by their name at that time.</summary>
    public required string Name { get; init; }

    /// <summary>Throws <see cref="BlockRefusedException"/> for input that would match nothing, or everything.</summary>
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

    /// <summary>Whether it matches a comment.</summary>
    public bool Matches(CommentWords words) => Kind switch
    {
        BlockKind.Host => words.LeadsTo(CommentWords.HostOf(Text)),
        BlockKind.Address => words.Network == Text,
        _ => Folded(Text) is { Length: >= MinWord } word && words.Folded.Contains(word, StringComparison.Ordinal), // stored entries may have been folded by older rules
    };

    /// <summary>
    /// Folded text without spaces, and without everything else that senders vary to evade the block list: see <see cref="VisibleText.Folded"/>.
    /// </summary>
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

/// <summary>A comment prepared for the block list; computed once for all entries.</summary>
public sealed class CommentWords(string? title, string? body, string? author, string address)
{
    public CommentWords(CommentDraft draft) : this(draft.Title, draft.Body, draft.Author, draft.Address)
    {
    }

    public string Network { get; } = SenderNetwork.Of(address);

    public string Folded { get; } = CommentBlock.Folded($"{title}\n{body}\n{author}");

    /// <summary>Everything that looks like a host name, with or without a scheme.</summary>
    public IReadOnlyList<string> Hosts { get; } =
        [.. Tokens(VisibleText.Folded($"{title} {body} {author}").Replace(IdeographicStop, '.')).Where(IsHost).Select(Unicode).Distinct()];

    /// <summary>The ideographic full stop, which browsers accept as a dot in host names.</summary>
    private const char IdeographicStop = '\u3002';

    /// <summary>Whether a link leads to that host or a subdomain of it.</summary>
    public bool LeadsTo(string host) => host.Length > 0 && Hosts.Any(h => h == host || h.EndsWith("." + host, StringComparison.Ordinal));

    /// <summary>A host name for comparison: folded, with all kinds of dots as one, and punycode (`xn--`) decoded.</summary>
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
            return host; // invalid punycode
        }
    }

    public static bool IsHost(string text) => text.Contains('.', StringComparison.Ordinal) && text[0] != '.' && text[^1] != '.' && text.All(IsPart);

    /// <summary>
    /// Whether it ends in letters like a real top-level domain. Numbers and versions also match as hosts, but are not suggested for blocking.
    /// </summary>
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
