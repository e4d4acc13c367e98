using System.Globalization;
using BaiguStore.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

/// <summary>
/// Comments as shown to a moderator, each with its version: a bulk action affects neither comments that arrived later nor ones changed since.
/// </summary>
public sealed record SeenComments(IReadOnlyDictionary<int, int> Versions)
{
    private const char Between = ',', BeforeVersion = '.';

    public List<int> Ids => [.. Versions.Keys];

    public bool IsAsSeen(Comment comment) => Versions.TryGetValue(comment.Id, out var version) && version == comment.Version;

    public static SeenComments Of(IEnumerable<SeenComment> comments) => new(comments.ToDictionary(c => c.Id, c => c.Version));

    /// <summary>"17.0,18.2": ids with versions in a form field; null if malformed or more than one action may change.</summary>
    public static SeenComments? Read(string text)
    {
        Dictionary<int, int> versions = [];
        foreach (var part in text.Split(Between))
            if (part.Split(BeforeVersion) is not [var id, var version] || !TryRead(id, out var number) || !TryRead(version, out var at)
                || !versions.TryAdd(number, at) || versions.Count > Moderation.MaxAtOnce)
                return null;
        return new(versions);
    }

    public override string ToString() => string.Join(Between, Versions.Select(v => FormattableString.Invariant($"{v.Key}{BeforeVersion}{v.Value}")));

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>What a bulk action needs of each comment.</summary>
public sealed record SeenComment(int Id, int Version, CommentStatus Status, string Title, string Body, string Author, string Address)
{
    internal CommentWords Words => new(Title, Body, Author, Address);
}

/// <summary>A common source of the comments found, with their number.</summary>
public sealed record CommentSource(BlockKind Kind, string Text, int Count)
{
    /// <summary>Suggested sources per kind.</summary>
    public const int MaxOffered = 10;

    /// <summary>Hosts that the comments link to and networks that sent them, most frequent first.</summary>
    public static IReadOnlyList<CommentSource> Of(IReadOnlyCollection<SeenComment> comments) =>
    [
        .. Most(BlockKind.Host, comments.SelectMany(c => c.Words.Hosts.Where(CommentWords.LooksReal))),
        .. Most(BlockKind.Address, comments.Select(c => c.Address).Where(a => a.Length > 0)),
    ];

    private static IEnumerable<CommentSource> Most(BlockKind kind, IEnumerable<string> texts) => texts.Where(t => t.Length <= CommentBlock.MaxLength)
        .GroupBy(t => t).Select(g => new CommentSource(kind, g.Key, g.Count()))
        .OrderByDescending(s => s.Count).ThenBy(s => s.Text, StringComparer.Ordinal).Take(MaxOffered);
}

public static class BlockReads
{
    /// <summary>The newest pending comments that are compared: their texts are folded one by one.</summary>
    private const int MaxCompared = 10_000;

    /// <summary>Pending comments that match any of the blocks, newest first.</summary>
    public static async Task<List<SeenComment>> WaitingAgainstAsync(
        this StoreDb db, IReadOnlyCollection<CommentBlock> blocks, CancellationToken cancel)
    {
        List<SeenComment> found = [];
        if (blocks.Count == 0)
            return found;
        var waiting = db.Comments.Where(c => c.Status == CommentStatus.Pending).OrderByDescending(c => c.Id).Take(MaxCompared).AsSeen();
        await foreach (var comment in waiting.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var words = comment.Words;
            if (blocks.Any(b => b.Matches(words)))
                found.Add(comment);
            if (found.Count > Moderation.MaxAtOnce)
                break;
        }
        return found;
    }
}
